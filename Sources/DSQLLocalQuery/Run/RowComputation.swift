import DSQLTypes

/// What SQLite does for each batch of a row-by-row step.
///
/// A class, so that the statement ends before its connection does.
final class RowComputation {
  private let database: LocalDatabase
  /// Nil only while this object goes.
  private var statement: PreparedStatement?
  private let source: BatchSource
  private let schema: RowSchema
  private let filters: Bool

  init(
    database: LocalDatabase,
    statement: PreparedStatement,
    source: BatchSource,
    schema: RowSchema,
    filters: Bool
  ) {
    self.database = database
    self.statement = statement
    self.source = source
    self.schema = schema
    self.filters = filters
  }

  deinit { statement = nil }

  /// The rows that are kept, nil for all, and the computed columns of those.
  func run(_ batch: RowBatch) throws -> (kept: [Int]?, computed: RowBatch) {
    try database.perform { connection in
      guard let statement else { return ([], .empty(schema)) }
      source.replace(BatchImage(batch, layout: source.layout))
      // The statement lets go of the image's memory before the image does.
      defer {
        statement.reset()
        source.replace(nil)
      }
      var kept: [Int] = []
      if filters { kept.reserveCapacity(batch.rowCount) }
      var collector = BatchCollector(schema: schema, firstColumn: filters ? 1 : 0)
      while try connection.step(statement) {
        if filters { kept.append(Int(statement.integer(0))) }
        collector.append(statement)
      }
      return (filters ? kept : nil, collector.take())
    }
  }
}
