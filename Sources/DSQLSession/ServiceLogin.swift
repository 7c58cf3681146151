package import DSQLClient

/// A service with a login for it.
package struct ServiceLogin: Sendable {
  /// Where the settings come from.
  package enum Kind: Hashable, Sendable {
    case embedded, environment, profile
  }

  package var kind: Kind
  package var profile: Profile
  package var endpoint: ServiceEndpoint
  /// The tokens, and who they speak for.
  package var session: any LoginSession
  /// Whether the user named this connection (option, argument or environment).
  package var isNamedByUser: Bool
  /// Whether the service is known to behave as the documents say: false for an embedded service with
  /// switches that make it differ, of which nothing may be assumed.
  package var isStandard = true

  package init(
    kind: Kind,
    profile: Profile,
    endpoint: ServiceEndpoint,
    session: any LoginSession,
    isNamedByUser: Bool
  ) {
    self.kind = kind
    self.profile = profile
    self.endpoint = endpoint
    self.session = session
    self.isNamedByUser = isNamedByUser
  }

  /// A login with a token from outside.
  ///
  /// - Parameters:
  ///   - kind: Where the settings come from.
  ///   - profile: The settings.
  ///   - endpoint: The tenant.
  ///   - token: The token.
  ///   - tokenSource: The variable that it stands in.
  ///   - isNamedByUser: Whether the user named this connection.
  package init(
    kind: Kind,
    profile: Profile,
    endpoint: ServiceEndpoint,
    token: AccessToken,
    tokenSource: String,
    isNamedByUser: Bool
  ) {
    self.init(
      kind: kind,
      profile: profile,
      endpoint: endpoint,
      session: FixedLogin(token: token, variable: tokenSource, target: endpoint.address),
      isNamedByUser: isNamedByUser
    )
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
      session: EmbeddedLogin(token: AccessToken(token), renew: renewToken),
      isNamedByUser: true
    )
  }
}
