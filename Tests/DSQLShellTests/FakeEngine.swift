import DSQLCatalog
import DSQLDiagnostics
import DSQLEngine
import DSQLTypes
import Synchronization

/// An engine that answers statements from a table and remembers what it was asked.
///
/// A class because the shell holds it as its engine; a lock guards what it remembers.
final class FakeEngine: Engine {
  /// What a statement leads to.
  enum Reply: Sendable {
    case rows([String], [[String?]])
    case tag(StatementOutcome.Tag)
    case failure(Diagnostic, StatementOutcome.Failure = .statement)
    /// Asks, and then tells what was answered by its tag.
    case question(WriteQuestion)
    /// Runs until it is cancelled.
    case wait
  }

  struct Asked: Sendable {
    var statements: [String] = []
    var settings: [StatementSettings] = []
    var copies: [(entity: String, columns: [String], rows: [[String?]])] = []
    var info: ConnectionInfo
  }

  var info: ConnectionInfo { memory.withLock { $0.info } }
  private let replies: [String: Reply]
  private let known: Catalog
  private let memory: Mutex<Asked>
  /// Called when a statement waits.
  private let whenWaiting: @Sendable () -> Void

  init(
    _ replies: [String: Reply] = [:],
    info: ConnectionInfo = FakeEngine.embedded,
    whenWaiting: @escaping @Sendable () -> Void = {}
  ) {
    self.replies = Self.standard.merging(replies) { $1 }
    memory = Mutex(Asked(info: info))
    self.known = SmallCatalog.make()
    self.whenWaiting = whenWaiting
  }

  static let embedded = ConnectionInfo(
    kind: .embedded,
    profile: "local",
    origin: "http://127.0.0.1",
    organization: "local",
    tenant: "sample",
    tokenSource: "the embedded service"
  )

  private static let standard: [String: Reply] = [
    "select 1": .rows(["?column?"], [["1"]]),
    "select\n1": .rows(["?column?"], [["1"]]),
    "select two": .rows(["a", "b"], [["x", nil], ["y", "z"]]),
    "select named": .rows(["n", "nothing"], [["7", nil]]),
    "select none": .rows(["a"], []),
    "insert": .tag(.insert(3)),
    "create": .tag(.other("CREATE ENTITY")),
    "refused": .failure(Diagnostic(.refusedByGuard, "refused"), .guarded),
    "partial": .failure(Diagnostic(.partialWrite, "partly"), .partialWrite),
    "offline": .failure(Diagnostic(.connectionFailure, "no way"), .connection),
  ]

  var asked: Asked { memory.withLock { $0 } }

