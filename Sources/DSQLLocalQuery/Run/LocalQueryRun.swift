import DSQLDiagnostics
import DSQLPlan
import DSQLTypes
import Foundation

/// One run of a local query: its database, the inputs that stream into it, the rows that leave it.
///
/// A class, since the thread that runs SQLite and the tasks around it share it. `@unchecked
/// Sendable`: what `tables` holds is touched inside `database.perform` alone; everything else never
/// changes or guards itself.
final class LocalQueryRun: @unchecked Sendable {
  /// Rows of a batch that leaves.
  static let batchSize = 1000

  private let database: LocalDatabase
  private let query: LocalQuery
  private let tables: LocalTables
  /// The answer's rows.
  let output = BatchPipe(capacity: 4)

  init(_ engine: LocalEngine, _ query: LocalQuery) throws {
    self.query = query
    let printer = engine.printer(keyedRelations: Set(query.relations))
    let sql = MovedExpressions.plain(try printer.sql(query.query))
    database = try LocalDatabase(.temporaryFile, environment: engine.makeEnvironment())
    tables = try database.perform { connection in
      connection.prepareFunctions(for: printer)
      return try LocalTables(
        connection,
        query,
        sql: sql,
        keys: printer.keys,
        collation: engine.collation
      )
    }
  }

  deinit { tables.endStatements() }

  /// Ends the run early, from any thread or task.
  func stop() {
    output.close()
    for pipe in tables.pipes.values { pipe.close() }
    database.stop()
  }

  /// Reads the inputs that are read more than once into tables, one after another, and with them
  /// those that turn out to be small; then compiles the query.
  ///
  /// - Parameter inputs: The rows of each input.
  /// - Returns: The inputs that are left to stream, from their first row.
  /// - Throws: `LocalQueryError` for a fault of SQLite, else what an input throws.
  @concurrent
  func stage(
    _ inputs: [RelationID: RowBatchStream]
  ) async throws -> [RelationID: RowBatchStream] {
    try database.perform { try $0.execute("BEGIN") }
    for relation in query.relations where tables.pipes[relation] == nil {
      try await read(inputs[relation] ?? RowBatchStream { nil }, into: relation)
    }
    var streams: [RelationID: RowBatchStream] = [:]
    for candidate in tables.candidates {
      let stream = inputs[candidate.relation] ?? RowBatchStream { nil }
      if candidate.isJoined {
        let start = try await Beginning(of: stream, upTo: Self.batchSize)
        if start.isWhole {
          try await convert(candidate.relation, start.stream)
        } else {
          streams[candidate.relation] = start.stream
        }
      } else {
        streams[candidate.relation] = stream
      }
    }
    while let relation = try repeated(among: streams.keys.sorted()) {
      try await convert(relation, streams[relation] ?? RowBatchStream { nil })
      streams[relation] = nil
    }
    try database.perform { connection in
      try tables.prepare(connection)
      try connection.execute("COMMIT")
    }
    return streams
  }

  private func repeated(among streams: [RelationID]) throws -> RelationID? {
    try database.perform { try tables.repeated(among: streams, $0) }
  }

  private func convert(_ relation: RelationID, _ stream: RowBatchStream) async throws {
    try database.perform { try tables.convert(relation, $0) }
    try await read(stream, into: relation)
  }

  private func read(_ stream: RowBatchStream, into relation: RelationID) async throws {
    for try await batch in stream {
      try Task.checkCancellation()
      try database.perform { try tables.insert(batch, into: relation, $0) }
    }
  }

  /// Carries the batches of the inputs that stream into their pipes, until nobody reads them.
  @concurrent
  func feed(_ streams: [RelationID: RowBatchStream]) async {
    await withTaskGroup { group in
      for (relation, stream) in streams {
        guard let pipe = tables.pipes[relation] else { continue }
        group.addTask { await Self.feed(stream, into: pipe) }
      }
    }
  }

  private static func feed(_ stream: RowBatchStream, into pipe: BatchPipe) async {
    do {
      for try await batch in stream {
        guard await pipe.send(batch) else { break }
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
          try database.perform(answer)
          output.finish(.success(()))
        } catch {
          output.finish(.failure(error))
        }
        for pipe in tables.pipes.values { pipe.close() }
        continuation.resume()
      }
      thread.name = "dsql local query"
      // Nested expressions recurse in SQLite and in regular expressions.
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  private func answer(_ connection: LocalConnection) throws {
    guard let statement = tables.query else { return }
    // What is left of the statement would keep memory of the last batch.
    defer { statement.reset() }
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
