import DSQLCatalog
import DSQLDiagnostics
import DSQLLocalQuery
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

/// Runs a query over decoded batches in the local query, and the like in the `sqlite3` program over
/// the same rows that it has loaded already.
struct LocalQueryBenchmark {
  let name: String
  let sql: String
  /// What SQLite is asked; its tables have the columns of the same names.
  let sqliteSQL: String
  let saleCount: Int

  /// `GROUP BY` over a million rows, 20,000 groups.
  static let grouping = LocalQueryBenchmark(
    name: "group 1,000,000 rows",
    sql: "SELECT City, COUNT(*), SUM(Amount), MAX(Number) FROM Sale GROUP BY City",
    sqliteSQL: "SELECT City, COUNT(*), SUM(Amount), MAX(Number) FROM Sale GROUP BY City",
    saleCount: 1_000_000
  )

  /// An equality join of 100,000 rows with 1,000, with a filter.
  static let join = LocalQueryBenchmark(
    name: "join 100,000 x 1,000",
    sql: "SELECT s.Number, s.Amount, p.Region FROM Sale s JOIN Shop p ON s.Shop = p.Id"
      + " WHERE p.Number < 500 AND s.Paid",
    sqliteSQL: "SELECT s.Number, s.Amount, p.Region FROM Sale s JOIN Shop p ON s.Shop = p.Id"
      + " WHERE p.Number < 500 AND s.Paid",
    saleCount: 100_000
  )

  private static let now = Instant(ticks: 17_149_792_895_000_000)

  func run() async throws -> [Measurement] {
    let engine = LocalEngine(zone: .utc, now: Self.now)
    let query = try plan(engine)
    var inputs: [(relation: RelationID, batches: [RowBatch])] = []
    for input in query.inputs {
      inputs.append((input.scan.relation, try batches(of: input.scan)))
    }
    var rowCount = 0
    let ours = try await Measurement.take(
      "\(name), local query, feeding included",
      amount: (saleCount, "rows")
    ) {
      rowCount = 0
      let streams = inputs.map { ($0.relation, RowBatchStream(kept: $0.batches)) }
      try await engine.run(query, inputs: Dictionary(uniqueKeysWithValues: streams)) { result in
        for try await batch in result.batches { rowCount += batch.rowCount }
      }
    }
    guard let theirs = try sqlite(expecting: rowCount) else {
      print("\(name): the program sqlite3 is not there to compare with")
      return [ours]
    }
    return [ours, theirs]
  }

  private func plan(_ engine: LocalEngine) throws -> LocalQuery {
    guard let statement = Parser.parseStatement(sql).statement else {
      throw BenchFault("the benchmark's statement has a syntax error")
    }
    let environment = PlannerEnvironment(
      catalog: SaleCatalog.catalog,
      settings: PlannerSettings(pushDown: .off, now: Self.now)
    ) { engine.fold($0) }
    switch Planner.plan(statement, in: environment) {
    case .plan(let plan):
      guard case .localQuery(let query) = plan.root else {
        throw BenchFault("the statement is not planned as a local query")
      }
      return query
    case .failed(let errors):
      throw BenchFault(errors.map(\.message).joined(separator: "; "))
    }
  }

  private func batches(of scan: Scan) throws -> [RowBatch] {
    let names = scan.schema.columns.map(\.name)
    if scan.table.name == "Shop" { return [try SaleCatalog.shops(names)] }
    let columns = try names.map { name in
      guard let column = SaleColumn(rawValue: name) else { throw BenchFault("no column \(name)") }
      return column
    }
    return SaleRows(columns: columns).batches(rowCount: saleCount)
  }

  private func sqlite(expecting rowCount: Int) throws -> Measurement? {
    guard let shell = try SQLiteShell() else { return nil }
    defer { shell.remove() }
    try shell.load(
      "Sale",
      batches: SaleRows(columns: SaleColumn.allCases).batches(rowCount: saleCount)
    )
    try shell.load("Shop", batches: [try SaleCatalog.shops(["Id", "Number", "Region"])])
    return Measurement(
      "\(name), sqlite3, loaded already",
      seconds: try shell.seconds(of: sqliteSQL, runs: 5, expecting: rowCount),
      amount: (saleCount, "rows")
    )
  }
}
