import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLTypes

/// Keeps the account of a write while its answers come in.
struct WriteLedger: Sendable {
  private(set) var outcome: WriteOutcome
  /// The rows of calls whose answer was lost.
  private(set) var unknown: [WriteRow] = []
  private let spans: [SourceSpan]
  private let keepsAnswers: Bool
  private let mayLackRecords: Bool
  private let watch: EmptyTextWatch?
  /// The records of each call, and the numbers of their rows as far as the answer tells them.
  private var answers: [(numbers: [Int], rows: RowBatch)] = []
  private var deleted: [WriteRow] = []

  init(_ job: WriteJob, spans: [SourceSpan] = []) {
    outcome = WriteOutcome(job.verb, of: job.table.name)
    self.spans = spans
    keepsAnswers = job.returning != nil
    mayLackRecords = job.mayLackRecords
    watch = job.watch
  }

  /// Enters what became of a chunk; answers the failures that it brought.
  @discardableResult
  mutating func settle(_ chunk: WriteChunk, _ settlement: WriteRun.Settlement) -> [RowFailure] {
    var entered: [RowFailure] = []
    switch settlement {
    case .answered(let answer):
      let fates = BatchFates(of: chunk.rows, in: answer)
      outcome.done += fates.doneCount
      unknown += fates.unknown
      if let watch, let isNull = watch.finding(fates.done.map(\.number), in: answer.succeeded) {
        outcome.emptyText = .init(column: watch.column, isNull: isNull)
      }
      entered = enter(fates.failures.filter { !mayLackRecords || !isAbsence($0.message) })
      if keepsAnswers, let first = chunk.rows.first {
        let numbers = fates.done.map(\.number)
        answers.append(
          (numbers.count == answer.succeeded.rowCount ? numbers : [first.number], answer.succeeded)
        )
        deleted += fates.done
      }
    case .refused(let error)
    where mayLackRecords && error.code == .notFound
      && isAbsence(error.message):
      break
    case .refused(let error):
      outcome.failedCall = error
      entered = enter(chunk.rows.map { ($0, error.message) })
    case .lost(let error):
      outcome.failedCall = error
      unknown += chunk.rows
    }
    outcome.unknown = unknown.count
    return entered
  }

  /// Enters rows that were refused before they were sent.
  mutating func refuse(_ failures: [RowFailure]) {
    outcome.failed += failures.count
    outcome.failures += failures
    outcome.failures.sort { ($0.rowNumber ?? .max) < ($1.rowNumber ?? .max) }
  }

  /// Enters refused rows that somebody else keeps.
  mutating func count(failed: Int) { outcome.failed += failed }

  /// Keeps the count of the failures, but not what they were.
  mutating func forgetFailures() { outcome.failures = [] }

  /// Enters rows that were not sent.
  mutating func leave(_ count: Int) { outcome.left += count }

  /// Enters what a look-up of the unknown rows found.
  mutating func take(_ findings: OutcomeResolver.Findings) {
    outcome.done += findings.done.count
    deleted += findings.done
    if keepsAnswers { answers += findings.answers.map { ([$0.number], $0.rows) } }
    enter(findings.failures.filter { !mayLackRecords || !isAbsence($0.message) })
    unknown = findings.unknown
    outcome.unknown = unknown.count
  }

  /// The records as the service answered them, in the order of the statement's rows.
  var answeredRows: [RowBatch] {
    answers.sorted { ($0.numbers.first ?? 0) < ($1.numbers.first ?? 0) }.map(\.rows)
  }

  /// The same, each record with the number of its row where that is known.
  var numberedRows: [(number: Int, rows: RowBatch)] {
    answers.flatMap { answer -> [(number: Int, rows: RowBatch)] in
      guard answer.numbers.count == answer.rows.rowCount else {
        return [(answer.numbers.first ?? 0, answer.rows)]
      }
      return answer.numbers.enumerated().map { ($1, answer.rows.rows(in: $0..<($0 + 1))) }
    }
  }

  /// The rows of the source whose records were deleted, without the leading `Id`.
  func deletedRows(of sources: [RowBatch]) -> [RowBatch] {
    let gone = Dictionary(grouping: deleted, by: \.source).mapValues { Set($0.map(\.sourceRow)) }
    return sources.enumerated().compactMap { index, batch in
      guard let rows = gone[index] else { return nil }
      let schema = RowSchema(Array(batch.schema.columns.dropFirst()))
      let kept = rows.count == batch.rowCount ? batch : batch.keeping { rows.contains($0) }
      return kept.selecting(Array(batch.columns.indices.dropFirst()), schema: schema)
    }
  }

  /// Whether a refusal says that there is no such record, which a statement that names records by
  /// their ids passes over as any WHERE would.
  ///
  /// - Source: `data-service-api.md` §3.10.
  private func isAbsence(_ message: String) -> Bool {
    let words = TextComparison.folded(message)
    return words.contains("not found") && !words.contains("entity")
  }

  @discardableResult
  private mutating func enter(
    _ failures: [(row: WriteRow?, message: String)]
  ) -> [RowFailure] {
    let entered = failures.map { row, message in
      RowFailure(
        rowNumber: row?.number,
        id: row?.id,
        code: DiagnosticCode(refusal: message),
        message: message,
        span: row.flatMap { spans.indices.contains($0.number - 1) ? spans[$0.number - 1] : nil }
      )
    }
    refuse(entered)
    return entered
  }
}
