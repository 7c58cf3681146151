import DSQLAPI
import DSQLClient
import Foundation

/// Signing in to a profile: in the browser, as an application, or with a personal access token.
///
/// Nothing is stored here: who runs it stores what comes of it, and only then is an older login gone.
///
/// - Source: `identity.md` §9.2.
package struct LoginFlow: Sendable {
  /// What the command line says of a login.
  package struct Options: Hashable, Sendable {
    /// `--ignore-env`: a token of the environment does not hinder it.
    package var ignoresEnvironment = false
    /// `--no-browser`.
    package var isBrowserOff = false
    /// `--org-hint`: the organization's name goes to the server.
    package var givesOrganizationHint = false
    /// `--save-secret`: the secret of the application is kept with the login.
    package var savesSecret = false

    package init() {}
  }

  /// How long the browser is waited for.
  package static let patience = Duration.seconds(300)

  let profile: Profile
  let environment: [String: String]
  let options: Options
  let server: any SignInServer
  let terminal: any LoginTerminal
  let openBrowser: @Sendable (String) -> Bool
  let now: @Sendable () -> Int64
  let sleep: @Sendable (Duration) async throws -> Void

  /// A login that is not begun yet.
  ///
  /// - Parameters:
  ///   - profile: Whom it is for; its `authentication` says how.
  ///   - environment: The environment; only what concerns the login is looked at.
  ///   - options: What the command line says.
  ///   - server: The identity server of the profile.
  ///   - terminal: Whom it talks with.
  ///   - openBrowser: Shows an address in a browser; false where it cannot.
  ///   - now: Seconds since 1970.
  ///   - sleep: Waits.
  package init(
    profile: Profile,
    environment: [String: String],
    options: Options = Options(),
    server: any SignInServer,
    terminal: any LoginTerminal,
    openBrowser: @escaping @Sendable (String) -> Bool,
    now: @escaping @Sendable () -> Int64 = WallClock.seconds,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.profile = profile
    self.environment = environment
    self.options = options
    self.server = server
    self.terminal = terminal
    self.openBrowser = openBrowser
    self.now = now
    self.sleep = sleep
  }

  /// Signs in; ends with an error when its task is cancelled.
  ///
  /// Calls: one for discovery where it is not known, and one for the token; none for a personal
  /// access token.
  ///
  /// - Parameter previous: The login that is stored for the profile.
  /// - Returns: The login, not stored yet.
  /// - Throws: What went wrong; nothing has changed then.
  package func run(replacing previous: Credential? = nil) async throws(SessionError) -> Credential {
    if !options.ignoresEnvironment {
      for variable in ["DSQL_ACCESS_TOKEN", "DSQL_PAT"] where isSet(variable) {
        throw SessionError(
          .login,
          "\(variable) is set, so a login would not be used",
          hint: "Unset it, or log in all the same with --ignore-env."
        )
      }
    }
    if let previous {
      let who = previous.person.shown.map { " as \($0)" } ?? ""
      await terminal.show("Profile \(profile.name) is logged in\(who); a new login replaces it.")
    }
    switch profile.authentication {
    case .user: return try await signInPerson()
    case .application: return try await signInApplication(previous)
    case .personalToken: return try await takePersonalToken()
    }
  }

  // MARK: The application, and the personal token

  private func signInApplication(_ previous: Credential?) async throws(SessionError) -> Credential {
    let clientID = try clientID()
    let secret: ClientSecret
    if let given = environmentSecret ?? previous?.clientSecret {
      secret = given
    } else if let typed = try await hiddenLine("Secret of application \(clientID): ") {
      secret = ClientSecret(typed)
    } else {
      throw SessionError(.secretMissing(clientID: clientID))
    }
    // Which scopes an application by itself has is not documented; without any in the request the
    // server gives those that are registered.
    let scopes =
      profile.scopes == .automatic
      ? [] : profile.scopes.names(offered: try await server.offer().scopes, isRenewable: false)
    let context = SignInContext(clientID: clientID, redirectURI: nil, scopes: scopes)
    let tokens = try await tokens(
      for: .application(secret: secret, scopes: scopes),
      clientID: clientID,
      context
    )
    return credential(.application, clientID, tokens, asked: scopes, secret: secret)
  }

  private func takePersonalToken() async throws(SessionError) -> Credential {
    guard let token = try await hiddenLine("Personal access token: ") else {
      throw SessionError(
        .login,
        "no personal access token was given",
        hint: "Type it at the prompt, or give it on standard input."
      )
    }
    guard !token.contains(where: \.isWhitespace) else {
      throw SessionError(.login, "that is not a personal access token: it has blanks in it")
    }
    let tokens = SignInTokens(accessToken: AccessToken(token))
    return credential(.personalToken, profile.clientID ?? "", tokens, asked: nil, secret: nil)
  }

  /// A secret of the user; nil where none was given.
  private func hiddenLine(_ prompt: String) async throws(SessionError) -> String? {
    do {
      let line = try await terminal.readHiddenLine(prompt: prompt)
      let text = line?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
      return text.isEmpty ? nil : text
    } catch {
      throw Self.cancelled
    }
  }

  // MARK: What comes of it

  func clientID() throws(SessionError) -> String {
    if let id = profile.clientID { return id }
    throw SessionError(.noClientID(profile: profile.name))
  }

  var environmentSecret: ClientSecret? {
    isSet("DSQL_CLIENT_SECRET") ? environment["DSQL_CLIENT_SECRET"].map(ClientSecret.init) : nil
  }

  func tokens(
    for grant: SignInGrant,
    clientID: String,
    _ context: SignInContext
  ) async throws(SessionError) -> SignInTokens {
    do {
      return try await server.tokens(for: grant, clientID: clientID)
    } catch {
      switch error {
      case .refused(let error, let description):
        throw context.fault(error: error, description: description)
      case .failed(let error): throw error
      }
    }
  }

  func credential(
    _ kind: Credential.Kind,
    _ clientID: String,
    _ tokens: SignInTokens,
    asked: [String]?,
    secret: ClientSecret?
  ) -> Credential {
    let claims = TokenClaims(of: tokens.accessToken)
    let time = now()
    // Where the answer does not name the scopes, they are the ones that were asked for.
    let scopes = tokens.scopes ?? asked.flatMap { $0.isEmpty ? nil : GrantedScopes($0) }
    return Credential(
      kind: kind,
      issuer: profile.issuer,
      api: profile.api,
      organization: profile.organization,
      clientID: clientID,
      accessToken: tokens.accessToken,
      expires: tokens.lifetime.map { time + $0 } ?? claims?.expiry,
      lifetime: tokens.lifetime ?? claims?.expiry.map { max(0, $0 - time) },
      refreshToken: tokens.refreshToken,
      clientSecret: options.savesSecret ? secret : nil,
      scopes: scopes,
      loggedIn: time,
      ends: tokens.refreshToken == nil ? nil : time + Self.loginSeconds,
      person: claims?.person ?? .init()
    )
  }

  func isSet(_ variable: String) -> Bool { environment[variable].map { !$0.isEmpty } ?? false }

  static var cancelled: SessionError { SessionError(.login, "the login was cancelled") }

  /// 60 days, by `identity.md` §5.3.
  private static let loginSeconds: Int64 = 60 * 86400
}
