import DSQLAPI
package import DSQLClient
package import FoundationEssentials
import Synchronization

/// The logins of the user: made, looked at, used and ended.
///
/// A class, since logins that are kept in memory are shared by all who ask for them.
package final class Accounts: Sendable {
  /// Where things are kept.
  package struct Places: Hashable, Sendable {
    /// The folder of the logins; nil keeps them in memory.
    package var credentials: String?
    /// The folder of what identity servers say of themselves; nil keeps it in memory.
    package var discovery: String?
    /// The user's home, which messages shorten to `~`.
    package var home: String?

    package init(credentials: String?, discovery: String?, home: String?) {
      self.credentials = credentials
      self.discovery = discovery
      self.home = home
    }
  }

  private let places: Places
  private let environment: [String: String]
  private let timeZone: TimeZone
  private let makeTransport: @Sendable (_ caFile: String?) throws(SessionError) -> any Transport
  private let warn: @Sendable (String) -> Void
  private let inMemory = Mutex<[CredentialKey: MemoryCredentialStore]>([:])
  private let discovery: any DiscoveryStore

  /// The logins of a user.
  ///
  /// - Parameters:
  ///   - places: Where things are kept.
  ///   - environment: The environment.
  ///   - timeZone: The user's, for clock times in messages.
  ///   - makeTransport: Makes what sends the requests to an identity server, by the file of the
  ///     certificates that are trusted besides the system's; nil makes one that opens connections.
  ///   - trace: Takes what such a one sends and is answered, without secrets.
  ///   - warn: Takes a warning: one line in lower case without a full stop.
  package init(
    places: Places,
    environment: [String: String],
    timeZone: TimeZone = .current,
    makeTransport: (@Sendable (_ caFile: String?) throws(SessionError) -> any Transport)? = nil,
    trace: (@Sendable (String) -> Void)? = nil,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.places = places
    self.environment = environment
    self.timeZone = timeZone
    self.makeTransport = makeTransport ?? { HTTPTransport(trusting: $0).traced(by: trace) }
    self.warn = warn
    discovery = places.discovery.map { FileDiscoveryStore(folder: $0) } ?? MemoryDiscoveryStore()
  }

  /// The login that is kept for a profile; whether there is one shows when it is used.
  package func session(of profile: Profile) -> any LoginSession {
    guard let target = ServerAddress(url: profile.api), let identity = try? identity(of: profile)
    else { return MissingLogin(profile: profile.name) }
    return StoredLogin(
      profile: profile.name,
      target: target,
      store: store(of: profile),
      identity: identity,
      environmentSecret: secret,
      timeZone: timeZone,
      warn: warn
    )
  }

  /// Signs in to a profile and keeps the login; an older one is in place until then.
  ///
  /// - Parameters:
  ///   - profile: Whom to sign in to, and how.
  ///   - options: What the user said besides.
  ///   - terminal: Talks with the user.
  /// - Returns: What to tell the user.
  /// - Throws: What hindered it.
  package func logIn(
    to profile: Profile,
    options: LoginFlow.Options,
    terminal: any LoginTerminal
  ) async throws(SessionError) -> [String] {
    let store = store(of: profile)
    let environment = environment
    let flow = LoginFlow(
      profile: profile,
      environment: environment,
      options: options,
      server: try identity(of: profile),
      terminal: terminal,
      openBrowser: { BrowserOpener.open($0, environment: environment) }
    )
    // One that cannot be read is replaced as well.
    let credential = try await flow.run(replacing: (try? store.read()) ?? nil)
    try await store.save(credential)
    return [credential.confirmation(profile: profile.name, timeZone: timeZone)]
  }

  /// Ends the login of a profile.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: What was done.
  /// - Throws: `SessionError` where the login is still there.
  package func logOut(of profile: Profile) async throws(SessionError) -> Logout {
    let transport = try makeTransport(profile.caFile)
    let discovery = discovery
    return try await Logout.run(
      store(of: profile),
      identity: { issuer, clientID in
        IdentityClient(
          issuer: issuer,
          clientID: clientID,
          transport: transport,
          discovery: discovery
        )
      },
      environmentSecret: secret
    )
  }

  /// Ends all logins that are kept on disk.
  ///
  /// The secret of the environment belongs to one application, and is not sent for all of them.
  ///
  /// - Returns: What was done, one for each login.
  /// - Throws: `SessionError` where a login is still there.
  package func logOutOfAll() async throws(SessionError) -> [Logout] {
    guard let folder = places.credentials else { return [] }
    let transport = try makeTransport(nil)
    let discovery = discovery
    var ended: [Logout] = []
    for store in FileCredentialStore.all(in: folder, home: places.home) {
      ended.append(
        try await Logout.run(
          store,
          identity: { issuer, clientID in
            IdentityClient(
              issuer: issuer,
              clientID: clientID,
              transport: transport,
              discovery: discovery
            )
          }
        )
      )
    }
    return ended
  }

  /// Who is signed in with a login.
  package func whoAmI(_ login: ServiceLogin) async throws(SessionError) -> WhoAmI {
    WhoAmI(try await login.session.standing(), profile: login.profile)
  }

  /// An access token that is good now, for another program of the user; renewed where it has to be.
  ///
  /// - Parameter login: The login.
  /// - Returns: The token itself.
  /// - Throws: `SessionError` where there is none.
  package func accessToken(of login: ServiceLogin) async throws -> String {
    do {
      return try await login.session.token().secret
    } catch let refusal as LoginRefusal {
      var error = SessionError(.login, refusal.message, hint: refusal.hint)
      error.detail = refusal.detail
      throw error
    }
  }

  private var secret: ClientSecret? {
    environment["DSQL_CLIENT_SECRET"].flatMap { $0.isEmpty ? nil : ClientSecret($0) }
  }

  private func identity(of profile: Profile) throws(SessionError) -> IdentityClient {
    IdentityClient(
      issuer: profile.issuer,
      clientID: profile.clientID ?? "",
      transport: try makeTransport(profile.caFile),
      discovery: discovery
    )
  }

  private func store(of profile: Profile) -> any CredentialStore {
    let key = CredentialKey(profile)
    if profile.store == .file, let folder = places.credentials {
      return FileCredentialStore(folder: folder, key: key, home: places.home)
    }
    return inMemory.withLock { kept in
      if let store = kept[key] { return store }
      let store = MemoryCredentialStore()
      kept[key] = store
      return store
    }
  }
}
