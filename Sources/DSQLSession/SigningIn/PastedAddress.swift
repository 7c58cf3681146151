import Foundation

/// An address that was copied from the browser, understood without asking anybody.
///
/// - Source: `identity.md` §9.2 and §5.1.
enum PastedAddress: Hashable, Sendable {
  /// Where the browser was sent back to; its path does not matter.
  case answer(RedirectAnswer)
  /// The same, of another login.
  case foreign
  /// An error page of the identity server.
  case errorPage(error: String, description: String?)
  case unknown

  init(_ text: String, check: AnswerCheck) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let address = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard address.contains("://"), parts.count == 2, let query = AnswerQuery(parts[1]) else {
      self = .unknown
      return
    }
    if query["errorCode"] != nil || query["errorId"] != nil {
      let page = query["errorId"].flatMap(ErrorPage.init)
      self = .errorPage(
        error: page?.Error ?? query["errorCode"] ?? "error",
        description: page?.ErrorDescription
      )
    } else if query["code"] != nil || query["error"] != nil || query["state"] != nil {
      self = check.answer(in: query).map(PastedAddress.answer) ?? .foreign
    } else {
      self = .unknown
    }
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  // The members' own names.
  private struct ErrorPage: Decodable {
    var Error: String?
    var ErrorDescription: String?

    private struct Envelope: Decodable {
      var Data: ErrorPage?
    }

    /// Reads the JSON that an `errorId` is.
    init?(_ id: String) {
      var base64 = id.replacing("-", with: "+").replacing("_", with: "/")
      while base64.utf8.count % 4 != 0 { base64.append("=") }
      guard let data = Foundation.Data(base64Encoded: base64),
        let page = try? JSONDecoder().decode(Envelope.self, from: data).Data
      else { return nil }
      self = page
    }
  }
}
