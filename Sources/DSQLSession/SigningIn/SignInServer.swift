package import DSQLAPI
package import DSQLClient

/// What a sign-in asks of an identity server.
package protocol SignInServer: Sendable {
  /// Where the browser begins, and which scopes there are.
  func offer() async throws(SessionError) -> SignInOffer

  /// Tokens for a grant. Calls: 1.
  func tokens(
    for grant: SignInGrant,
    clientID: String
  ) async throws(SignInRefusal) -> SignInTokens
}

/// What discovery says that a sign-in needs.
package struct SignInOffer: Hashable, Sendable {
  package var authorizationEndpoint: String
  /// nil where the server does not say.
  package var scopes: [String]?

  package init(authorizationEndpoint: String, scopes: [String]?) {
    self.authorizationEndpoint = authorizationEndpoint
    self.scopes = scopes
  }
}

/// What tokens are asked for with.
package enum SignInGrant: Hashable, Sendable {
  case code(String, redirectURI: String, verifier: String, secret: ClientSecret?)
  case application(secret: ClientSecret, scopes: [String])
}

/// The tokens of a sign-in.
package struct SignInTokens: Hashable, Sendable {
  package var accessToken: AccessToken
  /// Seconds; nil where nobody said.
  package var lifetime: Int64?
  package var refreshToken: RefreshToken?
  package var scopes: GrantedScopes?

  package init(
    accessToken: AccessToken,
    lifetime: Int64? = nil,
    refreshToken: RefreshToken? = nil,
    scopes: GrantedScopes? = nil
  ) {
    self.accessToken = accessToken
    self.lifetime = lifetime
    self.refreshToken = refreshToken
    self.scopes = scopes
  }
}

/// Tokens that were not given.
package enum SignInRefusal: Error, Hashable, Sendable {
  /// The server's own `error`, which depends on what was asked.
  case refused(error: String, description: String?)
  case failed(SessionError)
}
