import DSQLAPI
package import DSQLTypes
package import Hummingbird
package import Logging
import NIOCore
import FoundationEssentials
import ServiceLifecycle
import Synchronization

/// A Data Service in this process, over a store of its own.
///
/// A class, since it owns the store and the port: it speaks HTTP on 127.0.0.1 with whoever has one
/// of its tokens, and answers as `data-service-api.md` says the cloud does.
package final class EmbeddedService: Service {
  /// The client id of the public client.
  package static let publicClientID = RegisteredClient.fabricPublic.id

  private let options: EmbeddedServiceOptions
  private let logger: Logger
  private let store: Store
  private let authority: TokenAuthority
  private let logins: LoginStore
  /// Who the tokens of this service say that they are from.
  private let issuer: @Sendable () -> String
  private let now: @Sendable () -> Instant
  private let port: BoundPort

  /// Opens the store, and makes it where there is none; a new one gets the sample tenant.
  ///
  /// - Parameters:
  ///   - options: Where the store is, and what the service pretends to be.
  ///   - logger: Where requests that fail are told.
  /// - Throws: `EmbeddedServiceError`, or what SQLite says of the file.
  package init(_ options: EmbeddedServiceOptions, logger: Logger) throws {
    self.options = options
    self.logger = logger
    let now = options.now ?? Self.systemTime
    self.now = now
    store = try Store(options.store, behaviour: options.behaviour, now: now)
    let port = BoundPort()
    self.port = port
    let issuer: @Sendable () -> String = {
      options.issuer ?? "http://127.0.0.1:\(port.current ?? options.port)/identity_"
    }
    self.issuer = issuer
    logins = LoginStore(store: store)
    authority = try TokenAuthority(
      logins: logins,
      organization: options.organization,
      options: options.identity,
      issuer: issuer
    )
    if store.isNew {
      try FirstContent(store: store).write(withSample: options.writesSample)
      store.settle()
    }
    try store.adopt(options.roles)
  }

  /// Whether this opening made the store.
  package var isNewStore: Bool { store.isNew }

  /// A fresh access token, good for an hour where the options say no other time.
  ///
  /// - Parameters:
  ///   - user: Whom the token speaks for.
  ///   - scopes: What the token allows; nil is what the user can use.
  /// - Returns: The token.
  /// - Throws: What the signing says.
  package func accessToken(
    for user: LocalUser,
    scopes: [String]? = nil
  ) async throws -> String {
    try await authority.issue(
      to: user,
      scopes: scopes ?? user.scopes(by: store.roles),
      at: seconds(now())
    )
  }

  /// A fresh personal access token.
  ///
  /// - Parameters:
  ///   - user: Who made it.
  ///   - scopes: What it allows; nil is what the user can use, but for what changes the schema or
  ///     choices, which personal tokens do not get (`data-service-api.md` §6.3).
  ///   - expires: When it ends; nil is after a year.
  /// - Returns: The token, which the store keeps only as a hash.
  /// - Throws: What the store says.
  package func personalAccessToken(
    for user: LocalUser,
    scopes: [String]? = nil,
    expires: Instant? = nil
  ) async throws -> String {
    try await logins.makePersonalToken(
      for: user,
      scopes: scopes
        ?? user.scopes(by: store.roles).filter { name in
          ![ServiceScope.writeSchema, .writeChoices].contains { $0.names.contains(name) }
        },
      expires: expires.map(seconds) ?? seconds(now()) + 365 * 86400
    )
  }

  /// Ends a personal access token.
  ///
  /// - Parameter token: The token.
  /// - Throws: What the store says.
  package func revoke(personalAccessToken token: String) async throws {
    try await logins.revokePersonalToken(token)
  }

  /// Lets a user sign in and renew logins, or no longer.
  ///
  /// - Parameters:
  ///   - isActive: Whether the user may.
  ///   - user: The user.
  /// - Throws: What the store says.
  package func setActive(_ isActive: Bool, _ user: LocalUser) async throws {
    try await logins.setActive(user, isActive)
  }

  /// Serves on 127.0.0.1 until it is cancelled or told to shut down.
  package func run() async throws {
    defer {
      port.close()
      store.settle()
    }
    try await application().run()
  }

  /// The port that it listens on; waits until it does.
  package func boundPort() async throws -> Int { try await port.wait() }

  /// The application that `run()` runs; tests send requests to it without a socket.
  package func application() -> some ApplicationProtocol {
    let identity = IdentityRouter(
      authority: authority,
      logins: logins,
      options: options.identity,
      now: now,
      issuer: issuer
    )
    return Application(
      responder: LogResponder(
        log: options.log,
        now: now,
        inner: WeatherResponder(
          weather: Weather(options, now: now),
          inner: IdentityResponder(
            organization: options.organization,
            identity: identity.make(),
            inner: router().make()
          )
        )
      ),
      configuration: .init(
        address: .hostname("127.0.0.1", port: options.port),
        serverName: nil
      ),
      onServerRunning: { [port] channel in port.open(channel.localAddress?.port) },
      logger: logger
    )
  }

  /// The endpoints of the Data Service.
  func router() -> ServiceRouter {
    let now = now
    return ServiceRouter(
      store: store,
      authority: authority,
      options: options,
      seconds: { now().ticks / Instant.ticksPerSecond }
    )
  }

  private func seconds(_ instant: Instant) -> Int64 { instant.ticks / Instant.ticksPerSecond }

  private static let systemTime: @Sendable () -> Instant = {
    let seconds = Date.now.timeIntervalSince1970
    return Instant(ticks: Int64(seconds * 1000) * (Instant.ticksPerSecond / 1000))
  }
}
