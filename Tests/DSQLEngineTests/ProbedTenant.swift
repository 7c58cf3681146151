import DSQLClient
import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLSession
import DSQLTypes
import Logging
import Synchronization

/// An embedded service with switches, to which connections know nothing beforehand.
struct ProbedTenant: Sendable {
  /// A day in 2026.
  static let start = Instant(ticks: 17_700_000_000_000_000)

  let port: Int
  let token: String

  /// Runs a test with a service that ends with it.
  static func run(
    _ options: EmbeddedServiceOptions = EmbeddedServiceOptions(store: .memory),
    _ body: @Sendable (ProbedTenant) async throws -> Void
  ) async throws {
    var options = options
    options.now = { start }
    let service = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      let port = try await service.boundPort()
      let token = try await service.accessToken(for: .administrator)
      try await body(ProbedTenant(port: port, token: token))
      group.cancelAll()
    }
  }

  /// Options of a service at a level, without features, and with traits as `NAME=VALUE`.
  static func options(
    level: APILevel = .cloud,
    without: Set<ServiceFeature> = [],
    traits: [String] = []
  ) throws -> EmbeddedServiceOptions {
    var options = EmbeddedServiceOptions(store: .memory, apiLevel: level, without: without)
    for trait in traits { try options.traits.set(trait) }
    return options
  }

  /// A connection as to any tenant.
  func connection(
    keeping capabilities: CapabilityStore? = nil,
    now: Instant = ProbedTenant.start
  ) -> Connection {
    let origin = "http://127.0.0.1:\(port)"
    let token = token
    return Connection(
      info: ConnectionInfo(
        kind: .environment,
        profile: "test",
        origin: origin,
        organization: "local",
        tenant: "sample",
        tokenSource: "test"
      ),
      now: { now },
      capabilities: capabilities
    ) {
      guard let endpoint = ServiceEndpoint(uipathURL: "\(origin)/local/sample") else {
        throw SessionError(.badConfiguration, "no address")
      }
      return ServiceLogin(
        kind: .environment,
        profile: Profile(name: "test", api: origin, organization: "local", tenant: "sample"),
        endpoint: endpoint,
        token: AccessToken(token),
        tokenSource: "test",
        isNamedByUser: true
      )
    }
  }
}

extension Connection {
  /// Runs one statement and answers what a person would see.
  func transcript(
    _ sql: String,
    settings: StatementSettings = StatementSettings()
  ) async -> Transcript {
    let delegate = RecordingDelegate(answers: true)
    let outcome = await run(SourceText(sql), settings: settings, delegate: delegate)
    return Transcript(delegate: delegate, outcome: outcome)
  }
}

extension Transcript {
  var notices: [String] { delegate.state.withLock { $0.notices } }
}
