import DSQLTypes
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
  package static let publicClientID = "0190163d-8694-739b-aea5-966c26f8c001"

  private let options: EmbeddedServiceOptions
  private let logger: Logger
  private let store: Store
  private let authority: TokenAuthority
  private let now: @Sendable () -> Instant
  private let port = BoundPort()

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
    authority = try TokenAuthority(
      rawKey: store.signingKey,
      organization: options.organization,
      clientID: Self.publicClientID
    )
    if store.isNew {
      try FirstContent(store: store).write(withSample: options.writesSample)
      store.settle()
    }
    try store.adopt(options.roles)
  }

  /// Whether this opening made the store.
  package var isNewStore: Bool { store.isNew }

  /// A fresh access token, good for an hour.
  ///
  /// - Parameter user: Whom the token speaks for.
  /// - Returns: The token.
  /// - Throws: What the signing says.
  package func accessToken(for user: LocalUser) async throws -> String {
    try await authority.issue(
      to: user,
      issuer: "http://127.0.0.1:\(port.current ?? options.port)/identity_",
      at: seconds(now())
    )
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
    let now = now
    let router = ServiceRouter(
      store: store,
      authority: authority,
      options: options,
      seconds: { now().ticks / Instant.ticksPerSecond }
    )
    return Application(
      responder: LogResponder(
        log: options.log,
        now: now,
        inner: WeatherResponder(weather: Weather(options, now: now), inner: router.make())
      ),
      configuration: .init(
        address: .hostname("127.0.0.1", port: options.port),
        serverName: nil
      ),
      onServerRunning: { [port] channel in port.open(channel.localAddress?.port) },
      logger: logger
    )
  }

  private func seconds(_ instant: Instant) -> Int64 { instant.ticks / Instant.ticksPerSecond }

  private static let systemTime: @Sendable () -> Instant = {
    let seconds = Date.now.timeIntervalSince1970
    return Instant(ticks: Int64(seconds * 1000) * (Instant.ticksPerSecond / 1000))
  }
}
