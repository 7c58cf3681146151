import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes
import Testing

/// Scans whose rows are no records: groups and joined rows.
@Suite(.timeLimit(.minutes(1)))
struct GroupedReadingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var keys: [String] = ["Country"]
    var limit: Int?
    var groups: Int
    var total: @Sendable (Int, Int) -> Int? = { count, _ in count }
    var rows: [String]
    var calls: [String]

    var testDescription: String { name }
  }

  private static func groups(_ range: Range<Int>) -> [String] { range.map { "\($0)|\($0 * 2).50" } }

  static let cases = [
    Case(name: "no groups", groups: 0, rows: [], calls: ["0+1000"]),
    Case(name: "a short page", groups: 3, rows: groups(0..<3), calls: ["0+1000"]),
    Case(
      name: "until a page is short",
      groups: 1000,
      rows: groups(0..<1000),
      calls: ["0+1000", "1000+1000"]
    ),
    Case(
      name: "a total of records",
      groups: 1500,
      total: { _, _ in 90_000 },
      rows: groups(0..<1500),
      calls: ["0+1000", "1000+1000"]
    ),
    Case(
      name: "a total of one page",
      groups: 1500,
      total: { _, _ in 1000 },
      rows: groups(0..<1500),
      calls: ["0+1000", "1000+1000"]
    ),
    Case(
      name: "a limit",
      limit: 1200,
      groups: 1500,
      rows: groups(0..<1200),
      calls: ["0+1000", "1000+200"]
    ),
    Case(name: "one row", keys: [], groups: 1, rows: groups(0..<1), calls: ["0+1000"]),
    Case(
      name: "one row that is not sent",
      keys: [],
      groups: 0,
      rows: ["0|NULL"],
      calls: ["0+1000"]
    ),
    Case(name: "one row, none wanted", keys: [], limit: 0, groups: 0, rows: [], calls: []),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    let script = Script(
      total: item.total,
      rows: { query, _ in
        #expect(query.feature == .aggregates)
        #expect(query.groupBy == item.keys)
        return (0..<item.groups).map { number in
          [
            "n": .integer(Int64(number)),
            "total": .decimal(ExactDecimal(coefficient: Int128(number) * 200 + 50, scale: 2)),
          ]
        }
      }
    )
    let service = ScriptedService(script: script)
    let executor = Executor(service: service, local: PlainComputation())
    var scan = try Self.grouped(item.keys)
    scan.limit = item.limit
    let rows = try await executor.withRows(of: PlanNode.scan(scan)) { result in
      var rows: [String] = []
      for try await batch in result.batches {
        rows += (0..<batch.rowCount).map { row in
          batch.columns.indices.map { column in
            let type = batch.schema.columns[column].type
            return batch.value(row: row, column: column).text(type: type, zone: .utc) ?? "NULL"
          }.joined(separator: "|")
        }
      }
      return rows
    }
    #expect(rows == item.rows)
    #expect(service.calls == item.calls.map { "Supplier \($0)" })
    let report = executor.monitor.report
    #expect(report.isComplete && report.warnings.isEmpty)
    #expect(report.rowsExpected == nil)
    #expect(report.rowsRead == min(item.groups, item.limit ?? .max))
  }

  /// An id that comes with each of its partners is no record that came twice, and the total holds.
  @Test(arguments: [1500, 1502]) func joined(_ total: Int) async throws {
    let service = ScriptedService(
      script: Script(
        total: { _, _ in total },
        rows: { _, _ in
          (0..<1500).map { number in
            ["Id": .uuid(ScriptedService.id(7)), "Supplier.Name": .text("S\(number)")]
          }
        }
      )
    )
    let executor = Executor(service: service, local: PlainComputation())
    let supplier = try Samples.table("Supplier")
    let id = supplier.columns[try Samples.index("Id", supplier)]
    let name = supplier.columns[try Samples.index("Name", supplier)]
    let table = supplier.with(
      columns: [id, name.placed(as: "Supplier.Name", path: ["Supplier.Name"])],
      recordCount: nil
    )
    let scan = Scan(
      relation: RelationID(1),
      table: table,
      columns: [ScanColumn(index: 0, type: .uuid), ScanColumn(index: 1, type: .text)],
      joins: [RecordJoin(.inner, "Invoice", left: "Supplier.Name", right: "Invoice.Number")]
    )
    let names = try await executor.withRows(of: PlanNode.scan(scan)) {
      try await Samples.texts($0, column: 1)
    }
    #expect(names == (0..<1500).map { "S\($0)" })
    #expect(service.calls == ["Supplier 0+1000", "Supplier 1000+1000"])
    let report = executor.monitor.report
    #expect(report.rowsExpected == total)
    #expect(
      report.warnings.map(\.message)
        == (total == 1500
          ? []
          : ["result is incomplete: 1,500 of 1,502 rows, the entity changed while it was read"])
    )
  }

  /// What a first page shows of its query is told before a row of any other input is used.
  @Test(arguments: [ServiceError.Code.featureIgnored, .refused])
  func featuresComeFirst(_ code: ServiceError.Code) async throws {
    let fault = ServiceError(code, "no", method: "POST", path: "/q", feature: .aggregates)
    let gates = Gates()
    let service = ScriptedService(
      script: Script(
        before: { if $0.hasPrefix("Supplier") { await gates.pass("groups") } },
        failure: { $0.hasPrefix("Supplier") ? fault : nil },
        rows: { _, _ in [["Number": .text("a")]] }
      )
    )
    var invoices = try Samples.scan(["Id", "Number"], of: "Invoice")
    invoices.relation = RelationID(2)
    let reading = InputReading(order: .sequence([RelationID(2)]))
    let node = PlanNode.localQuery(
      LocalQuery(
        inputs: [
          LocalInput(scan: invoices, isReadOnce: true),
          LocalInput(scan: try Self.grouped(["Country"]), isReadOnce: true),
        ],
        query: BoundQuery(body: .values([]), schema: RowSchema([])),
        reasons: []
      )
    )
    let executor = Executor(service: service, local: reading)
    let task = Task { try await executor.withRows(of: node) { _ in } }
    await gates.arrival("groups")
    #expect(reading.rows.texts(RelationID(2), column: 1) == [])
    gates.open("groups")
    let error = await #expect(throws: ServiceError.self) { try await task.value }
    #expect(error == fault)
    #expect(reading.rows.texts(RelationID(2), column: 1) == [])
  }

  /// Any other failure is told only to who reads the rows.
  @Test func otherFailuresWait() async throws {
    let fault = ServiceError(.serverFault, "no", method: "POST", path: "/q", status: 500)
    let service = ScriptedService(
      script: Script(
        failure: { $0.hasPrefix("Supplier") ? fault : nil },
        rows: { _, _ in [["Number": .text("a")]] }
      )
    )
    var invoices = try Samples.scan(["Id", "Number"], of: "Invoice")
    invoices.relation = RelationID(2)
    let reading = InputReading(order: .sequence([RelationID(2)]))
    let node = PlanNode.localQuery(
      LocalQuery(
        inputs: [
          LocalInput(scan: invoices, isReadOnce: true),
          LocalInput(scan: try Self.grouped(["Country"]), isReadOnce: true),
        ],
        query: BoundQuery(body: .values([]), schema: RowSchema([])),
        reasons: []
      )
    )
    try await Executor(service: service, local: reading).withRows(of: node) { _ in }
    #expect(reading.rows.texts(RelationID(2), column: 1) == ["a"])
  }

  /// A read that the computation gives up while a page travels leaves the result whole.
  @Test func givenUp() async throws {
    let gates = Gates()
    gates.open("page 0+1000")
    let service = ScriptedService(
      Samples.suppliers(3000),
      script: Script(before: { await gates.pass($0) })
    )
    let scan = try Samples.scan()
    let reading = InputReading(
      order: .until(scan.relation) { await gates.arrival("page 1000+1000") }
    )
    let executor = Executor(service: service, local: reading)
    let node = PlanNode.localQuery(
      LocalQuery(
        inputs: [LocalInput(scan: scan, isReadOnce: true)],
        query: BoundQuery(body: .values([]), schema: RowSchema([])),
        reasons: []
      )
    )
    try await executor.withRows(of: node) { _ in }
    #expect(executor.monitor.report.isComplete)
  }

  /// A scan's time goes from the start of its first call to its last answer.
  @Test func seconds() async throws {
    let time = Moments([1, 3, 10, 14, 20, 27])
    let executor = Executor(
      service: ScriptedService(Samples.suppliers(2500)),
      local: PlainComputation(),
      monitor: ExecutionMonitor(elapsed: { time.next() })
    )
    let scan = try Samples.scan()
    try await executor.withRows(of: PlanNode.scan(scan)) { result in
      for try await _ in result.batches {}
    }
    let step = executor.monitor.report.scans.first
    #expect(step?.requests == 3)
    #expect(step?.seconds == 26)
  }

  private static func grouped(_ keys: [String]) throws -> Scan {
    let supplier = try Samples.table("Supplier")
    let rating = supplier.columns[try Samples.index("Rating", supplier)]
    let count = rating.placed(as: "n", path: ["n"], type: .integer)
    let total = rating.placed(as: "total", path: ["total"])
    return Scan(
      relation: RelationID(1),
      table: supplier.with(columns: [count, total], recordCount: nil),
      columns: [ScanColumn(index: 0, type: .integer), ScanColumn(index: 1, type: rating.type)],
      grouping: Grouping(
        keys: keys,
        aggregates: [
          RecordAggregate(.count, "Id", alias: "n"),
          RecordAggregate(.sum, "Rating", alias: "total"),
        ]
      )
    )
  }
}
