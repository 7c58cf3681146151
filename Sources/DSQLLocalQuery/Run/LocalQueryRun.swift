import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Foundation

/// One run of a local query: its database, the inputs that stream into it, the rows that leave it.
///
/// A class, since the thread that runs SQLite and the tasks around it share it. `@unchecked
/// Sendable`: `statement` is set and cleared inside `database.perform` alone; everything else never
/// changes or guards itself.
final class LocalQueryRun: @unchecked Sendable {
  /// Rows of a batch that leaves.
  static let batchSize = 1000

  private let database: LocalDatabase
  private let query: LocalQuery
  private let sql: String
  private let layouts: [RelationID: BatchLayout]
  /// The inputs that are read as they arrive, each through its pipe.
  private let streams: [RelationID: BatchPipe]
  /// The answer's rows.
  let output = BatchPipe(capacity: 4)
  private var statement: PreparedStatement?

  init(_ engine: LocalEngine, _ query: LocalQuery) throws {
    self.query = query
    let relations = Set(query.inputs.map(\.scan.relation))
    let printer = engine.printer(keyedRelations: relations)
    sql = try printer.sql(query.query)
    let streamable = StreamPlacement.streamable(query.query)
    var layouts: [RelationID: BatchLayout] = [:]
    var streams: [RelationID: BatchPipe] = [:]
    for input in query.inputs {
      let relation = input.scan.relation
      layouts[relation] = BatchLayout(input.scan, keys: printer.keys)
      if input.isReadOnce, streamable.contains(relation) {
        streams[relation] = BatchPipe(capacity: 2)
      }
    }
    self.layouts = layouts
    self.streams = streams
    database = try LocalDatabase(.temporaryFile, environment: engine.makeEnvironment())
    try database.perform { $0.environment.domains = printer.domains }
  }

  deinit { statement = nil }

  /// Ends the run early, from any thread or task.
  func stop() {
    output.close()
    for pipe in streams.values { pipe.close() }
    database.interrupt()
  }

  /// Reads the inputs that are read more than once into tables, one after another.
  @concurrent
  func stage(_ inputs: [RelationID: RowBatchStream]) async throws {
    for input in query.inputs {
      let relation = input.scan.relation
      guard streams[relation] == nil, let layout = layouts[relation] else { continue }
      let table = SQLitePrinter.table(relation)
      let inserter = try database.perform { connection in
        try connection.execute("BEGIN")
        return UncheckedInserter(try RowInserter(connection, table: table, layout: layout))
      }
      var count = 0
      if let stream = inputs[relation] {
        for try await batch in stream {
          try Task.checkCancellation()
          count += batch.rowCount
          try database.perform { try inserter.insert(batch, $0) }
        }
      }
      try database.perform { connection in
        inserter.finish()
        try connection.execute("COMMIT")
      }
    }
  }

  /// Carries the batches of the other inputs into their pipes, until nobody reads them.
  @concurrent
  func feed(_ inputs: [RelationID: RowBatchStream]) async {
    await withTaskGroup { group in
      for (relation, pipe) in streams {
        let stream = inputs[relation]
        group.addTask { await Self.feed(stream, into: pipe) }
      }
    }
  }

  private static func feed(_ stream: RowBatchStream?, into pipe: BatchPipe) async {
    do {
      if let stream {
        for try await batch in stream {
          guard await pipe.send(batch) else { break }
        }
      }
      pipe.finish(.success(()))
    } catch {
      pipe.finish(.failure(error))
    }
  }

  /// Runs the query on a thread of its own, since SQLite waits for rows inside a call; returns when
  /// the thread has ended.
  func compute() async {
    await withCheckedContinuation { continuation in
      let thread = Thread { [self] in
        do {
          try database.perform(step)
          output.finish(.success(()))
        } catch {
          output.finish(.failure(error))
        }
        for pipe in streams.values { pipe.close() }
        continuation.resume()
      }
      thread.name = "dsql local query"
      // Nested expressions recurse in SQLite and in regular expressions.
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  private func step(_ connection: LocalConnection) throws {
    for (relation, pipe) in streams {
      guard let layout = layouts[relation] else { continue }
      let source = BatchSource(
        layout: layout,
        arrival: .stream { try pipe.receiveBlocking().map { BatchImage($0, layout: layout) } }
      )
      try connection.execute(
        connection.module.add(source, table: SQLitePrinter.table(relation))
      )
    }
    let statement = try connection.prepare(sql)
    self.statement = statement
    defer { self.statement = nil }
    var collector = BatchCollector(schema: query.query.schema)
    while try connection.step(statement) {
      collector.append(statement)
      if collector.rowCount == Self.batchSize {
        guard output.sendBlocking(collector.take()) else { throw CancellationError() }
      }
    }
    if collector.rowCount > 0 { _ = output.sendBlocking(collector.take()) }
  }
}

extension BatchLayout {
  /// The columns of a scan, and the keys that the query names.
  fileprivate init(_ scan: Scan, keys: Set<BoundColumn>) {
    columns = scan.columns.enumerated().map { position, column in
      Column(
        position: position,
        type: column.type,
        name: SQLitePrinter.column(column.index),
        isKey: false
      )
    }
    for (position, column) in scan.columns.enumerated()
    where keys.contains(BoundColumn(relation: scan.relation, index: column.index, name: "")) {
      columns.append(
        Column(
          position: position,
          type: column.type,
          name: SQLitePrinter.key(column.index),
          isKey: true
        )
      )
    }
  }
}
