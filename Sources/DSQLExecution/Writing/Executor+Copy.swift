import DSQLAPI
package import DSQLCatalog
package import DSQLDiagnostics
package import DSQLTypes

/// Rows for `\copy` as they come from a file.
package struct CopyBatch: Sendable {
  /// The rows, in the types of the targets, at most a few thousand.
  package var rows: RowBatch
  /// Rows that could not be read as the targets' types, by index, and why.
  package var rejects: [Int: RowFault]

  package init(rows: RowBatch, rejects: [Int: RowFault] = [:]) {
    self.rows = rows
    self.rejects = rejects
  }
}

/// Why a row of a file is refused before it is sent.
package struct RowFault: Hashable, Sendable {
  package var code: DiagnosticCode
  package var message: String

  package init(_ code: DiagnosticCode, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// A row that was not written, for the file of rejects.
package struct RejectedRow: Sendable {
  package var failure: RowFailure
  /// The row as it was handed in, a batch of one; nil where the answer does not tell which it was.
  package var row: RowBatch?
}

/// What happens to a row of a file that is not written.
package enum RejectPolicy: Sendable {
  /// No further batch leaves; those under way are awaited.
  case stop
  /// It is handed to the function, and the rest goes on.
  case collect(@Sendable (RejectedRow) async throws -> Void)
}

extension Executor {
  /// Inserts rows as they come, in batches; memory does not grow with their number.
  ///
  /// Each batch is checked as it comes, so rows before a faulty one may have been written. Failures
  /// that were collected are counted, not kept.
  ///
  /// Calls: one for each thousand rows.
  ///
  /// - Parameters:
  ///   - table: Where the rows go.
  ///   - targets: Indices into its columns, one for each column of the rows.
  ///   - next: Answers the next rows, nil at the end.
  ///   - policy: What happens to a row that is not written.
  /// - Returns: What became of the rows.
  /// - Throws: What the first call failed with, or the source, when nothing was written.
  package func copy(
    into table: Table,
    targets: [Int],
    next: () async throws -> CopyBatch?,
    policy: RejectPolicy
  ) async throws -> WriteOutcome {
    let job = WriteJob(copyInto: table, targets: targets)
    let encoder = RecordEncoder(
      table,
      targets: targets,
      verb: .insert,
      emptyIsNull: options.storesEmptyAsNull ?? false
    )
    var ledger = WriteLedger(job)
    var reader = CopyReader(encoder: encoder)
    var run = WriteRun(writer(for: job, usesSingleCalls: options.batchMode == .never))
    let mostRows = options.batchMode == .never ? 1 : WriteChunk.mostRows
    await run.send({
      while true {
        if let chunk = reader.chunks.popFirst() { return chunk }
        guard let batch = try await next() else { return nil }
        let rejected = reader.read(batch, mostRows: mostRows)
        if rejected.isEmpty { continue }
        switch policy {
        case .stop:
          ledger.refuse(rejected.map(\.failure))
          ledger.leave(reader.drop())
          throw Self.rejection(rejected[0].failure)
        case .collect(let collect):
          ledger.count(failed: rejected.count)
          for row in rejected { try await collect(row) }
        }
      }
    }) { chunk, settlement in
      switch policy {
      case .stop:
        return ledger.settle(chunk, settlement).first.map { .refused(Self.rejection($0)) }
      case .collect(let collect):
        for failure in ledger.settle(chunk, settlement) {
          try await collect(RejectedRow(failure: failure, row: chunk.sourceRow(of: failure)))
        }
        ledger.forgetFailures()
        return nil
      }
    }
    ledger.leave(run.left.count + reader.drop())
    if !interrupt.isAborted { await resolve(&ledger, job) }
    var outcome = ledger.outcome
    outcome.stop = run.stop
    if case .collect(let collect) = policy {
      do {
        for failure in outcome.failures {
          try await collect(RejectedRow(failure: failure, row: nil))
        }
        outcome.failures = []
      } catch {
        outcome.stop = outcome.stop ?? .source(error)
      }
    }
    outcome.report = monitor.report
    if outcome.done + outcome.failed + outcome.unknown == 0, let stop = outcome.stop {
      throw stop.error
    }
    return outcome
  }

  private static func rejection(_ failure: RowFailure) -> Diagnostic {
    Diagnostic(failure.code, failure.line)
  }
}

/// Makes chunks of the batches of a file.
private struct CopyReader {
  let encoder: RecordEncoder
  var chunks: ArraySlice<WriteChunk> = []
  private var rowCount = 0

  init(encoder: RecordEncoder) { self.encoder = encoder }

  /// Takes a batch in; answers the rows of it that cannot be sent.
  mutating func read(_ batch: CopyBatch, mostRows: Int) -> [RejectedRow] {
    var rows: [WriteRow] = []
    var rejected: [RejectedRow] = []
    for row in 0..<batch.rows.rowCount {
      rowCount += 1
      let (record, faults) = encoder.encoded(batch.rows, row: row)
      let fault =
        batch.rejects[row]
        ?? faults.first.map { RowFault($0.code, "column \"\($0.column)\" \($0.reason)") }
      if let fault {
        let failure = RowFailure(rowNumber: rowCount, code: fault.code, message: fault.message)
        rejected.append(
          RejectedRow(failure: failure, row: batch.rows.rows(in: row..<(row + 1)))
        )
      } else {
        rows.append(
          WriteRow(number: rowCount, id: nil, values: record, source: 0, sourceRow: row)
        )
      }
    }
    chunks =
      WriteChunk.chunks(of: rows, mostRows: mostRows).map {
        WriteChunk(rows: $0.rows, sources: [batch.rows])
      }[...]
    return rejected
  }

  /// Gives up the chunks that have not left; answers how many rows they have.
  mutating func drop() -> Int {
    defer { chunks = [] }
    return chunks.reduce(0) { $0 + $1.rows.count }
  }
}

extension WriteChunk {
  /// The row that a failure is about, as it was handed in.
  fileprivate func sourceRow(of failure: RowFailure) -> RowBatch? {
    guard let row = rows.first(where: { $0.number == failure.rowNumber }),
      sources.indices.contains(row.source)
    else { return nil }
    return sources[row.source].rows(in: row.sourceRow..<(row.sourceRow + 1))
  }
}
