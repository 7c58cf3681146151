import Crypto
import FoundationEssentials
import JWTKit

/// Issues access tokens and tells whose a token is.
///
/// An actor, since it remembers the tokens that it has verified: a signature takes longer to check
/// than most answers take to make.
actor TokenAuthority {
  /// Who a request comes from, and what the token lets it do.
  struct Caller: Sendable {
    var user: LocalUser
    var scopes: Set<String>
    /// Seconds since 1970.
    var expiration: Int64
  }

  /// An hour, as the cloud's.
  ///
  /// - Source: `data-service-api.md` §1.2.
  static let lifetimeSeconds: Int64 = 3600
  private static let audience = "DataServiceOpenApi"
  private static let mostRemembered = 1000

  private let key: P256.Signing.PrivateKey
  private let organization: String
  private let clientID: String
  private var keys: JWTKeyCollection?
  private var verified: [String: Caller] = [:]

  init(rawKey: [UInt8], organization: String, clientID: String) throws {
    self.key = try P256.Signing.PrivateKey(rawRepresentation: rawKey)
    self.organization = organization
    self.clientID = clientID
  }

  /// A new signing key, as the store keeps it.
  static func makeRawKey() -> [UInt8] { Array(P256.Signing.PrivateKey().rawRepresentation) }

  func issue(to user: LocalUser, issuer: String, at seconds: Int64) async throws -> String {
    let claims = AccessTokenClaims(
      subject: user.id,
      issuer: issuer,
      audience: [Self.audience],
      expiration: seconds + Self.lifetimeSeconds,
      issuedAt: seconds,
      notBefore: seconds,
      scope: user.scopes,
      name: user.displayName,
      email: user.email,
      organization: organization,
      clientID: clientID
    )
    return try await keyCollection().sign(claims, header: ["typ": "at+jwt"])
  }

  /// Who a token was issued to; nil for a token that is foreign, expired, or of a user who may no
  /// longer sign in.
  func caller(of token: String, at seconds: Int64) async -> Caller? {
    if let known = verified[token] {
      if seconds < known.expiration { return known }
      verified[token] = nil
      return nil
    }
    guard
      let claims = try? await keyCollection().verify(token, as: AccessTokenClaims.self),
      claims.audience == [Self.audience], claims.organization == organization,
      claims.notBefore <= seconds, seconds < claims.expiration,
      let user = LocalUser.allCases.first(where: { $0.id == claims.subject }), user != .disabled
    else { return nil }
    let caller = Caller(
      user: user,
      scopes: Set(claims.scope),
      expiration: claims.expiration
    )
    if verified.count >= Self.mostRemembered { verified.removeAll() }
    verified[token] = caller
    return caller
  }

  private func keyCollection() async throws -> JWTKeyCollection {
    if let keys { return keys }
    let made = JWTKeyCollection()
    await made.add(ecdsa: try ES256PrivateKey(backing: key))
    keys = made
    return made
  }
}
