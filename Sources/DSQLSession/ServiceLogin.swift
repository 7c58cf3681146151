package import DSQLClient

/// A service with a token for it.
package struct ServiceLogin: Sendable {
  /// Where the settings come from.
  package enum Kind: Hashable, Sendable {
    case embedded, environment, profile
  }

  package var kind: Kind
  package var profile: Profile
  package var endpoint: ServiceEndpoint
  package var token: AccessToken
  /// What the token came from, for messages: a variable's name.
  package var tokenSource: String
  /// Whether the user named this connection (option, argument or environment).
  package var isNamedByUser: Bool
  /// Whether the service is known to behave as the documents say: false for an embedded service with
  /// switches that make it differ, of which nothing may be assumed.
  package var isStandard = true
  /// What the token says of itself, where it is a JWT.
  package var claims: TokenClaims?
  /// Makes another token when this one has ended; nil where that cannot be done.
  package var renewToken: (@Sendable () async throws -> String)?

  package init(
    kind: Kind,
    profile: Profile,
    endpoint: ServiceEndpoint,
    token: AccessToken,
    tokenSource: String,
    isNamedByUser: Bool
  ) {
    self.kind = kind
    self.profile = profile
    self.endpoint = endpoint
    self.token = token
    self.tokenSource = tokenSource
    self.isNamedByUser = isNamedByUser
    self.claims = TokenClaims(of: token)
  }

  /// The login of an embedded service that listens on a port; nil for a name that no address holds.
  package init?(
    embeddedOn port: Int,
    organization: String,
    tenant: String,
    token: String,
    renewToken: (@Sendable () async throws -> String)? = nil
  ) {
    let origin = "http://127.0.0.1:\(port)"
    guard
      let endpoint = ServiceEndpoint(uipathURL: "\(origin)/\(organization)/\(tenant)")
    else { return nil }
    self.init(
      kind: .embedded,
      profile: Profile(name: "local", api: origin, organization: organization, tenant: tenant),
      endpoint: endpoint,
      token: AccessToken(token),
      tokenSource: "the embedded service",
      isNamedByUser: true
    )
    self.renewToken = renewToken
  }
}
