package import DSQLAPI
package import DSQLCatalog
package import DSQLDiagnostics
package import DSQLTypes

/// What became of a write, record by record.
package struct WriteOutcome: Sendable {
  /// Why a write ended before its last record.
  package enum Stop: Sendable {
    /// A call failed in a way that the next one would share.
    case service(ServiceError)
    /// The user asked for it.
    case cancelled
    /// A guard, or a row that a `\copy` does not pass over.
    case refused(Diagnostic)
    /// Where the rows come from failed.
    case source(any Error)
  }

  /// What the answer shows of an empty text that was sent.
  package struct EmptyText: Sendable {
    package var column: Column
    /// Whether the service stored NULL.
    package var isNull: Bool
  }

  package var verb: WriteVerb
  /// The entity's name.
  package var entity: String
  /// Records that were written.
  package var done = 0
  /// Those of them that an INSERT … ON CONFLICT found and changed.
  package var changed = 0
  /// Records that the service, or a check before it, refused.
  package var failed = 0
  /// Records of calls whose answer was lost and that could not be looked up.
  package var unknown = 0
  /// Records that were not sent.
  package var left = 0
  /// What was wrong with each failed record, in row order.
  package var failures: [RowFailure] = []
  package var stop: Stop?
  /// The call behind the failures, where all of them came from one.
  package var failedCall: ServiceError?
  /// The columns and the rows of RETURNING, in the order of the statement's rows.
  package var returnedSchema = RowSchema([])
  package var returned: [RowBatch] = []
  /// Why the rows of RETURNING could not be computed, though the records were written.
  package var returningFailure: (any Error)?
  /// Nil where no answer shows how the service stores an empty text.
  package var emptyText: EmptyText?
  package var report = ExecutionReport()

  package init(_ verb: WriteVerb, of entity: String) {
    self.verb = verb
    self.entity = entity
  }

  /// How many records there were.
  package var total: Int { done + failed + unknown + left }

  /// How many more records the entity has now; nil where that cannot be told.
  package var growth: Int? {
    if unknown > 0 { return nil }
    return switch verb {
    case .insert: done - changed
    case .update: 0
    case .delete: -done
    }
  }

  /// Whether every record was written.
  package var isWhole: Bool { failed == 0 && unknown == 0 && left == 0 && stop == nil }

  /// Whether some records were, or may have been, written and others not (exit status 4).
  package var isPartial: Bool { !isWhole && done + unknown > 0 }

  /// The rows of RETURNING as a result.
  package var returnedRows: ResultSet {
    let source = BatchList(returned)
    return ResultSet(schema: returnedSchema, batches: RowBatchStream { source.next() })
  }
}

/// Why one record was not written.
package struct RowFailure: Hashable, Sendable {
  /// 1-based, in the order of the statement's rows; nil where the answer does not tell which.
  package var rowNumber: Int?
  /// The record's id, where it has one.
  package var id: String?
  package var code: DiagnosticCode
  /// The service's own words, or ours for what was not sent.
  package var message: String
  /// The row's place in the statement, for VALUES.
  package var span: SourceSpan?

  package init(
    rowNumber: Int?,
    id: String? = nil,
    code: DiagnosticCode,
    message: String,
    span: SourceSpan? = nil
  ) {
    self.rowNumber = rowNumber
    self.id = id
    self.code = code
    self.message = message
    self.span = span
  }

  /// One line that names the record.
  package var line: String {
    let row = rowNumber.map { "row \($0.grouped)" } ?? "a row"
    return id.map { "\(row) (\($0)): \(message)" } ?? "\(row): \(message)"
  }
}
