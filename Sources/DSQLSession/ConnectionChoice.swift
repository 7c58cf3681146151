import DSQLClient

/// Whom a request means.
package enum ConnectionChoice: Sendable {
  /// The embedded service of this process.
  case embedded(ConnectionRequest.EmbeddedStore)
  case service(ServiceLogin)

  /// Decides whom a request means: options, then environment, then profile, then the embedded
  /// service.
  ///
  /// - Parameters:
  ///   - request: What the user said.
  ///   - configuration: Reads the configuration; asked only where a profile may be meant.
  /// - Returns: The choice; nothing has been called or started.
  /// - Throws: `SessionError` where a profile is unknown, incomplete, or has no token.
  /// - Source: `design.md` §4, `identity.md` §9.1.
  package static func make(
    for request: ConnectionRequest,
    configuration: () throws(SessionError) -> Configuration
  ) throws(SessionError) -> ConnectionChoice {
    if let store = request.embedded { return .embedded(store) }
    let environment = request.environment
    let named = request.profile ?? environment.setting("DSQL_PROFILE")
    if let name = named {
      if name == "local" { return .embedded(.standard) }
      return .service(try profileLogin(name, in: try configuration(), request: request))
    }
    if let organization = environment.setting("DSQL_ORG"),
      let tenant = environment.setting("DSQL_TENANT")
    {
      let profile = Profile(
        name: "env",
        api: environment.setting("DSQL_API") ?? "https://cloud.uipath.com",
        organization: organization,
        tenant: tenant
      )
      return .service(try login(profile, request: request, isNamed: true))
    }
    if !request.ignoresUIPathEnvironment, let url = environment.setting("UIPATH_URL"),
      let token = environment.setting("UIPATH_ACCESS_TOKEN")
    {
      return .service(try robotLogin(url: url, token: token))
    }
    let file = try configuration()
    if let name = file.defaultProfile {
      if name == "local" { return .embedded(.standard) }
      var login = try profileLogin(name, in: file, request: request)
      login.isNamedByUser = false
      return .service(login)
    }
    if !request.ignoresUIPathEnvironment, environment.setting("UIPATH_URL") != nil {
      // Who names a tenant must not write to the sample data without a word.
      throw SessionError(
        .notSignedIn,
        "UIPATH_URL is set, but UIPATH_ACCESS_TOKEN is not",
        hint: "Set UIPATH_ACCESS_TOKEN too, or name the sample data with --local."
      )
    }
    return .embedded(.standard)
  }

  private static func profileLogin(
    _ name: String,
    in configuration: Configuration,
    request: ConnectionRequest
  ) throws(SessionError) -> ServiceLogin {
    guard var profile = configuration.profiles.first(where: { $0.name == name }) else {
      let known = ["local"] + configuration.profiles.map(\.name)
      throw SessionError(
        .unknownProfile,
        "profile \"\(name)\" does not exist",
        hint: "Known profiles: \(known.joined(separator: ", "))."
      )
    }
    if let api = request.environment.setting("DSQL_API") { profile.api = api }
    if let organization = request.environment.setting("DSQL_ORG") {
      profile.organization = organization
    }
    if let tenant = request.environment.setting("DSQL_TENANT") { profile.tenant = tenant }
    return try login(profile, request: request, isNamed: true)
  }

  private static func login(
    _ profile: Profile,
    request: ConnectionRequest,
    isNamed: Bool
  )
    throws(SessionError) -> ServiceLogin
  {
    let url = "\(profile.api)/\(profile.organization)/\(profile.tenant)"
    let prefix: ServicePrefix.Setting
    switch profile.servicePrefix {
    case nil: prefix = .automatic
    case let text?:
      guard let explicit = ServicePrefix(rawValue: text) else {
        throw SessionError(
          .badConfiguration,
          "service_prefix \"\(text)\" of profile \"\(profile.name)\" is unknown",
          hint: "It is datafabric_ or dataservice_."
        )
      }
      prefix = .fixed(explicit)
    }
    guard let endpoint = ServiceEndpoint(uipathURL: url, prefix: prefix) else {
      throw SessionError(
        .badConfiguration,
        "profile \"\(profile.name)\" does not give the address of a tenant"
      )
    }
    for variable in ["DSQL_ACCESS_TOKEN", "DSQL_PAT"] {
      guard let token = request.environment.setting(variable) else { continue }
      return ServiceLogin(
        kind: .profile,
        profile: profile,
        endpoint: endpoint,
        token: AccessToken(token),
        tokenSource: variable,
        isNamedByUser: isNamed
      )
    }
    throw SessionError(
      .notSignedIn,
      "there is no access token for profile \"\(profile.name)\"",
      hint: "Set DSQL_ACCESS_TOKEN or DSQL_PAT."
    )
  }

  private static func robotLogin(url: String, token: String) throws(SessionError) -> ServiceLogin {
    guard let endpoint = ServiceEndpoint(uipathURL: url) else {
      throw SessionError(
        .badConfiguration,
        "UIPATH_URL is not the address of a tenant",
        hint: "It has the form https://host/organization/tenant; --no-uipath-env ignores it."
      )
    }
    let profile = Profile(
      name: "uipath-env",
      api: endpoint.origin,
      organization: endpoint.organization,
      tenant: endpoint.tenant
    )
    return ServiceLogin(
      kind: .environment,
      profile: profile,
      endpoint: endpoint,
      token: AccessToken(token),
      tokenSource: "UIPATH_ACCESS_TOKEN",
      isNamedByUser: true
    )
  }
}

extension [String: String] {
  /// A variable that is set to something.
  fileprivate func setting(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
