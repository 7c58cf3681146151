/// A column that a filter compares with values, so that an index could find them.
struct SearchedColumn: Hashable, Sendable {
  /// The table of an entity's records.
  var table: String
  var column: String

  /// The index of the column; its name tells table and column, and neither number is given twice.
  var indexName: String { "x\(table.dropFirst())_\(column)" }

  /// The statement that makes the index.
  var creation: String { "CREATE INDEX IF NOT EXISTS \(indexName) ON \(table) (\(column))" }
}

/// Thrown by a read that would go through all records of a large entity for want of an index.
///
/// The store makes the indexes and reads again.
struct IndexesWanted: Error {
  var columns: [SearchedColumn]
}
