import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes
import Synchronization
import Testing

/// Inputs that are read by the keys of others.
@Suite(.timeLimit(.minutes(1)))
struct KeyReductionTests {
  static let supplier = RelationID(1)
  static let invoice = RelationID(2)
  static let line = RelationID(3)

  @Test(arguments: cases, [0, 1, 2]) func check(_ item: Case, _ way: Int) async throws {
    var script = item.script
    let records = FilteredRecords(
      entities: [
        "Supplier": item.suppliers.enumerated().map { number, name in
          [
            "Id": .uuid(ScriptedService.id(number)), "Name": name.map(Value.text) ?? .null,
          ]
        },
        "Invoice": item.invoices.enumerated().map { number, text in
          ["Id": .uuid(ScriptedService.id(1000 + number)), "Number": .text(text)]
        },
      ],
      areEqual: item.areEqual
    )
    script.rows = { query, entity in records.rows(query, entity) }
    let service = ScriptedService(script: script)
    let orders: [InputReading.Order] = [
      .sequence([Self.supplier, Self.invoice]), .sequence([Self.invoice, Self.supplier]),
      .together,
    ]
    let reading = InputReading(order: orders[way])
    let executor = Executor(service: service, local: reading)
    var invoices = try Self.scan(Self.invoice, ["Id", "Number"], of: "Invoice")
    invoices.filter = item.filter
    let node = try Self.query([
      LocalInput(
        scan: invoices,
        isReadOnce: false,
        reduction: KeyReduction(
          source: Self.supplier,
          sourceColumn: try Samples.index("Name", Samples.table("Supplier")),
          column: try Samples.index("Number", Samples.table("Invoice")),
          mostKeys: item.mostKeys
        )
      ),
      LocalInput(
        scan: try Self.scan(Self.supplier, ["Id", "Name"], of: "Supplier"),
        isReadOnce: true
      ),
    ])
    try await executor.withRows(of: node) { _ in }
    #expect(service.calls.filter { $0.hasPrefix("Invoice") }.sorted() == item.calls)
    #expect(reading.rows.texts(Self.supplier, column: 1) == item.suppliers.map { $0 ?? "NULL" })
    #expect(reading.rows.texts(Self.invoice, column: 1) == item.found ?? item.invoices)
    let report = executor.monitor.report
    #expect(report.warnings.map(\.message) == item.warnings)
    #expect(report.isComplete == item.warnings.isEmpty)
    let step = report.scans.first { $0.relation == Self.invoice }
    #expect(step?.requests ?? 0 == item.calls.count)
    #expect(step?.rowsExpected == item.expected)
    #expect(step?.bytes ?? 0 == 110 * item.calls.count)
  }

  /// Keys of other types, and pairs of types whose equality no filter has.
  @Test(arguments: [
    ("Amount", "Rating", ["Invoice 0+1000 Amount in 2"]),
    ("Quantity", "Rating", ["Invoice 0+1000 Quantity = 3"]),
    ("Ratio", "Rating", ["Invoice 0+1000"]), ("Number", "Rating", ["Invoice 0+1000"]),
    ("Supplier", "Id", ["Invoice 0+1000 Supplier in 4"]),
    ("Key", "Id", ["Invoice 0+1000 Key in 4"]), ("Number", "Id", ["Invoice 0+1000"]),
    ("DueDate", "Since", ["Invoice 0+1000 DueDate = 2026-11-24"]),
    ("PaidAt", "Since", ["Invoice 0+1000"]), ("Status", "Country", ["Invoice 0+1000"]),
    ("Story", "Name", ["Invoice 0+1000"]), ("Number", "Notes", []),
  ])
  func types(_ field: String, _ source: String, _ calls: [String]) async throws {
    let ratings: [Int128] = [300, 255, 300, 30]
    let records = FilteredRecords(entities: [
      "Supplier": ratings.enumerated().map { number, rating in
        [
          "Id": .uuid(ScriptedService.id(number)), "Name": .text("S"),
          "Rating": .decimal(ExactDecimal(coefficient: rating, scale: number == 3 ? 1 : 2)),
          "Since": .date(CalendarDate(days: 20781)), "Country": .choice(1),
        ]
      }, "Invoice": [],
    ])
    let service = ScriptedService(
      script: Script(rows: { query, entity in records.rows(query, entity) })
    )
    let reading = InputReading(order: .sequence([Self.supplier, Self.invoice]))
    let node = try Self.query([
      LocalInput(
        scan: try Self.scan(Self.supplier, ["Id", source], of: "Supplier"),
        isReadOnce: true
      ),
      LocalInput(
        scan: try Self.scan(Self.invoice, ["Id", field], of: "Invoice"),
        isReadOnce: false,
        reduction: KeyReduction(
          source: Self.supplier,
          sourceColumn: try Samples.index(source, Samples.table("Supplier")),
          column: try Samples.index(field, Samples.table("Invoice")),
          mostKeys: 10
        )
      ),
    ])
    try await Executor(service: service, local: reading).withRows(of: node) { _ in }
    #expect(service.calls.filter { $0.hasPrefix("Invoice") } == calls)
  }

