package import DSQLClient
import Foundation

/// What an access token says of itself, unverified: only for showing to the user.
///
/// - Source: `identity.md` §6.1.
package struct TokenClaims: Hashable, Sendable {
  package var person: Credential.Person
  package var kind: Credential.Kind?
  package var scopes: [String]
  /// Seconds since 1970.
  package var expiry: Int64?
  package var issuer: String?
  package var clientID: String?

  /// Reads the claims of a JWT; nil for any other token.
  package init?(of token: AccessToken) {
    let parts = token.secret.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var base64 = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
    while base64.count % 4 != 0 { base64.append("=") }
    guard let data = Data(base64Encoded: base64),
      let payload = try? JSONDecoder().decode(Payload.self, from: data)
    else { return nil }
    // All of it may reach a terminal, and nobody vouches for it.
    func shown(_ text: String?) -> String? { text.map { Redactor.stripped($0) } }
    person = Credential.Person(
      name: shown(payload.name),
      email: shown(payload.preferred_username ?? payload.email),
      subject: shown(payload.sub)
    )
    kind =
      switch payload.sub_type {
      case "service.external": .application
      case "user": .user
      default: nil
      }
    scopes = payload.scope?.names.map { Redactor.stripped($0) } ?? []
    expiry = payload.exp.flatMap { Int64(exactly: $0.rounded(.down)) }
    issuer = shown(payload.iss)
    clientID = shown(payload.client_id)
  }

  /// Whom to show.
  package var user: String? { person.shown }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  // The claims' own names.
  private struct Payload: Decodable {
    var sub: String?
    var sub_type: String?
    var name: String?
    var email: String?
    var preferred_username: String?
    var iss: String?
    var client_id: String?
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

extension Credential.Person {
  /// The shortest name that tells who it is; nil where nobody said.
  package var shown: String? { email ?? name ?? subject }
}
