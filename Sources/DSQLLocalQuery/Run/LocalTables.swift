import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// The tables of one local query and its compiled statement.
///
/// A class, since its statements have to end before their connection does. Not `Sendable`: it is
/// touched inside `LocalDatabase.perform` alone, but for `streams`, which never changes.
final class LocalTables {
  /// The inputs that are read as they arrive, each through its pipe.
  let streams: [RelationID: BatchPipe]
  /// The query; nil when the run is over.
  private(set) var query: PreparedStatement?
  private var inserters: [RelationID: RowInserter] = [:]

  init(
    _ connection: LocalConnection,
    _ query: LocalQuery,
    sql: String,
    keys: Set<BoundColumn>
  ) throws {
    let layouts = Dictionary(
      query.inputs.map { ($0.scan.relation, BatchLayout($0.scan, keys: keys)) },
      uniquingKeysWith: { first, _ in first }
    )
    var streams: [RelationID: BatchPipe] = [:]
    let streamable = StreamPlacement.streamable(query.query)
    for relation in layouts.keys where streamable.contains(relation) {
      streams[relation] = BatchPipe(capacity: 2)
    }
    for (relation, layout) in layouts {
      if let pipe = streams[relation] {
        try Self.createStream(connection, relation, layout, pipe)
      } else {
        inserters[relation] = try Self.createTable(connection, relation, layout)
      }
    }
    try Self.describe(connection, query)
    // What SQLite would read again after all is staged like the rest.
    while let relation = try Self.repeated(connection, sql, among: streams.keys.sorted()) {
      streams[relation] = nil
      try connection.execute("DROP TABLE \(SQLitePrinter.table(relation))")
      if let layout = layouts[relation] {
        inserters[relation] = try Self.createTable(connection, relation, layout)
      }
    }
    self.streams = streams
    self.query = try connection.prepare(sql)
  }

  /// Adds rows to an input that is staged.
  func insert(
    _ batch: RowBatch,
    into relation: RelationID,
    _ connection: LocalConnection
  ) throws {
    try inserters[relation]?.insert(batch, connection)
  }

  func endInsertion() { inserters = [:] }

  /// Ends every statement, so that the connection can close.
  func endStatements() {
    inserters = [:]
    query = nil
  }

  private static func createTable(
    _ connection: LocalConnection,
    _ relation: RelationID,
    _ layout: BatchLayout
  ) throws -> RowInserter {
    try RowInserter(connection, table: SQLitePrinter.table(relation), layout: layout)
  }

  private static func createStream(
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

  /// Tells SQLite's planner how large the tables will be, as far as the catalogue knows.
  private static func describe(_ connection: LocalConnection, _ query: LocalQuery) throws {
    guard query.inputs.count > 1 else { return }
    try connection.execute("ANALYZE")
    for input in query.inputs {
      guard let records = input.scan.limit ?? input.scan.table.recordCount else { continue }
      let table = SQLitePrinter.table(input.scan.relation)
      try connection.execute(
        "INSERT INTO sqlite_stat1 VALUES ('\(table)', NULL, '\(max(records, 1))')"
      )
    }
    try connection.execute("ANALYZE sqlite_schema")
  }

  /// The first of the relations that SQLite would not pass over once.
  private static func repeated(
    _ connection: LocalConnection,
    _ sql: String,
    among relations: [RelationID]
  ) throws -> RelationID? {
    if relations.isEmpty { return nil }
    let report = try QueryPlanReport(connection, sql: sql)
    return relations.first { !report.passesOnce(over: SQLitePrinter.table($0)) }
  }
}

extension BatchLayout {
  /// The columns of a scan, and the keys that the query names.
  fileprivate init(_ scan: Scan, keys: Set<BoundColumn>) {
    let places = Array(scan.columns.enumerated())
    let keyed = places.filter {
      keys.contains(BoundColumn(relation: scan.relation, index: $0.element.index, name: ""))
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