  func run(
    _ source: SourceText,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome {
    memory.withLock {
      $0.statements.append(source.text)
      $0.settings.append(settings)
    }
    delegate.willSend(method: "GET", url: "/entities", body: nil)
    var outcome = StatementOutcome()
    switch replies[source.text] {
    case .rows(let columns, let rows): await show(columns, rows, delegate, &outcome)
    case .tag(let tag): outcome.tag = tag
    case .failure(let diagnostic, let failure): outcome.fail(diagnostic, failure)
    case .question(let question):
      if await delegate.confirm(question) {
        outcome.tag = .update(question.rowCount)
      } else {
        outcome.fail(Diagnostic(.refusedByGuard, "declined"), .statement)
      }
    case .wait:
      whenWaiting()
      while !Task.isCancelled { await Task.yield() }
      outcome.fail(
        Diagnostic(.cancelled, "canceling statement due to user request"),
        .statement
      )
    case nil:
      let place = source.text.utf8.count - (source.text.split(separator: " ").last?.count ?? 0)
      outcome.fail(
        Diagnostic(
          .undefinedField,
          "column \"\(source.text.split(separator: " ").last ?? "")\" does not exist",
          span: SourceSpan(place, source.text.utf8.count),
          hint: "Look again."
        ),
        .statement
      )
    }
    return outcome
  }

  private func show(
    _ columns: [String],
    _ rows: [[String?]],
    _ delegate: any StatementDelegate,
    _ outcome: inout StatementOutcome
  ) async {
    let schema = RowSchema(columns.map { SchemaColumn($0, .text) })
    var cells = columns.map { _ in RowColumn(type: .text) }
    for row in rows {
      for (index, text) in row.enumerated() {
        if let text { cells[index].appendBytes(text.utf8) } else { cells[index].appendNull() }
      }
    }
    let batch = RowBatch(schema: schema, rowCount: rows.count, columns: cells)
    let left = Mutex([batch])
    do {
      try await delegate.show(
        ResultSet(schema: schema, batches: RowBatchStream { left.withLock { $0.popLast() } })
      )
      outcome.tag = .select(rows.count)
      outcome.showedRows = true
      outcome.rowCount = rows.count
      outcome.rowsRead = rows.count
      outcome.requests = 1
    } catch let diagnostic as Diagnostic {
      outcome.fail(diagnostic, .statement)
    } catch {
      outcome.fail(Diagnostic(.internalError, "\(error)"), .statement)
    }
  }

  func describe(
    _ source: SourceText,
    settings: StatementSettings
  ) async -> Result<RowSchema, StatementErrors> {
    .success(RowSchema([SchemaColumn("n", .integer), SchemaColumn("t", .text)]))
  }

  func copy(
    _ rows: CopyRows,
    into entity: String,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome {
    var outcome = StatementOutcome()
    var found: [[String?]] = []
    do {
      for try await batch in rows.batches {
        for row in 0..<batch.rowCount {
          found.append(batch.columns.map { $0.isNull(row) ? nil : $0.text(row) })
        }
      }
      let all = found
      memory.withLock { $0.copies.append((entity, rows.columns, all)) }
      outcome.rowCount = found.count
    } catch let diagnostic as Diagnostic {
      outcome.fail(diagnostic, .statement)
    } catch {
      outcome.fail(Diagnostic(.internalError, "\(error)"), .statement)
    }
    return outcome
  }

  func catalog() async -> Result<Catalog, StatementErrors> { .success(known) }

  func catalogIfLoaded() -> Catalog? { known }

  func abortWrites() {}

  func refresh() {}

  /// The profile that there is besides the present one.
  static let other = ConnectionInfo(
    kind: .profile,
    profile: "acme",
    origin: "https://cloud.example",
    organization: "acme",
    tenant: "Production",
    user: "ana@acme.com",
    scopes: ["DataFabric.Schema.Read", "DataFabric.Data.Read"],
    tokenSource: "the stored login"
  )

  func connect(to profile: String?) async -> StatementErrors? {
    guard let profile, profile != info.profile else { return nil }
    guard profile == Self.other.profile else {
      let diagnostic = Diagnostic(
        .undefinedObject,
        "profile \"\(profile)\" does not exist",
        hint: "Known profiles: local, acme."
      )
      return StatementErrors([diagnostic], failure: .connection)
    }
    memory.withLock { $0.info = Self.other }
    return nil
  }

  func reconnect() async -> StatementErrors? { nil }

  func logIn(
    to profile: String?,
    dialog: any LoginDialog
  ) async -> Result<[String], StatementErrors> {
    dialog.tell("Open https://id.example/authorize")
    guard let line = await dialog.readHidden(prompt: "Address: ") else {
      return .failure(StatementErrors([Diagnostic(.notSignedIn, "given up")], failure: .connection))
    }
    memory.withLock { $0.info = Self.other }
    return .success(["Logged in to \(profile ?? "?") with \(line.utf8.count) bytes."])
  }

  func logOut() async -> Result<[String], StatementErrors> { .success(["Logged out."]) }

  func identity() async -> Result<[IdentityFact], StatementErrors> {
    .success([IdentityFact("person", info.user ?? "nobody"), IdentityFact("kind", "user")])
  }

  func profiles() -> Result<[ProfileSummary], StatementErrors> {
    .success(
      [Self.embedded, Self.other].map {
        ProfileSummary(
          name: $0.profile,
          origin: $0.origin,
          organization: $0.organization,
          tenant: $0.tenant,
          isDefault: $0.profile == "acme"
        )
      }
    )
  }
}

extension StatementOutcome {
  fileprivate mutating func fail(_ diagnostic: Diagnostic, _ failure: Failure) {
    errors = [diagnostic]
    self.failure = failure
  }
}
