/// Takes secrets out of text that reaches the user: an error of the server, a trace.
///
/// By the name that stands before a value, and by the shape of the value; a text with nothing secret
/// comes back as it is.
///
/// - Source: `identity.md` §9.8.
package enum Redactor {
  /// What stands in place of a secret, as in the printed form of a token.
  package static let mark = "<redacted>"

  /// A text without its secrets.
  ///
  /// - Parameters:
  ///   - text: Headers, JSON, a form, an address, or a sentence with any of these in it.
  ///   - known: Secrets that are known to be at risk, as the token of the call: they have no shape.
  /// - Returns: The text; what is hidden shows as `<redacted>`.
  package static func redacted(_ text: String, hiding known: [String] = []) -> String {
    var result = text
    for secret in known where secret.utf8.count >= shortestKnown {
      result = result.replacing(secret, with: mark)
    }
    result = result.replacing(header) { "\($0.output.1)\(mark)" }
    result = result.replacing(member) { "\($0.output.1)\"\(mark)\"" }
    result = result.replacing(pair) { "\($0.output.1)\(mark)" }
    result = result.replacing(bearer) { "\($0.output.1)\(mark)" }
    result = result.replacing(shape, with: mark)
    return result
  }

  /// What a server said, fit to be shown on one line: without secrets, without control characters,
  /// and not longer than it may be.
  package static func shown(_ text: String, most: Int = 300, hiding known: [String] = []) -> String
  {
    String(stripped(redacted(text, hiding: known)).prefix(most))
  }

  /// A text without what a terminal obeys; line breaks and tabs become blanks unless they are kept.
  package static func stripped(_ text: String, keepingLines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isObeyed) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !isObeyed(scalar) || (keepingLines && (scalar == "\n" || scalar == "\t")) {
        result.append(scalar)
      } else if scalar == "\n" || scalar == "\t" {
        result.append(" ")
      }
    }
    return String(result)
  }

  /// Control characters, and marks that end a line or turn the direction of what follows.
  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Shorter ones would hide parts of ordinary words.
  private static let shortestKnown = 6

  // Regular expressions are no `Sendable` values, hence made anew.

  /// `Authorization: Bearer …`, to the end of the line.
  private static var header: Regex<(Substring, Substring)> {
    /((?i:\b(?:proxy-)?authorization|\bset-cookie|\bcookie)\s*:\s*)[^\r\n"]+/
  }

  /// `"access_token": "…"`, also where the quotes are escaped; a number too.
  private static var member: Regex<(Substring, Substring)> {
    /((?i:\\?"(?:access_token|refresh_token|id_token|client_secret|code_verifier|assertion|password|authorization|cookie|set-cookie)\\?"|\\?"(?-i:code|state)\\?")\s*:\s*)(?:\\"(?:[^"\\]|\\[^"])*\\"|"(?:[^"\\]|\\.)*"|[^\s,}\]"\\]+)/
  }

  /// `access_token=…` of a form or an address.
  private static var pair: Regex<(Substring, Substring)> {
    /((?i:\b(?:access_token|refresh_token|id_token|client_secret|code_verifier|assertion|password)|(?-i:\b(?:code|state)))=)[^&\s"'<>#]+/
  }

  /// What follows `Bearer`, if it is as long as a token is.
  private static var bearer: Regex<(Substring, Substring)> {
    /((?i:\bbearer) +)[A-Za-z0-9._~+\/\-]{16,}=*/
  }

  /// A JWT, a personal access token, or a refresh token.
  private static var shape: Regex<Substring> {
    /eyJ[A-Za-z0-9_\-]{5,}\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*|\brt_[A-Za-z0-9_\-]{6,}(?:\.[A-Za-z0-9_\-]+)*|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\.[0-9A-Fa-f]{4,}/
  }
}
