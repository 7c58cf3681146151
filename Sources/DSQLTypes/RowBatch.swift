/// A run of rows, column by column.
///
/// Nothing on the way from the service to the screen allocates per cell: numbers stand in arrays,
/// texts are ranges in one byte buffer for each column, a bit tells NULL.
package struct RowBatch: Sendable {
  package var schema: RowSchema
  package var rowCount: Int
  /// One for each column of `schema`, each of `rowCount` rows.
  package var columns: [RowColumn]

  package init(schema: RowSchema, rowCount: Int, columns: [RowColumn]) {
    self.schema = schema
    self.rowCount = rowCount
    self.columns = columns
  }

  /// A batch without rows.
  package static func empty(_ schema: RowSchema) -> RowBatch {
    RowBatch(
      schema: schema,
      rowCount: 0,
      columns: schema.columns.map { RowColumn(type: $0.type) }
    )
  }

  /// The rows in a range of indices.
  package func rows(in range: Range<Int>) -> RowBatch {
    if range == 0..<rowCount { return self }
    return RowBatch(
      schema: schema,
      rowCount: range.count,
      columns: columns.map { $0.rows(in: range) }
    )
  }

  /// The same rows with other columns: those at the given indices, in that order.
  package func selecting(_ indices: [Int], schema: RowSchema) -> RowBatch {
    RowBatch(schema: schema, rowCount: rowCount, columns: indices.map { columns[$0] })
  }

  /// The value at a row and a column; for places where speed does not count.
  package func value(row: Int, column: Int) -> Value {
    columns[column].value(row: row, type: schema.columns[column].type)
  }

  /// One row as values.
  package func values(row: Int) -> [Value] {
    columns.indices.map { value(row: row, column: $0) }
  }
}
