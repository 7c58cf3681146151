import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLLocalQuery
import DSQLPlan
import DSQLTypes
import Testing

/// The executor with the product's own local computation.
@Suite(.timeLimit(.minutes(1)))
struct LocalEngineTests {
  private static let engine = LocalEngine(zone: .utc, now: Instant(ticks: 0))

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

  private static func upper(_ expression: BoundExpression) -> BoundExpression {
    BoundExpression(.function(.upper, [expression]), .text)
  }

  private static func text(_ text: String) -> BoundExpression {
    BoundExpression(.constant(.text(text)), .text)
  }

  /// A filter and a projection run batch by batch, and their limit stops the pages.
  @Test func rowStage() async throws {
    let service = ScriptedService(Samples.suppliers(9000))
    let executor = Executor(service: service, local: Self.engine)
    let scan = try Samples.scan()
    let name = Self.column(1, of: scan)
    let node = PlanNode.limit(
      Limit(
        input: .projection(
          Projection(
            input: .filter(
              Filter(
                input: .scan(scan),
                predicate: BoundExpression(
                  .like(name, pattern: Self.text("s1%"), escape: nil, isNegated: false, .folded),
                  .boolean
                ),
                note: PredicateNote(text: "", place: .local)
              )
            ),
            items: [BoundItem(Self.upper(name), name: "upper")]
          )
        ),
        offset: 2,
        limit: 3
      )
    )
    let names = try await executor.withRows(of: node) { try await Samples.texts($0, column: 0) }
    #expect(names == ["S11", "S12", "S13"])
    #expect(service.calls == ["page 0+1000"])
  }

