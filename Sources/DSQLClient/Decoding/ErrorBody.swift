import Foundation
import NIOHTTP1

/// What an answer that is no success says, in whichever of its shapes.
///
/// - Source: `data-service-api.md` §4.1.
struct ErrorBody {
  /// The most characters of an answer that are kept.
  static let mostCharacters = 2000

  let message: String
  let traceID: String?
  /// The beginning of the body.
  let excerpt: String?

  init(_ answer: TransportAnswer) {
    let text = String(decoding: answer.body.prefix(Self.mostCharacters * 4), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
    excerpt =
      text.isEmpty
      ? nil
      : String(
        Redactor.stripped(Redactor.redacted(text), keepingLines: true).prefix(Self.mostCharacters)
      )
    let object = try? JSONDecoder().decode(LooseObject.self, from: Data(answer.body))
    traceID = object?.text("traceId", "requestId")
    let phrase = HTTPResponseStatus(statusCode: answer.status).reasonPhrase
    let fallback = phrase.isEmpty ? "HTTP status \(answer.status)" : phrase
    let message: String
    if let told = object.flatMap(Self.message(of:)) {
      message = told
    } else if text.hasPrefix("<") {
      let title = Self.title(of: text).map { ": \($0)" } ?? ""
      message = "a web page answered in place of the service (HTTP status \(answer.status)\(title))"
    } else if let bare = try? JSONDecoder().decode(String.self, from: Data(answer.body)),
      !bare.isEmpty
    {
      message = bare
    } else if object != nil || text.isEmpty {
      message = fallback
    } else {
      message = String(text.prefix(300))
    }
    self.message = Redactor.stripped(Redactor.redacted(message))
  }

  /// Whether a body is a page of HTML or XML.
  static func isWebPage(_ body: [UInt8]) -> Bool {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
    return body.prefix(100).first { !blanks.contains($0) } == UInt8(ascii: "<")
  }

  private static func message(of object: LooseObject) -> String? {
    let nested = object.object("error")
    for text in [
      object.text("error"), nested?.text("message", "error"), object.text("message"),
      object.text("title"),
    ] {
      guard let text, !text.isEmpty else { continue }
      let details = fieldErrors(of: object)
      return details.isEmpty ? text : "\(text) (\(details.joined(separator: "; ")))"
    }
    let details = fieldErrors(of: object)
    return details.isEmpty ? nil : details.joined(separator: "; ")
  }

  private static func fieldErrors(of object: LooseObject) -> [String] {
    guard let errors = object.object("errors") else { return [] }
    return errors.textLists.map { "\($0.key): \($0.value.joined(separator: ", "))" }
  }

  private static func title(of page: String) -> String? {
    guard let start = page.range(of: "<title>", options: .caseInsensitive),
      let end = page.range(
        of: "</title>",
        options: .caseInsensitive,
        range: start.upperBound..<page.endIndex
      )
    else { return nil }
    let title = page[start.upperBound..<end.lowerBound]
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return title.isEmpty ? nil : String(title.prefix(100))
  }
}
