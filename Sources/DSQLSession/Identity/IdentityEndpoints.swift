import DSQLClient
import Foundation

/// Where an identity server answers what.
///
/// - Source: `identity.md` §2 and §9.1, RFC 8414.
package struct IdentityEndpoints: Hashable, Sendable {
  package var issuer: String
  package var authorization: String
  package var token: String
  /// nil where the server does not offer to revoke refresh tokens.
  package var revocation: String?
  /// nil where the server is not known to have one.
  package var endSession: String?
  /// nil where the server does not say.
  package var scopes: [String]?

  /// The documented endpoints of a server that does not answer for itself.
  package init(ofUnreachable issuer: String) {
    self.issuer = issuer
    authorization = "\(issuer)/connect/authorize"
    token = "\(issuer)/connect/token"
  }

  /// Reads a discovery document.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - issuer: What the profile calls the server.
  /// - Throws: `notAToken` where it is none, `issuerMismatch` where it is not of that issuer or names
  ///   an endpoint on another host.
  init(document: [UInt8], of issuer: String) throws(SessionError) {
    guard let found = try? JSONDecoder().decode(Document.self, from: Data(document)) else {
      throw SessionError(.notAToken, detail: "the discovery document cannot be read")
    }
    guard found.issuer == issuer else {
      throw SessionError(
        .issuerMismatch(found: Redactor.shown(found.issuer), expected: issuer)
      )
    }
    let home = ServerAddress(url: issuer)
    for (name, text) in found.endpoints {
      guard let home, let address = ServerAddress(url: text), address.isSameOrigin(as: home) else {
        throw SessionError(
          .issuerMismatch(
            found: ServerAddress(url: text)?.origin ?? Redactor.shown(text),
            expected: issuer
          ),
          detail: "\(name) is on another host"
        )
      }
    }
    self.init(ofUnreachable: issuer)
    authorization = found.authorization_endpoint ?? authorization
    token = found.token_endpoint ?? token
    revocation = found.revocation_endpoint
    endSession = found.end_session_endpoint
    scopes = found.scopes_supported
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  // The members' own names.
  private struct Document: Decodable {
    var issuer: String
    var authorization_endpoint: String?
    var token_endpoint: String?
    var userinfo_endpoint: String?
    var end_session_endpoint: String?
    var revocation_endpoint: String?
    var jwks_uri: String?
    var scopes_supported: [String]?

    var endpoints: [(name: String, address: String)] {
      let all = [
        ("authorization_endpoint", authorization_endpoint), ("token_endpoint", token_endpoint),
        ("userinfo_endpoint", userinfo_endpoint), ("end_session_endpoint", end_session_endpoint),
        ("revocation_endpoint", revocation_endpoint), ("jwks_uri", jwks_uri),
      ]
      return all.compactMap { name, address in address.map { (name, $0) } }
    }
  }
}
