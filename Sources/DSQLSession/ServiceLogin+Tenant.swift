import DSQLClient

extension ServiceLogin {
  /// The same login at another tenant of its organization.
  ///
  /// - Parameter tenant: The tenant's name.
  /// - Returns: The login, with the same token.
  /// - Throws: `SessionError` where no address holds the name.
  /// - Source: `identity.md` §9.1: a token is good for all tenants of its organization.
  package func placed(inTenant tenant: String) throws(SessionError) -> ServiceLogin {
    guard
      let endpoint = ServiceEndpoint(
        origin: endpoint.origin,
        organization: endpoint.organization,
        tenant: tenant,
        prefix: endpoint.prefix
      )
    else {
      throw SessionError(.badConfiguration, "\"\(tenant)\" is no name of a tenant")
    }
    var login = self
    login.endpoint = endpoint
    login.profile.tenant = tenant
    login.profile.folder = nil
    return login
  }
}
