package import DSQLClient
import Foundation

/// What an access token says of itself, unverified: only for showing to the user.
///
/// - Source: `identity.md` §6.1.
package struct TokenClaims: Hashable, Sendable {
  package var user: String?
  package var scopes: [String]
  /// Seconds since 1970.
  package var expiry: Int64?

  /// Reads the claims of a JWT; nil for any other token.
  package init?(of token: AccessToken) {
    let parts = token.secret.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var base64 = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
    while base64.count % 4 != 0 { base64.append("=") }
    guard let data = Data(base64Encoded: base64),
      let payload = try? JSONDecoder().decode(Payload.self, from: data)
    else { return nil }
    user = payload.preferred_username ?? payload.email ?? payload.name ?? payload.sub
    scopes = payload.scope?.names ?? []
    expiry = payload.exp.map { Int64($0) }
  }

  private struct Payload: Decodable {
    var sub: String?
    var name: String?
    var email: String?
    // swift-format-ignore: AlwaysUseLowerCamelCase
    // The claim's own name.
    var preferred_username: String?
    var exp: Double?
    var scope: Scope?
  }

  /// One text with blanks, or an array.
  private enum Scope: Decodable {
    case list([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let names = try? container.decode([String].self) {
        self = .list(names)
      } else {
        self = .list(try container.decode(String.self).split(separator: " ").map(String.init))
      }
    }

    var names: [String] {
      switch self {
      case .list(let names): names
      }
    }
  }
}
