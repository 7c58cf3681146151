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
  ///   - storedLogin: The login that is kept for a profile; asked where the environment has no
  ///     token for it, and not used before a token is needed.
  /// - Returns: The choice; nothing has been called or started.
  /// - Throws: `SessionError` where a profile is unknown or incomplete.
  /// - Source: `design.md` §4, `identity.md` §9.1.
  package static func make(
    for request: ConnectionRequest,
    configuration: () throws(SessionError) -> Configuration,
    storedLogin: (Profile) -> any LoginSession = { MissingLogin(profile: $0.name) }
  ) throws(SessionError) -> ConnectionChoice {
    if let store = request.embedded { return .embedded(store) }
    let environment = request.environment
    if let name = request.profile ?? environment.setting("DSQL_PROFILE") {
      if name == "local" { return .embedded(.standard) }
      let settings = try configuration().settings(of: name)
      return .service(try login(settings, request: request, isNamed: true, storedLogin))
    }
    if request.gives(.organization), request.gives(.tenant) {
      // The environment alone forms a profile.
      return .service(
        try login(ProfileSettings(name: "env"), request: request, isNamed: true, storedLogin)
      )
    }
    let given = Self.naming.first { environment.setting($0) != nil }
    if given == nil, !request.ignoresUIPathEnvironment, let url = environment.setting("UIPATH_URL"),
      let token = environment.setting("UIPATH_ACCESS_TOKEN")
    {
      return .service(try robotLogin(url: url, token: token))
    }
    let file = try configuration()
    if let name = file.defaultProfile {
      if name == "local" { return .embedded(.standard) }
      return .service(
        try login(try file.settings(of: name), request: request, isNamed: false, storedLogin)
      )
    }
    // Who names a tenant must not write to the sample data without a word.
    if let given {
      throw SessionError(
        .incomplete,
        "\(given) is set, but no tenant is named",
        hint: "Set DSQL_ORG and DSQL_TENANT, or name a profile; --local is the sample data."
      )
    }
    if !request.ignoresUIPathEnvironment, environment.setting("UIPATH_URL") != nil {
      throw SessionError(
        .notSignedIn,
        "UIPATH_URL is set, but UIPATH_ACCESS_TOKEN is not",
        hint: "Set UIPATH_ACCESS_TOKEN too, or name the sample data with --local."
      )
    }
    return .embedded(.standard)
  }

  /// The variables that say that a tenant is meant, whichever it is; the application is none of
  /// them, which `dsql serve` tells beside `UIPATH_URL`.
  private static let naming = [
    "DSQL_ISSUER", "DSQL_API", "DSQL_ORG", "DSQL_TENANT", "DSQL_ACCESS_TOKEN", "DSQL_PAT",
  ]

  private static func login(
    _ settings: ProfileSettings,
    request: ConnectionRequest,
    isNamed: Bool,
    _ storedLogin: (Profile) -> any LoginSession
  ) throws(SessionError) -> ServiceLogin {
    let profile = try settings.profile(
      options: request.options,
      environment: request.environment
    )
    let prefix =
      profile.servicePrefix.flatMap(ServicePrefix.init).map(ServicePrefix.Setting.fixed)
      ?? .automatic
    guard
      let endpoint = ServiceEndpoint(
        uipathURL: "\(profile.api)/\(profile.organization)/\(profile.tenant)",
        prefix: prefix
      )
    else {
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
    return ServiceLogin(
      kind: .profile,
      profile: profile,
      endpoint: endpoint,
      session: storedLogin(profile),
      isNamedByUser: isNamed
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

extension ConnectionRequest {
  /// Whether the command line or the environment gives a setting.
  fileprivate func gives(_ key: ProfileKey) -> Bool {
    options[key] != nil || key.variable.flatMap { environment.setting($0) } != nil
  }
}
