import Crypto
import FoundationEssentials
import JWTKit

/// Issues access tokens and tells whose a token is.
///
/// An actor, since it remembers the tokens that it has verified: a signature takes longer to check
/// than most answers take to make.
actor TokenAuthority {
  /// Who a request comes from, and what the token lets it do.
  struct Caller: Hashable, Sendable {
    var user: LocalUser
    var scopes: Set<String>
    /// Seconds since 1970.
    var expiration: Int64
    /// Whether an application acts for itself: its rights are those of its role alone.
    ///
    /// - Source: `identity.md` §4.1.
    var isApplication = false
    /// The login that the token belongs to, where it has one.
    var login: String?
  }

  private static let audience = "DataServiceOpenApi"
  private static let mostRemembered = 1000

  /// The organisation's id, made of its name.
  nonisolated let organization: String
  nonisolated let keyID: String
  private let key: P256.Signing.PrivateKey
  private let logins: LoginStore
  private let options: IdentityOptions
  private let issuer: @Sendable () -> String
  private var keys: JWTKeyCollection?
  private var verified: [String: Caller] = [:]

  init(
    logins: LoginStore,
    organization: String,
    options: IdentityOptions,
    issuer: @escaping @Sendable () -> String
  ) throws {
    key = try P256.Signing.PrivateKey(rawRepresentation: logins.store.signingKey)
    keyID = Self.thumbprint(of: key.publicKey)
    self.organization = Self.id(ofOrganization: organization)
    self.logins = logins
    self.options = options
    self.issuer = issuer
  }

  /// A new signing key, as the store keeps it.
  static func makeRawKey() -> [UInt8] { Array(P256.Signing.PrivateKey().rawRepresentation) }

  /// The public key's coordinates, in the form that key sets have.
  nonisolated var coordinates: (x: String, y: String) { Self.coordinates(of: key.publicKey) }

  // MARK: Issuing

  /// A token of a login.
  func issue(for login: Login, scopes: [String], at seconds: Int64) async throws -> String {
    try await issue(
      to: login.user,
      clientID: login.clientID,
      scopes: scopes,
      login: login,
      at: seconds
    )
  }

  /// A token for someone who did not sign in for it.
  func issue(to user: LocalUser, scopes: [String], at seconds: Int64) async throws -> String {
    if user.isApplication {
      return try await issue(to: .application, scopes: scopes, at: seconds)
    }
    return try await issue(
      to: user,
      clientID: RegisteredClient.fabricPublic.id,
      scopes: scopes,
      login: nil,
      at: seconds
    )
  }

  /// A token for an application that acts for itself.
  func issue(
    to client: RegisteredClient,
    scopes: [String],
    at seconds: Int64
  ) async throws -> String {
    let claims = AccessTokenClaims(
      subject: client.id,
      subjectType: "service.external",
      organization: organization,
      name: client.name,
      clientID: client.id,
      issuer: issuer(),
      audience: [Self.audience],
      expiration: seconds + options.accessTokenSeconds,
      issuedAt: seconds,
      notBefore: seconds,
      scope: ScopeClaim(scopes, isText: options.scopeAsText)
    )
    return try await sign(claims, type: "at+jwt")
  }

  private func issue(
    to user: LocalUser,
    clientID: String,
    scopes: [String],
    login: Login?,
    at seconds: Int64
  ) async throws -> String {
    let claims = AccessTokenClaims(
      subject: user.id,
      subjectType: "user",
      organization: organization,
      email: user.email,
      userName: user.email,
      name: user.displayName,
      identityProvider: "GlobalIdp",
      clientID: clientID,
      login: login?.id,
      issuer: issuer(),
      audience: [Self.audience],
      expiration: seconds + options.accessTokenSeconds,
      issuedAt: seconds,
      notBefore: seconds,
      signedInAt: login?.signedIn ?? seconds,
      scope: ScopeClaim(scopes, isText: options.scopeAsText)
    )
    return try await sign(claims, type: "at+jwt")
  }

  /// What tells a client who signed in.
  func identityToken(for login: Login, at seconds: Int64) async throws -> String {
    let knowsProfile = login.scopes.contains("profile")
    let claims = IdentityTokenClaims(
      subject: login.user.id,
      organization: organization,
      name: knowsProfile ? login.user.displayName : nil,
      userName: knowsProfile ? login.user.email : nil,
      email: login.scopes.contains("email") ? login.user.email : nil,
      audience: login.clientID,
      issuer: issuer(),
      expiration: seconds + options.idTokenSeconds,
      issuedAt: seconds,
      notBefore: seconds,
      signedInAt: login.signedIn,
      login: login.id,
      nonce: login.nonce
    )
    return try await sign(claims, type: "JWT")
  }

  private func sign(_ claims: some JWTPayload, type: String) async throws -> String {
    let identifier = JWKIdentifier(string: keyID)
    return try await keyCollection().sign(claims, kid: identifier, header: ["typ": .string(type)])
  }

  // MARK: Verifying

  /// Who a token was issued to; nil for a token that is foreign, expired, or of a user who may no
  /// longer sign in.
  func caller(of token: String, at seconds: Int64) async throws -> Caller? {
    if token.hasPrefix(OpaqueToken.personalPrefix) {
      return try await logins.caller(ofPersonalToken: token, at: seconds)
    }
    if let known = verified[token] {
      if seconds < known.expiration { return known }
      verified[token] = nil
      return nil
    }
    guard
      let claims = try? await keyCollection().verify(token, as: AccessTokenClaims.self),
      claims.audience == [Self.audience], claims.organization == organization,
      claims.notBefore <= seconds, seconds < claims.expiration,
      var caller = Self.caller(claims), caller.user != .disabled
    else { return nil }
    if let login = claims.login, try await logins.isRevoked(login) { return nil }
    caller.login = claims.login
    if verified.count >= Self.mostRemembered { verified.removeAll() }
    verified[token] = caller
    return caller
  }

  /// Forgets what was verified, since a code was used twice and the tokens it gave are revoked.
  func forget() { verified.removeAll() }

  /// The login that an `id_token` of this service is of; it may have ended since.
  func login(ofIdentityToken token: String) async -> (id: String, clientID: String)? {
    guard
      let claims = try? await keyCollection().verify(token, as: IdentityTokenClaims.self),
      claims.organization == organization
    else { return nil }
    return (claims.login, claims.audience)
  }

  private static func caller(_ claims: AccessTokenClaims) -> Caller? {
    let scopes = Set(claims.scope.names)
    guard claims.subjectType != "user" else {
      return LocalUser(id: claims.subject).map {
        Caller(user: $0, scopes: scopes, expiration: claims.expiration)
      }
    }
    return RegisteredClient.all.first { $0.id == claims.subject && $0.actsAlone }.map {
      Caller(
        user: $0.account,
        scopes: scopes,
        expiration: claims.expiration,
        isApplication: true
      )
    }
  }

  // MARK: Keys

  private func keyCollection() async throws -> JWTKeyCollection {
    if let keys { return keys }
    let made = JWTKeyCollection()
    await made.add(ecdsa: try ES256PrivateKey(backing: key), kid: JWKIdentifier(string: keyID))
    keys = made
    return made
  }

  private static func coordinates(of key: P256.Signing.PublicKey) -> (x: String, y: String) {
    let bytes = key.rawRepresentation
    return (
      OpaqueToken.base64URL(bytes.prefix(32)), OpaqueToken.base64URL(bytes.suffix(32))
    )
  }

  /// The key's id: what it is made of, hashed.
  ///
  /// - Source: RFC 7638.
  private static func thumbprint(of key: P256.Signing.PublicKey) -> String {
    let (x, y) = coordinates(of: key)
    return OpaqueToken.challenge(of: #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#)
  }

  /// A GUID for an organisation: tokens tell organisations by their ids.
  ///
  /// - Source: `identity.md` §6.1.
  private static func id(ofOrganization name: String) -> String {
    var bytes = Array(SHA256.hash(data: Data(name.utf8)).prefix(16))
    // The version and variant of a GUID whose bits are the maker's own (RFC 9562 §5.8).
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let parts = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
    return parts.map { OpaqueToken.hex($0) }.joined(separator: "-")
  }
}
