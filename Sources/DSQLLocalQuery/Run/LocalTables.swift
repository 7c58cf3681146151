import DSQLPlan
import DSQLTypes

/// The tables of one local query and its compiled statement.
///
/// An input starts as a stream, where it may be one, or as a table. Whether a stream stays one is known when
/// the tables are full: what SQLite would read again after all becomes a table too.
///
/// A class, since its statements have to end before their connection does. Not `Sendable`: it is
/// touched inside `LocalDatabase.perform` alone, but for `candidates` and `pipes`, which never
/// change.
final class LocalTables {
  /// The inputs that may be read as they arrive.
  let candidates: [StreamPlacement.Candidate]
  /// The way of each of them into the query.
  let pipes: [RelationID: BatchPipe]
  /// The query; nil before it is prepared and when the run is over.
  private(set) var query: PreparedStatement?
  private let sql: String
  private let layouts: [RelationID: BatchLayout]
  private var inserters: [RelationID: RowInserter] = [:]
  /// The rows in the tables whose size SQLite has not been told of.
  private var rowCounts: [RelationID: Int] = [:]
  private var hasStatistics = false

  init(
    _ connection: LocalConnection,
    _ query: LocalQuery,
    sql: String,
    keys: Set<BoundColumn>,
    collation: Collation
  ) throws {
    self.sql = sql
    layouts = Dictionary(
      query.inputs.map { ($0.scan.relation, BatchLayout($0.scan, keys: keys, collation)) }
        + query.query.lastResults.map {
          ($0.relation, BatchLayout($0.schema, of: $0.relation, keys: keys, collation))
        },
      uniquingKeysWith: { first, _ in first }
    )
    let layouts = layouts
    candidates = StreamPlacement.candidates(query.query).filter { layouts[$0.relation] != nil }
    pipes = Dictionary(
      candidates.map { ($0.relation, BatchPipe(capacity: 2)) },
      uniquingKeysWith: { first, _ in first }
    )
    for (relation, layout) in layouts {
      if let pipe = pipes[relation] {
        try createStream(connection, relation, layout, pipe)
      } else {
        inserters[relation] = try RowInserter(
          connection,
          table: SQLitePrinter.table(relation),
          layout: layout
        )
      }
    }
  }

  /// Makes a stream a table, before any row of it was sent.
  func convert(_ relation: RelationID, _ connection: LocalConnection) throws {
    guard let layout = layouts[relation] else { return }
    let table = SQLitePrinter.table(relation)
    try connection.execute("DROP TABLE \(table)")
    inserters[relation] = try RowInserter(connection, table: table, layout: layout)
  }

  /// Adds rows to an input that is a table.
  func insert(
    _ batch: RowBatch,
    into relation: RelationID,
    _ connection: LocalConnection
  ) throws {
    try inserters[relation]?.insert(batch, connection)
    rowCounts[relation, default: 0] += batch.rowCount
  }

  /// The first of the streams that SQLite would not pass over once, now that the tables are full.
  func repeated(
    among streams: [RelationID],
    _ connection: LocalConnection
  ) throws -> RelationID? {
    try describe(connection)
    if streams.isEmpty { return nil }
    let report = try QueryPlanReport(connection, sql: sql)
    return streams.first { !report.passesOnce(over: SQLitePrinter.table($0)) }
  }

  /// Compiles the query; the tables are full.
  func prepare(_ connection: LocalConnection) throws {
    inserters = [:]
    query = try connection.prepare(sql)
  }

  /// Ends every statement, so that the connection can close.
  func endStatements() {
    inserters = [:]
    query = nil
  }

  private func createStream(
    _ connection: LocalConnection,
    _ relation: RelationID,
    _ layout: BatchLayout,
    _ pipe: BatchPipe
  ) throws {
    let source = BatchSource(
      layout: layout,
      arrival: .stream { try pipe.receiveBlocking().map { BatchImage($0, layout: layout) } }
    )
    try connection.execute(connection.module.add(source, table: SQLitePrinter.table(relation)))
  }

  /// Tells SQLite's planner how large the tables are; it would think of a million rows.
  private func describe(_ connection: LocalConnection) throws {
    guard layouts.count > 1, !inserters.isEmpty else { return }
    var statements = hasStatistics ? [] : ["ANALYZE"]
    for relation in inserters.keys where !hasStatistics || rowCounts[relation] != nil {
      let table = SQLitePrinter.table(relation)
      let rows = max(rowCounts[relation] ?? 0, 1)
      statements.append("DELETE FROM sqlite_stat1 WHERE tbl = '\(table)'")
      statements.append("INSERT INTO sqlite_stat1 VALUES ('\(table)', NULL, '\(rows)')")
    }
    statements.append("ANALYZE sqlite_schema")
    try connection.execute(statements.joined(separator: ";"))
    hasStatistics = true
    rowCounts = [:]
  }
}

extension LocalQuery {
  /// The relations whose rows come from outside.
  var relations: [RelationID] { inputs.map(\.scan.relation) + query.lastResults.map(\.relation) }
}

extension BatchLayout {
  /// The columns of a scan, and the keys that the query names.
  fileprivate init(_ scan: Scan, keys: Set<BoundColumn>, _ collation: Collation) {
    self.init(scan.columns, of: scan.relation, keys: keys)
    self.collation = collation
  }

  /// The columns of the last result, and the keys that the query names.
  fileprivate init(
    _ schema: RowSchema,
    of relation: RelationID,
    keys: Set<BoundColumn>,
    _ collation: Collation
  ) {
    self.init(
      schema.columns.enumerated().map { ScanColumn(index: $0.offset, type: $0.element.type) },
      of: relation,
      keys: keys
    )
    self.collation = collation
  }

  private init(_ read: [ScanColumn], of relation: RelationID, keys: Set<BoundColumn>) {
    let places = Array(read.enumerated())
    let keyed = places.filter {
      keys.contains(BoundColumn(relation: relation, index: $0.element.index, name: ""))
    }
    columns =
      places.map { place in
        Column(
          position: place.offset,
          type: place.element.type,
          name: SQLitePrinter.column(place.element.index),
          isKey: false
        )
      }
      + keyed.map { place in
        Column(
          position: place.offset,
          type: place.element.type,
          name: SQLitePrinter.key(place.element.index),
          isKey: true
        )
      }
  }
}
