import DSQLDiagnostics
package import DSQLTypes

/// Rows that are kept in a temporary SQLite file, to be read again as often as needed.
///
/// The file has no name by the time it is written to and goes with the store; few rows stay in
/// memory.
///
/// A class, since it owns the connection. Rows are added by one task; they may be read by several.
package final class RowStore: Sendable {
  /// Rows of a batch that is read.
  private static let batchSize = 1000

  package let schema: RowSchema
  private let database: LocalDatabase
  private let layout: BatchLayout

  /// A store without rows.
  ///
  /// - Parameter schema: The columns of its rows; names may repeat.
  /// - Throws: `LocalQueryError` where no such table can be made.
  package init(_ schema: RowSchema) throws(LocalQueryError) {
    self.schema = schema
    layout = BatchLayout(
      columns: schema.columns.enumerated().map { place in
        BatchLayout.Column(
          position: place.offset,
          type: place.element.type,
          name: SQLitePrinter.column(place.offset),
          isKey: false
        )
      }
    )
    do {
      database = try LocalDatabase(
        .temporaryFile,
        environment: FunctionEnvironment(zone: .utc, now: Instant(ticks: 0), findZone: { _ in nil })
      )
      let layout = layout
      try database.perform { try $0.execute("CREATE TABLE kept(\(layout.names))") }
    } catch {
      throw LocalQueryError(Diagnostic(local: error))
    }
  }

  /// Adds rows after those that are there; calls: none.
  ///
  /// - Parameter batch: Rows of the store's columns.
  /// - Throws: `LocalQueryError` where they cannot be written; the store is then of no use.
  package func append(_ batch: RowBatch) throws(LocalQueryError) {
    if batch.rowCount == 0 { return }
    do {
      try database.perform { connection in
        let inserter = try RowInserter(connection, existing: "kept", layout: layout)
        try connection.execute("BEGIN")
        try inserter.insert(batch, connection)
        try connection.execute("COMMIT")
      }
    } catch {
      throw LocalQueryError(Diagnostic(local: error))
    }
  }

  /// All rows in their order, from the first one; calls: none.
  package var rows: RowBatchStream {
    let place = ReadingPlace()
    return RowBatchStream {
      guard let after = place.value else { return nil }
      let (batch, last) = try self.batch(after: after)
      place.value = batch.rowCount < Self.batchSize ? nil : last
      return batch.rowCount == 0 ? nil : batch
    }
  }

  private func batch(after row: Int64) throws -> (RowBatch, last: Int64) {
    try database.perform { connection in
      let statement = try connection.prepare(
        "SELECT rowid, \(layout.names) FROM kept WHERE rowid > \(row) ORDER BY rowid"
          + " LIMIT \(Self.batchSize)"
      )
      var collector = BatchCollector(schema: schema, firstColumn: 1)
      var last = row
      while try connection.step(statement) {
        last = statement.integer(0)
        collector.append(statement)
      }
      return (collector.take(), last)
    }
  }
}
