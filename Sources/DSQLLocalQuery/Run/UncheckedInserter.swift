import DSQLTypes

/// A `RowInserter` that crosses from one use of its connection to the next.
///
/// `@unchecked Sendable`: its statement is touched only inside `LocalDatabase.perform`.
final class UncheckedInserter: @unchecked Sendable {
  private var inserter: RowInserter?

  init(_ inserter: RowInserter) { self.inserter = inserter }

  func insert(_ batch: RowBatch, _ connection: LocalConnection) throws {
    try inserter?.insert(batch, connection)
  }

  /// Ends the statement, so that the transaction can be committed.
  func finish() { inserter = nil }
}
