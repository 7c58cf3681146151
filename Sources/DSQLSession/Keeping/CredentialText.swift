import DSQLAPI
import DSQLClient
import Foundation

/// A login as the text of a file.
///
/// - Source: `identity.md` §9.4.
enum CredentialText {
  private static let version = 1

  static func bytes(of credential: Credential) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(Content(credential))) + [UInt8(ascii: "\n")]
  }

  /// The login; nil where the text is none of ours.
  static func credential(in bytes: [UInt8]) -> Credential? {
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
      content.version == version
    else { return nil }
    return content.credential
  }

  private struct Content: Codable {
    var version: Int
    var kind: Kind
    var generation: Int
    var issuer: String
    var api: String
    var organization: String
    var clientID: String
    var tokenType: String
    var accessToken: String?
    var expires: Int64?
    var lifetime: Int64?
    var refreshToken: String?
    var clientSecret: String?
    var scopes: [String]?
    var loggedIn: Int64
    var ends: Int64?
    var name: String?
    var email: String?
    var subject: String?

    enum Kind: String, Codable {
      case user, application, pat

      var value: Credential.Kind {
        switch self {
        case .user: .user
        case .application: .application
        case .pat: .personalToken
        }
      }
    }

    enum CodingKeys: String, CodingKey {
      case version, kind, generation, issuer, api, organization, expires, lifetime, scopes, ends
      case name, email, subject
      case clientID = "client_id"
      case tokenType = "token_type"
      case accessToken = "access_token"
      case refreshToken = "refresh_token"
      case clientSecret = "client_secret"
      case loggedIn = "logged_in"
    }

    init(_ credential: Credential) {
      version = CredentialText.version
      kind =
        switch credential.kind {
        case .user: .user
        case .application: .application
        case .personalToken: .pat
        }
      generation = credential.generation
      issuer = credential.issuer
      api = credential.api
      organization = credential.organization
      clientID = credential.clientID
      tokenType = "Bearer"
      accessToken = credential.hasEnded ? nil : credential.accessToken.secret
      expires = credential.expires
      lifetime = credential.lifetime
      refreshToken = credential.refreshToken?.secret
      clientSecret = credential.clientSecret?.secret
      scopes = credential.scopes?.names
      loggedIn = credential.loggedIn
      ends = credential.ends
      name = credential.person.name
      email = credential.person.email
      subject = credential.person.subject
    }

    var credential: Credential {
      Credential(
        kind: kind.value,
        generation: generation,
        issuer: issuer,
        api: api,
        organization: organization,
        clientID: clientID,
        accessToken: AccessToken(accessToken ?? ""),
        expires: expires,
        lifetime: lifetime,
        refreshToken: refreshToken.map(RefreshToken.init),
        clientSecret: clientSecret.map(ClientSecret.init),
        scopes: scopes.map { GrantedScopes($0) },
        loggedIn: loggedIn,
        ends: ends,
        person: .init(name: name, email: email, subject: subject)
      )
    }
  }
}

extension Credential {
  /// Whether only the identity is left: the server does not accept its tokens any more.
  package var hasEnded: Bool { accessToken.secret.isEmpty }

  /// The login without what could be used of it.
  func ended() -> Credential {
    var result = self
    result.accessToken = AccessToken("")
    result.refreshToken = nil
    result.expires = nil
    result.lifetime = nil
    result.ends = nil
    result.generation += 1
    return result
  }
}
