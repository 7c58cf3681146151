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
  private let transport: HTTPTransport

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
      let tenant = ProbedTenant(port: port, token: token, transport: HTTPTransport())
      let result: Result<Void, any Error>
      do {
        result = .success(try await body(tenant))
      } catch {
        result = .failure(error)
      }
      await tenant.close()
      group.cancelAll()
      try result.get()
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

  /// Ends the connections, then makes one more call: the server takes connections in turn, so that
  /// none waits to be taken when it ends.
  private func close() async {
    await transport.shutdown()
    let last = HTTPTransport()
    if let login = try? login() {
      let client = ServiceClient(
        endpoint: login.endpoint,
        transport: last,
        tokens: login.session
      )
      _ = try? await client.choiceSets()
    }
    await last.shutdown()
  }

  private func login(_ collation: Collation = .language) throws -> ServiceLogin {
    let origin = "http://127.0.0.1:\(port)"
    guard let endpoint = ServiceEndpoint(uipathURL: "\(origin)/local/sample") else {
      throw SessionError(.badConfiguration, "no address")
    }
    var profile = Profile(name: "test", api: origin, organization: "local", tenant: "sample")
    profile.collation = collation == .language ? nil : collation.rawValue
    return ServiceLogin(
      kind: .environment,
      profile: profile,
      endpoint: endpoint,
      token: AccessToken(token),
      tokenSource: "test",
      isNamedByUser: true
    )
  }

  /// A connection as to any tenant.
  ///
  /// - Parameters:
  ///   - capabilities: Where it keeps what it finds out.
  ///   - now: The time of day.
  ///   - collation: What its profile says of texts.
  ///   - change: Changes the body of each request.
  /// - Returns: The connection.
  func connection(
    keeping capabilities: CapabilityStore? = nil,
    now: Instant = ProbedTenant.start,
    collation: Collation = .language,
    changing change: (@Sendable (String) -> String)? = nil
  ) -> Connection {
    let origin = "http://127.0.0.1:\(port)"
    let transport = transport
    return Connection(
      info: ConnectionInfo(
        kind: .environment,
        profile: "test",
        origin: origin,
        organization: "local",
        tenant: "sample",
        tokenSource: "test",
        collation: collation
      ),
      now: { now },
      capabilities: capabilities,
      makeService: { login, observer in
        ServiceClient(
          endpoint: login.endpoint,
          transport: change.map { ChangingTransport(transport: transport, change: $0) }
            ?? transport,
          tokens: login.session,
          observer: observer
        )
      },
      open: { try login(collation) }
    )
  }
}

/// Changes the body of each request on its way.
private struct ChangingTransport: Transport {
  let transport: any Transport
  let change: @Sendable (String) -> String

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    var request = request
    request.body = request.body.map { Array(change(String(decoding: $0, as: UTF8.self)).utf8) }
    return try await transport.send(request)
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