  /// An error of an expression ends the read.
  @Test func failure() async throws {
    let service = ScriptedService(Samples.suppliers(10))
    let executor = Executor(service: service, local: Self.engine)
    let scan = try Samples.scan()
    let number = BoundExpression(.cast(Self.column(1, of: scan)), .integer)
    let node = PlanNode.projection(
      Projection(input: .scan(scan), items: [BoundItem(number, name: "n")])
    )
    await #expect(throws: LocalQueryError.self) {
      try await executor.withRows(of: node) { try await Samples.texts($0, column: 0) }
    }
  }

  /// A grouping query over all pages.
  @Test func localQuery() async throws {
    let service = ScriptedService(Samples.suppliers(3500))
    let executor = Executor(service: service, local: Self.engine)
    let scan = try Samples.scan()
    let name = Self.column(1, of: scan)
    let prefix = BoundExpression(
      .function(
        .left,
        [name, BoundExpression(.constant(.integer(2)), .integer)]
      ),
      .text
    )
    let count = BoundExpression(.aggregate(BoundAggregate(.count, [])), .integer)
    let query = BoundQuery(
      body: .select(
        BoundSelect(
          items: [BoundItem(prefix, name: "left"), BoundItem(count, name: "count")],
          from: .table(scan.relation, scan.table),
          groupBy: [prefix],
          isAggregate: true
        )
      ),
      orderBy: [BoundOrdering(key: .output(0))],
      schema: RowSchema([SchemaColumn("left", .text), SchemaColumn("count", .integer)])
    )
    let node = PlanNode.localQuery(
      LocalQuery(
        inputs: [LocalInput(scan: scan, isReadOnce: true)],
        query: query,
        reasons: ["grouping by an expression"]
      )
    )
    let counts = try await executor.withRows(of: node) { try await Samples.texts($0, column: 1) }
    #expect(counts == ["1", "1111", "1111", "611", "111", "111", "111", "111", "111", "111"])
    #expect(service.calls.count == 4)
    #expect(executor.monitor.report.isComplete)
  }

  /// A join answers the same whichever side is read by the keys of the other, in fewer calls.
  @Test(arguments: [nil, 1, 2], [JoinKind.inner, .left])
  func join(_ reduced: Int?, _ kind: JoinKind) async throws {
    let records = FilteredRecords(entities: [
      "Supplier": (0..<3000).map {
        ["Id": .uuid(ScriptedService.id($0)), "Name": .text("S\($0)")]
      },
      "Invoice": (0..<40).map {
        [
          "Id": .uuid(ScriptedService.id(5000 + $0)), "Number": .text("N\($0)"),
          "Supplier": $0 % 10 == 9 ? .null : .uuid(ScriptedService.id($0 / 3 * 100)),
        ]
      },
    ])
    let service = ScriptedService(
      script: Script(rows: { query, entity in records.rows(query, entity) })
    )
    let executor = Executor(service: service, local: Self.engine)
    var invoice = try Samples.scan(["Id", "Number", "Supplier"], of: "Invoice")
    let supplier = try Samples.scan()
    invoice.relation = RelationID(2)
    let equality = BoundExpression(
      .comparison(.equal, Self.column(2, of: invoice), Self.column(0, of: supplier), .folded),
      .boolean
    )
    let number = BoundItem(Self.column(1, of: invoice), name: "Number")
    let name = BoundItem(Self.column(1, of: supplier), name: "Name")
    let query = BoundQuery(
      body: .select(
        BoundSelect(
          items: [number, name],
          from: .join(
            BoundJoin(
              kind: kind,
              left: .table(invoice.relation, invoice.table),
              right: .table(supplier.relation, supplier.table),
              condition: equality
            )
          )
        )
      ),
      orderBy: [BoundOrdering(key: .output(0))],
      schema: RowSchema([SchemaColumn("Number", .text), SchemaColumn("Name", .text)])
    )
    func input(_ scan: Scan, by source: Scan, _ sourceColumn: Int, _ column: Int) -> LocalInput {
      var input = LocalInput(scan: scan, isReadOnce: false)
      if scan.relation == reduced.map({ RelationID($0) }), kind == .inner || reduced == 1 {
        input.reduction = KeyReduction(
          source: source.relation,
          sourceColumn: source.columns[sourceColumn].index,
          column: scan.columns[column].index,
          mostKeys: 5000
        )
      }
      return input
    }
    let node = PlanNode.localQuery(
      LocalQuery(
        inputs: [
          input(supplier, by: invoice, 2, 0), input(invoice, by: supplier, 0, 2),
        ],
        query: query,
        reasons: []
      )
    )
    let rows = try await executor.withRows(of: node) { result in
      var rows: [String] = []
      for try await batch in result.batches {
        rows += (0..<batch.rowCount).map { row in
          let name = batch.value(row: row, column: 1).text(type: .text, zone: .utc)
          return "\(batch.columns[0].text(row)) \(name ?? "NULL")"
        }
      }
      return rows
    }
    let expected = (0..<40).filter { kind == .left || $0 % 10 != 9 }.map {
      "N\($0) " + ($0 % 10 == 9 ? "NULL" : "S\($0 / 3 * 100)")
    }
    #expect(rows == expected.sorted())
    #expect(executor.monitor.report.isComplete)
    if reduced == 1 {
      #expect(service.calls.sorted() == ["Invoice 0+1000", "Supplier 0+1000 Id in 13"])
    } else if reduced == 2, kind == .inner {
      #expect(service.calls.count { $0 == "Invoice 0+1000 Supplier in 100" } == 30)
      #expect(service.calls.count == 33)
    } else {
      #expect(service.calls.count == 4)
    }
  }

  /// RETURNING is computed over the records as they were stored.
  @Test func returning() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: Self.engine)
    var node = try WriteSamples.insert(
      [[.text("a")], [.text("b")]],
      returning: ["Id", "Name"]
    )
    let item = try #require(node.returning?.items.first)
    node.returning?.items = [BoundItem(Self.upper(item.expression), name: "upper")]
    let outcome = try await executor.insert(node)
    #expect(try await Samples.texts(outcome.returnedRows, column: 0) == ["A", "B"])
  }
}