  /// Suppliers name invoices, invoices name lines; a second read of lines goes by suppliers.
  @Test(arguments: [[1, 2, 3, 4], [4, 3, 2, 1], [3, 1, 4, 2], []])
  func chains(_ order: [Int]) async throws {
    let service = Self.chained()
    let reading = InputReading(
      order: order.isEmpty ? .together : .sequence(order.map { RelationID($0) })
    )
    let executor = Executor(service: service, local: reading)
    try await executor.withRows(of: try Self.chain()) { _ in }
    #expect(reading.rows.texts(Self.invoice, column: 0) == [ScriptedService.id(3)])
    #expect(reading.rows.texts(Self.line, column: 0) == [ScriptedService.id(30)])
    #expect(reading.rows.texts(RelationID(4), column: 0) == [])
    #expect(reading.rows.texts(Self.supplier, column: 0) == [ScriptedService.id(1)])
    #expect(
      service.calls.sorted() == [
        "Invoice 0+1000 Supplier = \(ScriptedService.id(1))",
        "InvoiceLine 0+1000 Invoice = \(ScriptedService.id(1))",
        "InvoiceLine 0+1000 Invoice = \(ScriptedService.id(3))", "Supplier 0+1000",
      ]
    )
    #expect(executor.monitor.report.isComplete)
    #expect(executor.monitor.report.scans.count == 4)
  }

  /// Inputs that wait for each other, for themselves or for nobody are read whole.
  @Test(arguments: [
    [(2, 3), (3, 2)], [(2, 2), (3, 2)], [(1, 3), (3, 2), (2, 1)], [(2, 9), (3, 9)],
  ])
  func circles(_ sources: [(Int, Int)]) async throws {
    let service = Self.chained()
    let reading = InputReading(order: .sequence([RelationID(3), RelationID(2), RelationID(1)]))
    guard case .localQuery(var query) = try Self.chain() else { return }
    query.inputs.removeLast()
    for index in query.inputs.indices {
      let relation = query.inputs[index].scan.relation
      let source = sources.first { RelationID($0.0) == relation }
      query.inputs[index].reduction = source.map {
        KeyReduction(source: RelationID($0.1), sourceColumn: 0, column: 0, mostKeys: 10)
      }
    }
    try await Executor(service: service, local: reading).withRows(of: PlanNode.localQuery(query)) {
      _ in
    }
    #expect(reading.rows.texts(Self.supplier, column: 0) == [ScriptedService.id(1)])
    // At least one of a circle is read whole, and nobody waits for ever.
    #expect(service.calls.contains { $0.hasSuffix(" 0+1000") })
  }

  /// A failure of either read is told as it is, whoever asks first.
  @Test(arguments: ["Supplier", "Invoice"], [[1, 2], [2, 1], []])
  func failures(_ entity: String, _ order: [Int]) async throws {
    let fault = ServiceError(.refused, "no", method: "POST", path: "/q", feature: .joins)
    let service = Self.chained(failure: { $0.hasPrefix(entity + " ") ? fault : nil })
    let reading = InputReading(
      order: order.isEmpty ? .together : .sequence(order.map { RelationID($0) })
    )
    let executor = Executor(service: service, local: reading)
    let error = await #expect(throws: ServiceError.self) {
      try await executor.withRows(of: try Self.chain()) { _ in }
    }
    #expect(error == fault)
    #expect(!executor.monitor.report.isComplete)
  }

  /// Cancelling ends a read that waits for keys, and one that has them.
  @Test(arguments: ["Supplier 0+1000", "Invoice 0+1000 Supplier = \(ScriptedService.id(1))"])
  func cancellation(_ held: String) async throws {
    let gates = Gates()
    let service = Self.chained(before: { if $0 == held { await gates.pass($0) } })
    let executor = Executor(
      service: service,
      local: InputReading(order: .sequence([Self.invoice, Self.supplier]))
    )
    let node = try Self.chain()
    let task = Task { try await executor.withRows(of: node) { _ in } }
    await gates.arrival(held)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// A query that reads neither ends at once, whatever is under way.
  @Test func unread() async throws {
    let executor = Executor(
      service: Self.chained(),
      local: InputReading(order: .sequence([]))
    )
    try await executor.withRows(of: try Self.chain()) { _ in }
    #expect(executor.monitor.report.isComplete)
  }

  /// MAX_REQUESTS refuses the lists before the first of them is asked for.
  @Test func requestLimit() async throws {
    let records = FilteredRecords(entities: [
      "Supplier": (0..<250).map { ["Name": .text("N\($0)")] }, "Invoice": [],
    ])
    let service = ScriptedService(
      script: Script(rows: { query, entity in records.rows(query, entity) })
    )
    let executor = Executor(
      service: service,
      local: InputReading(order: .sequence([Self.invoice])),
      monitor: ExecutionMonitor(requestLimit: 3)
    )
    let node = try Self.query([
      LocalInput(
        scan: try Self.scan(Self.supplier, ["Name"], of: "Supplier"),
        isReadOnce: true
      ),
      LocalInput(
        scan: try Self.scan(Self.invoice, ["Number"], of: "Invoice"),
        isReadOnce: false,
        reduction: KeyReduction(
          source: Self.supplier,
          sourceColumn: try Samples.index("Name", Samples.table("Supplier")),
          column: try Samples.index("Number", Samples.table("Invoice")),
          mostKeys: 1000
        )
      ),
    ])
    let error = await #expect(throws: Diagnostic.self) {
      try await executor.withRows(of: node) { _ in }
    }
    #expect(error?.code == .requestLimitExceeded)
    #expect(service.calls == ["Supplier 0+1000"])
  }

  /// A later list that fails ends the read though pages of an earlier one are still to come.
  @Test func failingList() async throws {
    let gates = Gates()
    let lists = Mutex(0)
    let failures = Mutex(0)
    let fault = ServiceError(.serverFault, "no", method: "POST", path: "/q", status: 500)
    let records = FilteredRecords(entities: [
      "Supplier": (0..<200).map { ["Name": .text("N\($0)")] },
      "Invoice": (0..<500).map { ["Number": .text("N\($0 % 100)")] },
    ])
    let service = ScriptedService(
      script: Script(
        before: { name in
          // The first list is held until the second has failed.
          guard name.hasPrefix("Invoice"),
            lists.withLock({
              $0 += 1; return $0
            }) == 1
          else { return }
          await gates.pass("first")
        },
        failure: { name in
          guard name.hasPrefix("Invoice") else { return nil }
          gates.open("first")
          return failures.withLock {
            $0 += 1; return $0
          } == 1 ? fault : nil
        },
        rows: { query, entity in records.rows(query, entity) }
      )
    )
    let reading = InputReading(order: .sequence([Self.supplier, Self.invoice]))
    let executor = Executor(service: service, local: reading)
    var invoices = try Self.scan(Self.invoice, ["Number"], of: "Invoice")
    invoices.pageSize = 100
    let node = try Self.query([
      LocalInput(
        scan: try Self.scan(Self.supplier, ["Name"], of: "Supplier"),
        isReadOnce: true
      ),
      LocalInput(
        scan: invoices,
        isReadOnce: false,
        reduction: KeyReduction(
          source: Self.supplier,
          sourceColumn: try Samples.index("Name", Samples.table("Supplier")),
          column: try Samples.index("Number", Samples.table("Invoice")),
          mostKeys: 1000
        )
      ),
    ])
    let error = await #expect(throws: ServiceError.self) {
      try await executor.withRows(of: node) { _ in }
    }
    #expect(error == fault)
  }

  // What the cases are made of.

  private static func scan(
    _ relation: RelationID,
    _ columns: [String],
    of table: String
  ) throws -> Scan {
    var scan = try Samples.scan(columns, of: table)
    scan.relation = relation
    return scan
  }

  private static func query(_ inputs: [LocalInput]) throws -> PlanNode {
    .localQuery(
      LocalQuery(
        inputs: inputs,
        query: BoundQuery(body: .values([]), schema: RowSchema([])),
        reasons: []
      )
    )
  }

  private static func chain() throws -> PlanNode {
    let supplier = try Samples.table("Supplier")
    let invoice = try Samples.table("Invoice")
    let line = try Samples.table("InvoiceLine")
    func reduced(
      _ relation: RelationID,
      by source: RelationID,
      _ sourceColumn: Int,
      _ column: String,
      of table: Table
    ) throws -> LocalInput {
      LocalInput(
        scan: try scan(relation, ["Id", column], of: table.name),
        isReadOnce: false,
        reduction: KeyReduction(
          source: source,
          sourceColumn: sourceColumn,
          column: try Samples.index(column, table),
          mostKeys: 100
        )
      )
    }
    let id = try Samples.index("Id", supplier)
    return try query([
      reduced(Self.line, by: Self.invoice, Samples.index("Id", invoice), "Invoice", of: line),
      reduced(Self.invoice, by: Self.supplier, id, "Supplier", of: invoice),
      LocalInput(scan: try scan(Self.supplier, ["Id", "Name"], of: "Supplier"), isReadOnce: true),
      reduced(RelationID(4), by: Self.supplier, id, "Invoice", of: line),
    ])
  }

  private static func chained(
    before: @escaping @Sendable (String) async -> Void = { _ in },
    failure: @escaping @Sendable (String) -> ServiceError? = { _ in nil }
  ) -> ScriptedService {
    let id = ScriptedService.id
    let records = FilteredRecords(entities: [
      "Supplier": [["Id": .uuid(id(1)), "Name": .text("a")]],
      "Invoice": [
        ["Id": .uuid(id(2)), "Supplier": .uuid(id(9))],
        ["Id": .uuid(id(3)), "Supplier": .uuid(id(1))], ["Id": .uuid(id(4))],
      ],
      "InvoiceLine": [
        ["Id": .uuid(id(30)), "Invoice": .uuid(id(3))],
        ["Id": .uuid(id(31)), "Invoice": .uuid(id(2))],
      ],
    ])
    return ScriptedService(
      script: Script(
        before: before,
        failure: failure,
        rows: { query, entity in records.rows(query, entity) }
      )
    )
  }
}
