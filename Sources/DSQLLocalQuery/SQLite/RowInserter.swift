import DSQLTypes
import GRDBSQLite

/// Puts batches into a table of SQLite.
struct RowInserter {
  private let statement: PreparedStatement
  private let layout: BatchLayout

  /// Makes the table and prepares the insertion.
  init(_ connection: LocalConnection, table: String, layout: BatchLayout) throws {
    try connection.execute("CREATE TABLE \(table)(\(layout.names))")
    try self.init(connection, existing: table, layout: layout)
  }

  /// Prepares the insertion into a table that is there.
  init(_ connection: LocalConnection, existing table: String, layout: BatchLayout) throws {
    self.layout = layout
    let places = layout.columns.map { _ in "?" }.joined(separator: ", ")
    statement = try connection.prepare("INSERT INTO \(table) VALUES (\(places))")
  }

  func insert(_ batch: RowBatch, _ connection: LocalConnection) throws {
    let image = BatchImage(batch, layout: layout)
    // The statement keeps pointers into the image until other values are bound.
    defer { sqlite3_clear_bindings(statement.pointer) }
    for row in 0..<image.rowCount {
      for index in layout.columns.indices {
        bind(image.columns[index], row: row, place: Int32(index + 1))
      }
      _ = try connection.step(statement)
      statement.reset()
    }
    withExtendedLifetime(image) {}
  }

  private func bind(_ column: ColumnImage, row: Int, place: Int32) {
    let pointer = statement.pointer
    if column.isNull(row) {
      sqlite3_bind_null(pointer, place)
      return
    }
    switch column.kind {
    case .integers:
      sqlite3_bind_int64(pointer, place, column.values.assumingMemoryBound(to: Int64.self)[row])
    case .doubles:
      sqlite3_bind_double(pointer, place, column.values.assumingMemoryBound(to: Double.self)[row])
    case .texts, .blobs:
      guard let offsets = column.offsets else { return }
      let start = column.values + Int(offsets[row])
      let count = offsets[row + 1] - offsets[row]
      // Not copied: the image outlives the step.
      if column.kind == .blobs {
        sqlite3_bind_blob(pointer, place, start, count, nil)
      } else {
        sqlite3_bind_text(pointer, place, start.assumingMemoryBound(to: CChar.self), count, nil)
      }
    }
  }
}
