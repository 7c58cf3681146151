import DSQLTypes
import FoundationEssentials

/// The page where a sign-in ends that cannot go on, and the address that leads to it.
///
/// A client that waits for the browser hears nothing of it; its user can paste the page's address,
/// which says in `errorId` what was wrong.
///
/// - Source: `identity.md` §5.1.
struct RefusalPage: Sendable {
  /// What was wrong, where the address says it.
  struct Details: Decodable, Hashable, Sendable {
    var error: String
    var description: String?
    var clientID: String?

    enum CodingKeys: String, CodingKey {
      case error = "Error"
      case description = "ErrorDescription"
      case clientID = "ClientId"
    }
  }

  private struct Report: Decodable {
    var details: Details

    enum CodingKeys: String, CodingKey { case details = "Data" }
  }

  let code: String
  let details: Details?

  /// The page of an address; what cannot be read of it is left out.
  init(code: String, report: String?) {
    self.code = code
    var base64 = (report ?? "").replacing("-", with: "+").replacing("_", with: "/")
    while base64.utf8.count % 4 != 0 { base64.append("=") }
    details =
      Data(base64Encoded: base64).flatMap {
        try? JSONDecoder().decode(Report.self, from: $0)
      }?.details
  }

  /// The address of the page for a refusal.
  static func address(
    _ error: String,
    _ description: String,
    clientID: String?,
    trace: String,
    now: Instant,
    issuer: String
  ) throws -> String {
    let report = report(error, description, clientID: clientID, trace: trace, now: now)
    let query = try FormValues.text([
      ("errorCode", error), ("errorId", OpaqueToken.base64URL(report)),
    ])
    return "\(issuer)/web/?\(query)"
  }

  private static func report(
    _ error: String,
    _ description: String,
    clientID: String?,
    trace: String,
    now: Instant
  ) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{")
    json.key("Created")
    // Counted from the year 1, as .NET does.
    json.integer(now.ticks + 621_355_968_000_000_000)
    json.key("Data")
    json.raw("{")
    for (name, value): (String, String?) in [
      ("Error", error), ("ErrorDescription", description), ("RequestId", trace),
      ("ActivityId", "00-\(trace)-\(trace.prefix(16))-00"), ("RedirectUri", nil),
      ("ResponseMode", nil), ("ClientId", clientID),
    ] {
      json.key(name)
      if let value { json.string(value) } else { json.null() }
    }
    json.raw("}}")
    return json.bytes
  }

  var page: IdentityPage {
    var content = "<p class=\"alert\" role=\"alert\">\(IdentityPage.escaped(words))</p>"
    let facts: [(String, String?)] = [
      ("Error", details?.error ?? code), ("Description", details?.description),
      ("Application", details?.clientID),
    ]
    content += "<dl>"
    for case (let name, let value?) in facts {
      content += "<dt>\(name)</dt><dd>\(IdentityPage.escaped(String(value.prefix(300))))</dd>"
    }
    content += "</dl>"
    content +=
      "<p class=\"small\">The program that sent you here does not learn of this. If it waits, paste "
      + "this page's address there.</p>"
    return IdentityPage(title: "This sign-in cannot go on", content: content)
  }

  /// What it means.
  private var words: String {
    switch (details?.error ?? code, details?.description) {
    case ("219", _):
      "Your browser is signed in as someone who is not a member of this organization, or the "
        + "program began at an address that names one. It must begin at /identity_ itself."
    case ("invalid_request", "Invalid redirect_uri"):
      "The program wants the answer sent to an address that is not registered for it. Scheme, "
        + "port, path and a slash at the end all count."
    case ("invalid_request", "code challenge required"):
      "The program sent no code challenge (PKCE), which a public one must."
    case ("invalid_request", "Transform algorithm not supported"):
      "The program made its code challenge in another way than S256."
    case ("invalid_scope", _):
      "The program asks for more than is registered for it, or for a scope that does not exist."
    case ("unauthorized_client", _): "No program is registered under this number."
    case ("unsupported_response_type", _):
      "The program asks for an answer that is not given here; only a code is."
    case ("used_form", _):
      "This form was answered already, or is too old. Begin again in the program."
    case ("wrong_host", _): "This page is only for browsers on this machine."
    default: "The program's request is not in order."
    }
  }
}
