import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLLocalQuery
import DSQLPlan
import DSQLTypes
import Synchronization
import Testing

/// How rows travel through a local query: lazily, within bounds, and to an end whatever happens.
@Suite struct StreamingTests {
  private static let engine = LocalEngine(zone: .utc, now: ShopRunner.now)

  /// A query of a plan over `Shop`, with its one input.
  private func query(_ sql: String) throws -> (LocalQuery, Scan) {
    guard case .localQuery(let query) = try ShopRunner().plan(sql, folds: true).root,
      let input = query.inputs.first
    else { throw Diagnostic(.internalError, "the test's statement needs no local query") }
    return (query, input.scan)
  }

  /// Batches of 1,000 rows that are all alike but for a number, counted as they are pulled.
  private final class Source: Sendable {
    let pulled = Mutex(0)

    func stream(
      _ scan: Scan,
      batches: Int,
      failingAt failure: Int? = nil,
      value: @escaping @Sendable (Int) -> Value
    ) -> RowBatchStream {
      RowBatchStream { [self] in
        let index = pulled.withLock { count in
          count += 1
          return count - 1
        }
        if index == failure { throw Diagnostic(.connectionFailure, "connection lost") }
        if index >= batches { return nil }
        let rows = (0..<1000).map { row in
          scan.columns.map { column in
            column.type == .uuid ? .uuid(Shop.id(1)) : value(index * 1000 + row)
          }
        }
        return RowBatch(scan.schema, rows: rows)
      }
    }
  }

  @Test func groupsHundredThousandRows() async throws {
    let (query, scan) = try query("SELECT lower(Name), count(*) FROM Item GROUP BY Name ORDER BY 1")
    let source = Source()
    let stream = source.stream(scan, batches: 100) { row in
      .text(row % 2 == 0 ? "Name \(row % 100)" : "NAME \(row % 100)")
    }
    let rows = try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
      var rows: [String] = []
      for try await batch in result.batches { rows += batch.texts() }
      return rows
    }
    #expect(rows.count == 100)
    #expect(rows.first == "name 0|1000")
  }

  @Test func sumsHundredThousandDecimals() async throws {
    let (query, scan) = try query("SELECT sum(Price), avg(Price), max(Price) FROM Item")
    let stream = Source().stream(scan, batches: 100) { row in
      .decimal(ExactDecimal(coefficient: Int128(row), scale: 2))
    }
    let rows = try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
      var rows: [String] = []
      for try await batch in result.batches { rows += batch.texts() }
      return rows
    }
    #expect(rows == ["49999500.00|499.9950000000000000|999.99"])
  }

  @Test func pullsNoMoreThanTheReaderTakes() async throws {
    // A window over no order answers no row before all are read, UNION ALL passes them through.
    let (query, scan) = try query("SELECT Name FROM Item UNION ALL SELECT 'x'")
    let source = Source()
    let stream = source.stream(scan, batches: 1000) { .text("\($0)") }
    let first = try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
      var batches = result.batches.makeAsyncIterator()
      return try await batches.next()?.rowCount
    }
    #expect(first == 1000)
    // What travels ahead: a batch in SQLite, those in the two pipes, one on its way into each.
    #expect(source.pulled.withLock { $0 } <= 12)
  }

  @Test func limitStopsTheInput() async throws {
    let (query, scan) = try query("SELECT Name FROM Item UNION ALL SELECT 'x' LIMIT 5")
    let source = Source()
    let stream = source.stream(scan, batches: 1000) { .text("\($0)") }
    let count = try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
      var count = 0
      for try await batch in result.batches { count += batch.rowCount }
      return count
    }
    #expect(count == 5)
    #expect(source.pulled.withLock { $0 } <= 6)
  }

  @Test(arguments: [(1000, 5), (1, 1000)])
  func joinReadsSmallInputsWholeAndStreamsTheLargest(batches: Int, rows: Int) async throws {
    let (query, _) = try query(
      "SELECT a.Name FROM Item a JOIN Maker b ON a.Maker = b.Id LIMIT \(rows)"
    )
    let sources = [Source(), Source()]
    var inputs: [RelationID: RowBatchStream] = [:]
    for (source, input) in zip(sources, query.inputs) {
      let isItem = input.scan.table.name == "Item"
      inputs[input.scan.relation] =
        isItem
        ? source.stream(input.scan, batches: batches) { .text("\($0)") }
        : RowBatchStream([RowBatch(input.scan.schema, rows: [[.uuid(Shop.id(1))]])])
    }
    let count = try await Self.engine.run(query, inputs: inputs) { result in
      var count = 0
      for try await batch in result.batches { count += batch.rowCount }
      return count
    }
    #expect(count == rows)
    #expect(sources.map { $0.pulled.withLock { $0 } }.reduce(0, +) <= 8)
  }

  @Test func anErrorOfTheInputComesOutAsItIs() async throws {
    let (query, scan) = try query("SELECT Name, count(*) FROM Item GROUP BY Name")
    let stream = Source().stream(scan, batches: 9, failingAt: 3) { .text("\($0)") }
    await #expect(throws: Diagnostic(.connectionFailure, "connection lost")) {
      try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
        for try await _ in result.batches {}
      }
    }
  }

  @Test func anErrorOfTheReaderEndsTheRun() async throws {
    let (query, scan) = try query("SELECT Name FROM Item UNION ALL SELECT 'x'")
    let stream = Source().stream(scan, batches: 1000) { .text("\($0)") }
    await #expect(throws: Diagnostic(.fileError, "disk full")) {
      try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
        for try await _ in result.batches { throw Diagnostic(.fileError, "disk full") }
      }
    }
  }

  @Test func cancellationEndsAComputation() async throws {
    // Would run for days.
    let (query, scan) = try query(
      "SELECT count(*) FROM Item a, generate_series(1, 1000000000000) AS s(x) WHERE s.x < 0"
    )
    let started = AsyncStream.makeStream(of: Void.self)
    let stream = RowBatchStream {
      started.continuation.finish()
      try await Task.sleep(for: .seconds(3600))
      return nil
    }
    let task = Task {
      try await Self.engine.run(query, inputs: [scan.relation: stream]) { result in
        for try await _ in result.batches {}
      }
    }
    for await _ in started.stream {}
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
  }

  @Test func readerLeavingEndsAComputation() async throws {
    let (query, scan) = try query(
      "SELECT x FROM Item i RIGHT JOIN generate_series(1, 1000000000000) AS s(x) ON i.Quantity = x"
    )
    let stream = Source().stream(scan, batches: 1) { _ in .null }
    let count = try await Self.engine.run(query, inputs: [scan.relation: stream]) { _ in 7 }
    #expect(count == 7)
  }
}
