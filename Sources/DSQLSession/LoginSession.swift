package import DSQLAPI
package import DSQLClient

/// The tokens of one login and what is known of it: fixed from the environment, made in process for
/// the embedded service, or kept on disk and renewed.
package protocol LoginSession: AccessTokenSource {
  /// What is known of the login before it is used; asks nobody and fails never.
  var outset: LoginStanding { get }

  /// What is known of the login now; reads the stored login where there is one, asks nobody.
  func standing() async throws(SessionError) -> LoginStanding

  /// Tries again after tokens were refused: forgets that they were, and what is in memory of a
  /// stored login.
  func reconnect() async
}

/// Who is signed in, with what, and until when; never holds a secret.
package struct LoginStanding: Hashable, Sendable {
  /// nil where a token came from outside and does not say.
  package var kind: Credential.Kind?
  package var person: Credential.Person
  /// nil where they are not known, as of a personal access token.
  package var scopes: GrantedScopes?
  /// When the access token ends, seconds since 1970.
  package var expires: Int64?
  /// When the login ends, seconds since 1970.
  package var ends: Int64?
  /// Where the tokens come from: a variable's name, a file's path, `memory`, `the embedded service`.
  package var store: String

  package init(
    kind: Credential.Kind?,
    person: Credential.Person = .init(),
    scopes: GrantedScopes? = nil,
    expires: Int64? = nil,
    ends: Int64? = nil,
    store: String
  ) {
    self.kind = kind
    self.person = person
    self.scopes = scopes
    self.expires = expires
    self.ends = ends
    self.store = store
  }

  /// What a token says of itself, where it is a JWT.
  package init(of token: AccessToken, store: String) {
    let claims = TokenClaims(of: token)
    self.init(
      kind: claims?.kind,
      person: claims?.person ?? .init(),
      scopes: claims.flatMap { $0.scopes.isEmpty ? nil : GrantedScopes($0.scopes) },
      expires: claims?.expiry,
      store: store
    )
  }
}
