/// The address that a sign-in begins at in the browser.
///
/// - Source: `identity.md` §5.1.
struct AuthorizeAddress: Sendable {
  /// The address as text.
  let text: String

  init(
    endpoint: String,
    clientID: String,
    redirectURI: String,
    scopes: [String],
    state: String,
    proofKey: ProofKey,
    organizationHint: String?
  ) {
    var parameters = [
      ("response_type", "code"),
      ("client_id", clientID),
      ("redirect_uri", redirectURI),
      ("scope", scopes.joined(separator: " ")),
      ("state", state),
      ("code_challenge", proofKey.challenge),
      ("code_challenge_method", "S256"),
    ]
    if let organizationHint {
      // What the server calls a tenant here is an organization.
      parameters.append(("acr_values", "tenantName:\(organizationHint)"))
    }
    let query = parameters.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    text = endpoint + (endpoint.contains("?") ? "&" : "?") + query
  }

  /// Percent-encodes all but the characters that RFC 3986 calls unreserved.
  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
