package import DSQLAPI
package import DSQLClient
package import FoundationEssentials

/// A login that is kept in a store and renewed there, before its token ends.
///
/// An actor owns the token: calls that run side by side wait for one refresh, and processes take
/// turns by the store's lock.
///
/// - Source: `identity.md` §9.3.
package actor StoredLogin: LoginSession {
  let store: any CredentialStore
  let identity: IdentityClient
  let clock: any Clock<Duration>
  let now: @Sendable () -> Int64
  let timeZone: TimeZone
  let profile: String
  /// Where the tokens will be sent.
  private let target: ServerAddress
  let environmentSecret: ClientSecret?
  private let warn: @Sendable (String) -> Void

  var held: HeldLogin?
  /// Who the session began as; a login of somebody else is not taken up without a word.
  private var owner: Owner?
  var isRenewing = false
  var waiters = Waiters<AccessToken>()
  /// The token that the service did not accept, while another one is asked for.
  var rejected: AccessToken?
  /// Why nothing is sent until the user does something.
  private var breaker: LoginRefusal?
  /// Whether the store could not take the login: what it holds is older than the one in memory.
  var isUnsaved = false
  /// The refresh token whose answer was lost: the server may have replaced it.
  var doubtful: RefreshToken?
  /// Since a refresh failed that may be tried again.
  var failure: Stopwatch?
  /// What was warned of already.
  private var warned: Set<Warning> = []

  /// What a session warns of once.
  enum Warning: Hashable {
    case end, renewal, saving
  }

  /// Whom a login speaks for.
  private struct Owner: Hashable {
    var kind: Credential.Kind
    var subject: String?
  }

  /// Seconds between refreshes that fail while the token is still good.
  private static let restSeconds = 30.0
  /// Before its end a login is warned of: from day 53 of 60.
  private static let warnedSeconds: Int64 = 7 * 86_400

  /// The login of a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile's name.
  ///   - target: Where the tokens will be sent.
  ///   - store: Where the login is kept.
  ///   - identity: The identity server of the profile.
  ///   - environmentSecret: What `DSQL_CLIENT_SECRET` holds.
  ///   - clock: Keeps counting while the machine sleeps.
  ///   - now: Seconds since 1970.
  ///   - timeZone: The user's, for clock times in messages.
  ///   - warn: Takes a warning: one line in lower case without a full stop.
  package init(
    profile: String,
    target: ServerAddress,
    store: any CredentialStore,
    identity: IdentityClient,
    environmentSecret: ClientSecret? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Int64 = WallClock.seconds,
    timeZone: TimeZone = .current,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.profile = profile
    self.target = target
    self.store = store
    self.identity = identity
    self.environmentSecret = environmentSecret
    self.clock = clock
    self.now = now
    self.timeZone = timeZone
    self.warn = warn
  }

  // MARK: What is known

  package nonisolated var outset: LoginStanding {
    // An unreadable login is told of when it is used.
    ((try? store.read()) ?? nil).map { LoginStanding($0, store: store.place) }
      ?? LoginStanding(kind: nil, store: store.place)
  }

  package func standing() async throws(SessionError) -> LoginStanding {
    LoginStanding(try credential(), store: store.place)
  }

  package func reconnect() async {
    breaker = nil
    failure = nil
    owner = nil
    warned = []
    if !isUnsaved { held = nil }
  }

  // MARK: Tokens

  package func token() async throws -> AccessToken {
    closeBreaker()
    if let breaker { throw breaker }
    do throws(SessionError) {
      let held = try loaded()
      warnOfEnd(held.credential)
      if held.isFresh || (held.isLive && isResting) { return held.token }
    } catch {
      throw error.refusal
    }
    return try await renewal(after: nil)
  }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? {
    if let breaker { throw breaker }
    do throws(SessionError) {
      let held = try loaded()
      // Another call has met the same refusal and asked for a new one.
      if held.token != rejected { return held.token }
      if held.credential.kind == .personalToken { throw SessionError(.personalTokenRefused) }
    } catch {
      throw error.refusal
    }
    return try await renewal(after: rejected)
  }

  package func refused(fresh: AccessToken) async -> LoginRefusal? {
    let refusal = SessionError(.freshTokenRefused).refusal
    if held?.token == fresh { breaker = refusal }
    return refusal
  }

  /// Lets calls pass again where the user has logged in anew, in this process or in another.
  private func closeBreaker() {
    guard breaker != nil, let held, let kept = (try? store.read()) ?? nil,
      kept.generation != held.credential.generation
    else { return }
    breaker = nil
    self.held = nil
  }

  private var isResting: Bool { failure.map { $0.seconds < Self.restSeconds } ?? false }

  // MARK: Warnings

  func warnOnce(_ warning: Warning, _ text: String) {
    if warned.insert(warning).inserted { warn(text) }
  }

  /// Lets what is over be warned of when it comes again.
  func forget(_ warning: Warning) { warned.remove(warning) }

  private func warnOfEnd(_ credential: Credential) {
    guard let ends = credential.ends else { return }
    let left = ends - now()
    guard left > 0, left <= Self.warnedSeconds else { return }
    let days = (left + 86_399) / 86_400
    warnOnce(.end, "your login ends in \(days) \(days == 1 ? "day" : "days"); run dsql login")
  }

  // MARK: The stored login

  /// The stored login, from memory where it is there.
  func loaded() throws(SessionError) -> HeldLogin {
    if let held, !held.credential.hasEnded { return held }
    let loaded = HeldLogin(kept: try usable(try credential()), now: now(), clock: clock)
    held = loaded
    return loaded
  }

  /// A stored login that can be used here.
  func usable(_ credential: Credential) throws(SessionError) -> Credential {
    guard !credential.hasEnded else { throw SessionError(.ended) }
    try TokenRoute.check(target, belongingTo: Self.owners(credential))
    let found = Owner(kind: credential.kind, subject: credential.person.subject)
    if let owner, owner != found {
      throw SessionError(
        .login,
        "profile \(profile) is now logged in as \(credential.person.shown ?? "somebody else"),"
          + " and this session began as somebody else",
        hint: "In the shell \\reconnect goes on with that login."
      )
    }
    owner = found
    return credential
  }

  private func credential() throws(SessionError) -> Credential {
    if let held, isUnsaved { return held.credential }
    guard let credential = try store.read() else {
      throw SessionError(.notLoggedIn(profile: profile))
    }
    return credential
  }

  /// The servers that a login's tokens may go to; its API first, which messages name.
  private static func owners(_ credential: Credential) -> [ServerAddress] {
    [credential.api, credential.issuer].compactMap { ServerAddress(url: $0) }
  }
}

extension LoginStanding {
  /// What a stored login says of itself.
  init(_ credential: Credential, store: String) {
    self.init(
      kind: credential.kind,
      person: credential.person,
      scopes: credential.scopes,
      expires: credential.hasEnded ? nil : credential.expires,
      ends: credential.ends,
      store: store
    )
  }
}
