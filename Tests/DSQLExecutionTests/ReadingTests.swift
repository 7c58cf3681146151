import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes
import Testing

/// What reading a plan answers, what it calls, and what it tells.
@Suite(.timeLimit(.minutes(1)))
struct ReadingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var records: Int
    var offset = 0
    var limit: Int?
    var pageSize = 1000
    var script = Script()
    var rows: Int
    var calls: [String]
    var warnings: [String] = []
    var failure: ServiceError.Code?

    var testDescription: String { name }
  }

  private static let fault = ServiceError(
    .serverFault,
    "Internal Server Error",
    method: "POST",
    path: "/q",
    status: 500,
    retries: 4
  )

  @Test(arguments: [
    Case(name: "no records", records: 0, rows: 0, calls: ["page 0+1000"]),
    Case(name: "a full page", records: 1000, rows: 1000, calls: ["page 0+1000"]),
    Case(
      name: "several pages",
      records: 2500,
      rows: 2500,
      calls: ["page 0+1000", "page 1000+1000", "page 2000+1000"]
    ),
    Case(
      name: "limit and offset",
      records: 2500,
      offset: 100,
      limit: 1200,
      rows: 1200,
      calls: ["page 100+1000", "page 1100+200"]
    ),
    Case(
      name: "small pages",
      records: 5,
      pageSize: 2,
      rows: 5,
      calls: ["page 0+2", "page 2+2", "page 4+2"]
    ),
    Case(
      name: "no total",
      records: 2000,
      script: Script(total: { _, _ in nil }),
      rows: 2000,
      calls: ["page 0+1000", "page 1000+1000", "page 2000+1000"]
    ),
    Case(
      name: "a service with small pages",
      records: 900,
      script: Script(mostRows: 400),
      rows: 900,
      calls: ["page 0+1000", "page 400+400", "page 800+400"]
    ),
    Case(
      name: "fewer rows than told",
      records: 1500,
      script: Script(total: { _, _ in 1700 }),
      rows: 1500,
      calls: ["page 0+1000", "page 1000+1000"],
      warnings: [
        "result is incomplete: 1,500 of 1,700 rows, the entity changed while it was read"
      ]
    ),
    Case(
      name: "rows that come twice",
      records: 2500,
      script: Script(shift: { $0 == 0 ? 0 : $0 - 2 }),
      rows: 2502,
      calls: ["page 0+1000", "page 1000+1000", "page 2000+1000"],
      warnings: ["unstable: 2 rows came twice, the entity changed while it was read"]
    ),
    Case(
      name: "a total that changes",
      records: 1500,
      script: Script(total: { count, start in start == 0 ? count : count + 1 }),
      rows: 1500,
      calls: ["page 0+1000", "page 1000+1000"],
      warnings: [
        "unstable: the entity had 1,500 rows at first and 1,501 at last, "
          + "it changed while it was read"
      ]
    ),
    Case(
      name: "a failure in the middle",
      records: 2500,
      script: Script(failure: { $0 == "page 2000+1000" ? fault : nil }),
      rows: 2000,
      calls: ["page 0+1000", "page 1000+1000", "page 2000+1000"],
      warnings: ["result is incomplete: 2,000 of 2,500 rows, request 3 failed"],
      failure: .serverFault
    ),
    Case(
      name: "a failure at once",
      records: 2500,
      script: Script(failure: { _ in fault }),
      rows: 0,
      calls: ["page 0+1000"],
      failure: .serverFault
    ),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService(Samples.suppliers(example.records), script: example.script)
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan(
      offset: example.offset,
      limit: example.limit,
      pageSize: example.pageSize
    )
    let received = Received()
    var code: ServiceError.Code?
    do {
      _ = try await executor.withRows(of: Plan(root: .scan(scan), schema: scan.schema)) { result in
        for try await batch in result.batches { received.add(batch) }
      }
    } catch let error as ServiceError {
      code = error.code
    }
    #expect(received.count == example.rows)
    #expect(service.calls.sorted() == example.calls.sorted())
    #expect(code == example.failure)
    let report = executor.monitor.report
    #expect(report.warnings.map(\.message) == example.warnings)
    #expect(report.isComplete == (example.warnings.isEmpty && example.failure == nil))
    #expect(report.rowsRead == example.rows)
    #expect(
      report.requests == example.calls.count + (example.failure == nil ? 0 : Self.fault.retries)
    )
    if example.warnings.isEmpty {
      #expect(received.names == (0..<example.rows).map { "S\($0 + example.offset)" })
    }
  }

  /// Pages that arrive in another order are handed out in theirs.
  @Test func order() async throws {
    let gates = Gates()
    let service = ScriptedService(
      Samples.suppliers(4000),
      script: Script(before: { await gates.pass($0) })
    )
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan()
    gates.open("page 0+1000")
    async let names = executor.withRows(of: PlanNode.scan(scan)) { result in
      try await Samples.texts(result, column: 1)
    }
    for page in ["page 1000+1000", "page 2000+1000", "page 3000+1000"] {
      await gates.arrival(page)
    }
    for page in ["page 3000+1000", "page 2000+1000", "page 1000+1000"] { gates.open(page) }
    #expect(try await names == (0..<4000).map { "S\($0)" })
  }

  /// A reader that stops after the first page costs no more than the window.
  @Test func laziness() async throws {
    let service = ScriptedService(Samples.suppliers(100_000))
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan()
    let first = try await executor.withRows(of: PlanNode.scan(scan)) { result in
      var iterator = result.batches.makeAsyncIterator()
      return try await iterator.next()?.rowCount
    }
    #expect(first == 1000)
    #expect(service.calls.count <= 3)
    #expect(executor.monitor.report.isComplete)
  }

  /// A result that outlives its scope ends at once instead of waiting for pages.
  @Test func escape() async throws {
    let executor = Executor(
      service: ScriptedService(Samples.suppliers(100)),
      local: PlainComputation()
    )
    let result = try await executor.withRows(of: PlanNode.scan(Samples.scan())) { $0 }
    await #expect(throws: CancellationError.self) { try await Samples.texts(result, column: 1) }
  }

  /// A body that reads nothing causes no call.
  @Test func unread() async throws {
    let service = ScriptedService(Samples.suppliers(100))
    let executor = Executor(service: service, local: PlainComputation())
    try await executor.withRows(of: PlanNode.scan(Samples.scan())) { _ in }
    #expect(service.calls.isEmpty)
  }

  /// Cancelling the reader ends the calls that are under way.
  @Test func cancellation() async throws {
    let gates = Gates()
    let service = ScriptedService(
      Samples.suppliers(9000),
      script: Script(before: { await gates.pass($0) })
    )
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan()
    gates.open("page 0+1000")
    let task = Task {
      try await executor.withRows(of: PlanNode.scan(scan)) { result in
        try await Samples.texts(result, column: 1)
      }
    }
    await gates.arrival("page 1000+1000")
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!executor.monitor.report.isComplete)
    #expect(executor.monitor.report.warnings.isEmpty)
  }

  /// A limit above a filter asks for one page, then two, and no more once it has its rows.
  @Test func limit() async throws {
    let service = ScriptedService(Samples.suppliers(50_000))
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan()
    let node = PlanNode.limit(
      Limit(
        input: .projection(
          Projection(
            input: .filter(
              Filter(
                input: .scan(scan),
                predicate: Self.named("S1500", in: scan),
                note: PredicateNote(text: "", place: .local)
              )
            ),
            items: [BoundItem(Self.column(1, of: scan), name: "Who")]
          )
        ),
        offset: 0,
        limit: 1
      )
    )
    let names = try await executor.withRows(of: node) { result in
      #expect(result.schema.columns.map(\.name) == ["Who"])
      return try await Samples.texts(result, column: 0)
    }
    #expect(names == ["S1500"])
    #expect(service.calls.sorted() == ["page 0+1000", "page 1000+1000", "page 2000+1000"])
  }

  @Test(arguments: [(0, 3), (2, 2), (998, 4), (999, 1001), (1500, 0), (2499, 10), (9000, 1)])
  func slice(offset: Int, limit: Int) async throws {
    let service = ScriptedService(Samples.suppliers(2500))
    let executor = Executor(service: service, local: PlainComputation())
    let node = PlanNode.limit(
      Limit(input: .scan(try Samples.scan()), offset: offset, limit: limit)
    )
    let names = try await executor.withRows(of: node) { try await Samples.texts($0, column: 1) }
    #expect(names == (0..<2500).dropFirst(offset).prefix(limit).map { "S\($0)" })
  }

  /// MAX_REQUESTS refuses a scan after its first page, before a row of it is shown.
  @Test func requestLimit() async throws {
    let service = ScriptedService(Samples.suppliers(5000))
    let executor = Executor(
      service: service,
      local: PlainComputation(),
      monitor: ExecutionMonitor(requestLimit: 4)
    )
    let received = Received()
    let scan = try Samples.scan()
    let error = await #expect(throws: Diagnostic.self) {
      try await executor.withRows(of: PlanNode.scan(scan)) { result in
        for try await batch in result.batches { received.add(batch) }
      }
    }
    #expect(error?.code == .requestLimitExceeded)
    #expect(received.count == 0)
    #expect(service.calls == ["page 0+1000"])
  }

  @Test func count() async throws {
    let service = ScriptedService(Samples.suppliers(5000))
    let executor = Executor(service: service, local: PlainComputation())
    let node = PlanNode.count(CountRecords(scan: try Samples.scan()))
    let counts = try await executor.withRows(of: node) { try await Samples.texts($0, column: 0) }
    #expect(counts == ["5000"])
    #expect(service.calls == ["page 0+1"])
  }

  @Test func constantRows() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let schema = RowSchema([SchemaColumn("n", .integer)])
    let node = PlanNode.rows(
      ConstantRows(schema: schema, rows: (0..<2001).map { [.integer($0)] })
    )
    let numbers = try await executor.withRows(of: node) { try await Samples.texts($0, column: 0) }
    #expect(numbers == (0..<2001).map(String.init))
    #expect(service.calls.isEmpty)
  }

  /// Whole texts stand in place of the markers; what a filter drops or NULL costs no call.
  @Test func longText() async throws {
    let records: [ScriptedService.Record] = (0..<20).map { number in
      [
        "Id": .uuid(ScriptedService.id(number)), "Number": .text(number < 18 ? "keep" : "drop"),
        "Story": number == 3 ? .null : .text("HasValue=true Length=9"),
        "WholeStory": number == 3 ? .null : .text("story \(number)"),
      ]
    }
    let service = ScriptedService(records)
    let executor = Executor(service: service, local: PlainComputation())
    let scan = try Samples.scan(["Id", "Number", "Story"], of: "Invoice")
    let node = PlanNode.filter(
      Filter(
        input: .scan(scan),
        predicate: Self.named("keep", in: scan),
        note: PredicateNote(text: "", place: .local)
      )
    )
    let stories = try await executor.withRows(of: node) { try await Samples.texts($0, column: 2) }
    #expect(stories == (0..<18).map { $0 == 3 ? "NULL" : "story \($0)" })
    #expect(service.calls.count == 18)
    #expect(!service.calls.contains("whole 0003"))
  }

  /// Rows whose records vanish in several batches are told of once; another failure ends the read.
  @Test func vanishedRows() async throws {
    let records: [ScriptedService.Record] = (0..<40).map { number in
      [
        "Id": .uuid(ScriptedService.id(number)), "Number": .text("keep"),
        "Story": .text("HasValue=true Length=9"), "WholeStory": .text("story \(number)"),
      ]
    }
    let scan = try Samples.scan(["Id", "Number", "Story"], of: "Invoice")
    let gone = ServiceError(.notFound, "Record not found", method: "GET", path: "/", status: 404)
    let service = ScriptedService(
      records,
      script: Script(failure: { $0.hasPrefix("whole") && $0.hasSuffix("5") ? gone : nil })
    )
    let executor = Executor(service: service, local: PlainComputation())
    let stories = try await executor.withRows(of: .scan(scan)) {
      try await Samples.texts($0, column: 2)
    }
    #expect(stories == (0..<40).filter { $0 % 10 != 5 }.map { "story \($0)" })
    #expect(
      executor.monitor.report.warnings.map(\.message) == [
        "unstable: 4 rows vanished while the long texts were read"
      ]
    )
    #expect(!executor.monitor.report.isComplete)

    let marker = ServiceError(.invalidAnswer, "only as a marker", method: "GET", path: "/")
    let refusing = ScriptedService(
      records,
      script: Script(failure: { $0 == "whole 0009" ? marker : nil })
    )
    let failing = Executor(service: refusing, local: PlainComputation())
    await #expect(throws: marker) {
      _ = try await failing.withRows(of: .scan(scan)) { try await Samples.texts($0, column: 2) }
    }
  }

  private static func column(_ position: Int, of scan: Scan) -> BoundExpression {
    let column = scan.columns[position]
    return BoundExpression(
      .column(
        BoundColumn(
          relation: scan.relation,
          index: column.index,
          name: scan.schema.columns[position].name
        )
      ),
      column.type
    )
  }

  private static func named(_ name: String, in scan: Scan) -> BoundExpression {
    let constant = BoundExpression(.constant(.text(name)), .text)
    return BoundExpression(.comparison(.equal, column(1, of: scan), constant, .folded), .boolean)
  }
}
