import DSQLAPI
import DSQLClient
import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLSession
import DSQLTypes
import Logging

/// A generated tenant on an embedded service of its own, over real HTTP, in memory.
struct DifferentialService: Sendable {
  /// What the service is like, and what is known of it.
  struct Kind: Sendable {
    var level: APILevel = .cloud
    var without: String = ""
    var traits: [String] = []
    /// What the profile says of texts.
    var collation = Collation.language
    /// Whether the client knows it for the embedded service as it is without switches.
    var isKnown = false
    /// How answers are changed on their way.
    var mutation: AnswerMutation?

    /// What it may sort otherwise than the language.
    var free: Set<SQLTree.Mark> {
      if isKnown { return [] }
      return traits.contains("guid=sqlserver")
        ? [.sortsByCollation, .sortsByID, .limitsByID] : [.sortsByCollation]
    }

    /// Whether the records themselves, or what is said of them, differ from those of other services.
    var storesOtherwise: Bool { traits.contains("empty=null") || collation != .language }

    var description: String {
      var parts = [level.rawValue]
      if !without.isEmpty { parts.append("without \(without)") }
      parts += traits
      if collation != .language { parts.append("compared as \(collation)") }
      if let mutation { parts.append("answers with \(mutation)") }
      if !isKnown { parts.append("unknown") }
      return parts.joined(separator: ", ")
    }

    func options(now: Instant) throws -> EmbeddedServiceOptions {
      var options = EmbeddedServiceOptions(
        store: .memory,
        apiLevel: level,
        writesSample: false,
        now: { now }
      )
      try options.switchOff(without)
      for trait in traits { try options.traits.set(trait) }
      return options
    }
  }

  private static let now = Instant(ticks: 17_700_000_000_000_000)

  let kind: Kind
  let connection: Connection
  /// The id of each record by what statements call it.
  private(set) var ids: [String: String] = [:]
  /// What statements call the record of an id.
  private(set) var names: [String: String] = [:]
  private let login: ServiceLogin
  private let transport: HTTPTransport

  /// Runs a body with services that all hold the same tenant, and ends them.
  static func run(
    _ kinds: [Kind],
    holding tenant: GeneratedTenant,
    _ body: @Sendable ([DifferentialService]) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var services: [DifferentialService] = []
      for kind in kinds {
        let service = try EmbeddedService(
          try kind.options(now: now),
          logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        group.addTask { try await service.run() }
        let port = try await service.boundPort()
        let token = try await service.accessToken(for: .administrator)
        services.append(try opened(kind, port: port, token: token))
      }
      let result: Result<Void, any Error>
      do {
        for index in services.indices { try await services[index].load(tenant) }
        result = .success(try await body(services))
      } catch {
        result = .failure(error)
      }
      for service in services { await service.close() }
      group.cancelAll()
      try result.get()
    }
  }

  private mutating func load(_ tenant: GeneratedTenant) async throws {
    ids = try await TenantLoader(service: client(transport)).load(tenant)
    names = Dictionary(ids.map { ($1, $0) }) { first, _ in first }
  }

  /// Ends the connections, then makes one more call.
  ///
  /// The server takes connections in turn, so once it has answered on a new one none waits to be
  /// taken: NIO traps where a server ends while one does.
  private func close() async {
    await transport.shutdown()
    let last = HTTPTransport()
    _ = try? await client(last).choiceSets()
    await last.shutdown()
  }

  private func client(_ transport: HTTPTransport) -> ServiceClient {
    ServiceClient(endpoint: login.endpoint, transport: transport, tokens: login.session)
  }

  private static func opened(
    _ kind: Kind,
    port: Int,
    token: String
  ) throws -> DifferentialService {
    let origin = "http://127.0.0.1:\(port)"
    guard let endpoint = ServiceEndpoint(uipathURL: "\(origin)/local/sample") else {
      throw SessionError(.badConfiguration, "no address")
    }
    var profile = Profile(name: "test", api: origin, organization: "local", tenant: "sample")
    profile.collation = kind.collation == .language ? nil : kind.collation.rawValue
    let login = ServiceLogin(
      kind: kind.isKnown ? .embedded : .environment,
      profile: profile,
      endpoint: endpoint,
      token: AccessToken(token),
      tokenSource: "test",
      isNamedByUser: true
    )
    let transport = HTTPTransport()
    let connection = Connection(
      info: ConnectionInfo(
        kind: kind.isKnown ? .embedded : .environment,
        profile: "test",
        origin: origin,
        organization: "local",
        tenant: "sample",
        tokenSource: "test",
        collation: kind.collation
      ),
      now: { now },
      makeService: { login, observer in
        ServiceClient(
          endpoint: login.endpoint,
          transport: kind.mutation.map { MutatingTransport(transport, $0) } ?? transport,
          tokens: login.session,
          observer: observer
        )
      },
      open: { login }
    )
    return DifferentialService(
      kind: kind,
      connection: connection,
      login: login,
      transport: transport
    )
  }

  /// Runs a statement whose records are called by their names.
  func answer(
    _ sql: String,
    _ pushdown: StatementSettings.Pushdown,
    _ session: DifferentialSession,
    roundsDoubles: Bool
  ) async -> DifferentialAnswer {
    var settings = StatementSettings()
    settings.pushdown = pushdown
    settings.pageSize = session.pageSize
    settings.zone = session.zone
    let collector = AnswerCollector(names: names, roundsDoubles: roundsDoubles)
    let outcome = await connection.run(
      SourceText(withIDs(sql)),
      settings: settings,
      delegate: collector
    )
    return DifferentialAnswer(
      rows: collector.rows,
      codes: outcome.errors.map(\.code),
      messages: outcome.errors.map(\.message),
      isComplete: outcome.isComplete,
      requests: collector.requests
    )
  }

  /// The statement with this service's ids in place of the names of records.
  func withIDs(_ sql: String) -> String {
    var text = ""
    var rest = sql[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      text += ids[String(rest[open...close])] ?? "00000000-0000-0000-0000-000000000001"
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
