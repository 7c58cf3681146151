import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLTypes
import Synchronization
import Testing

/// Statements whose answers were checked once against PostgreSQL 15, run over HTTP.
@Suite("Corpus")
struct CorpusTests {
  struct Run: Sendable {
    var file: String
    var pushdown: StatementSettings.Pushdown
    /// How many answers the file has at least, so that a file cut short is noticed.
    var answers: Int
  }

  static let runs = [("corpus.txt", 480), ("corpus-films.txt", 40), ("corpus-spellings.txt", 18)]
    .flatMap { file, answers in
      StatementSettings.Pushdown.allCases.map { Run(file: file, pushdown: $0, answers: answers) }
    }

  @Test("Every statement answers as PostgreSQL does", arguments: runs)
  func check(_ run: Run) async throws {
    let records = try CorpusFile(run.file).records
    #expect(records.count { $0.answer != .done } >= run.answers)
    try await EngineFixture.run { engine in
      var settings = StatementSettings()
      settings.pushdown = run.pushdown
      for record in records where run.pushdown == .on || record.canPush {
        let seen = await Self.answer(of: record, engine.connection, settings)
        #expect(
          seen == record.answer,
          "\(run.file):\(record.line), push-down \(run.pushdown): \(record.sql)"
        )
      }
    }
  }

  private static func answer(
    of record: CorpusFile.Record,
    _ connection: Connection,
    _ settings: StatementSettings
  ) async -> CorpusFile.Answer {
    let delegate = RowsDelegate()
    let outcome = await connection.run(
      SourceText(record.sql),
      settings: settings,
      delegate: delegate
    )
    if let error = outcome.errors.first { return .error(error.code.sqlState) }
    switch record.answer {
    case .done: return .done
    case .set: return .set(delegate.rows.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    case .rows, .error: return .rows(delegate.rows)
    }
  }
}

/// Keeps the rows of a statement as lines of CSV, with the word NULL for NULL.
///
/// A class because the statement and the test share it; a lock guards it.
private final class RowsDelegate: StatementDelegate {
  private let bytes = Mutex<[UInt8]>([])

  var rows: [String] {
    bytes.withLock { String(decoding: $0, as: UTF8.self) }
      .split(separator: "\n").map(String.init)
  }

  func show(_ result: ResultSet) async throws {
    var options = RenderOptions(format: .csv)
    options.tuplesOnly = true
    options.nullText = "NULL"
    var renderer = ResultRenderer(options: options)
    var shown: [UInt8] = []
    renderer.begin(result.schema, to: &shown)
    for try await batch in result.batches { renderer.render(batch, to: &shown) }
    renderer.finish(to: &shown)
    let all = shown
    bytes.withLock { $0 += all }
  }

  func confirm(_ question: WriteQuestion) async -> Bool { true }

  func report(_ diagnostic: Diagnostic) async {}

  func willSend(method: String, url: String, body: String?) {}
}
