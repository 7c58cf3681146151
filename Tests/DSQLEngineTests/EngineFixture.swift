import DSQLAPI
import DSQLClient
import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLService
import DSQLSession
import DSQLTestSupport
import DSQLTypes
import Logging
import Synchronization

/// An engine on an embedded service of its own, over real HTTP, in memory.
struct EngineFixture: Sendable {
  let connection: Connection
  fileprivate let connect: @Sendable () -> Connection

  /// Another connection to the same service.
  func another() -> EngineFixture { EngineFixture(connection: connect(), connect: connect) }

  /// Runs a test with a service that ends with it.
  ///
  /// - Parameters:
  ///   - user: Whose rights the connection has.
  ///   - isProfile: Whether the connection is told to be one to a tenant.
  ///   - faults: Faults that the service's requests meet; the client waits for nothing then.
  ///   - writesSample: Whether the sample tenant is there.
  ///   - body: The test.
  /// - Throws: What the test throws.
  static func run(
    as user: LocalUser = .administrator,
    isProfile: Bool = false,
    faults: FaultPlan? = nil,
    writesSample: Bool = true,
    _ body: @Sendable (EngineFixture) async throws -> Void
  ) async throws {
    var options = EmbeddedServiceOptions(
      store: .memory,
      writesSample: writesSample,
      now: { Instant(ticks: 17_700_000_000_000_000) }
    )
    options.faults = faults
    let service = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      let port = try await service.boundPort()
      let token = try await service.accessToken(for: user)
      let connect: @Sendable () -> Connection = {
        Connection(
          info: ConnectionInfo(
            kind: isProfile ? .environment : .embedded,
            profile: "local",
            origin: "",
            organization: "local",
            tenant: "sample",
            tokenSource: "test"
          ),
          now: { Instant(ticks: 17_700_000_000_000_000) },
          makeService: faults == nil ? nil : Self.hurriedClient
        ) {
          guard
            let login = ServiceLogin(
              embeddedOn: port,
              organization: "local",
              tenant: "sample",
              token: token
            )
          else { throw SessionError(.badConfiguration, "no address") }
          return login
        }
      }
      try await body(EngineFixture(connection: connect(), connect: connect))
      group.cancelAll()
    }
  }

  /// A client that waits for nothing before it tries again.
  private static func hurriedClient(
    _ login: ServiceLogin,
    _ observer: any CallObserver
  ) -> any RecordService {
    ServiceClient(
      endpoint: login.endpoint,
      transport: HTTPTransport(),
      tokens: login.session,
      observer: observer,
      clock: PauselessClock()
    )
  }

  /// Runs one statement and answers what a person would see: rows as CSV, tag, errors.
  func transcript(
    _ sql: String,
    settings: StatementSettings = StatementSettings(),
    answers: Bool = true
  ) async -> Transcript {
    let delegate = RecordingDelegate(answers: answers)
    let outcome = await connection.run(SourceText(sql), settings: settings, delegate: delegate)
    return Transcript(delegate: delegate, outcome: outcome)
  }
}

/// What came of one statement.
struct Transcript {
  let delegate: RecordingDelegate
  let outcome: StatementOutcome

  var rows: String { delegate.state.withLock { String(decoding: $0.rows, as: UTF8.self) } }
  var requests: [String] { delegate.state.withLock { $0.requests } }
  var questions: [String] { delegate.state.withLock { $0.questions } }
  var codes: [DiagnosticCode] { outcome.errors.map(\.code) }
}

/// Keeps what a statement shows and asks.
///
/// A class because the statement and the test share it; a lock guards it.
final class RecordingDelegate: StatementDelegate {
  struct State {
    var rows: [UInt8] = []
    var requests: [String] = []
    var questions: [String] = []
    var notices: [String] = []
  }

  let state = Mutex(State())
  private let answers: Bool

  init(answers: Bool) { self.answers = answers }

  func show(_ result: ResultSet) async throws {
    var renderer = ResultRenderer(options: RenderOptions(format: .csv))
    var bytes: [UInt8] = []
    renderer.begin(result.schema, to: &bytes)
    for try await batch in result.batches { renderer.render(batch, to: &bytes) }
    renderer.finish(to: &bytes)
    let shown = bytes
    state.withLock { $0.rows += shown }
  }

  func confirm(_ question: WriteQuestion) async -> Bool {
    state.withLock { $0.questions.append(question.text) }
    return answers
  }

  func report(_ diagnostic: Diagnostic) async {
    state.withLock { $0.notices.append(diagnostic.message) }
  }

  func willSend(method: String, url: String, body: String?) {
    let path = url.split(separator: "/api", maxSplits: 1).last.map(String.init) ?? url
    state.withLock { $0.requests.append("\(method) \(path) \(body ?? "")") }
  }
}
