import DSQLCatalog
import DSQLDiagnostics
import DSQLLocalQuery
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

/// Runs statements over the rows of `Shop`, with everything computed locally.
struct ShopRunner {
  /// 2024-05-06T07:08:09.5Z, a Monday.
  static let now = Instant(ticks: 17_149_792_895_000_000)

  var zone = SessionZone.utc
  /// Rows of a batch of an input.
  var batchSize = 2

  private var engine: LocalEngine {
    LocalEngine(zone: zone, now: Self.now) { name in
      name == "Europe/Oslo" ? .oslo : nil
    }
  }

  /// The rows of a query as texts, or its error as `SQLSTATE message`.
  func rows(_ sql: String, folds: Bool = false) async -> [String] {
    do {
      let plan = try plan(sql, folds: folds)
      return try await batches(plan.root).flatMap { $0.texts(zone: zone) }
    } catch {
      return [Self.text(error)]
    }
  }

  static func text(_ error: any Error) -> String {
    let diagnostic = error as? Diagnostic ?? (error as? LocalQueryError)?.diagnostic
    return diagnostic.map { "\($0.code.sqlState) \($0.message)" } ?? "\(error)"
  }

  func plan(_ sql: String, folds: Bool) throws -> Plan {
    guard let statement = Parser.parseStatement(sql).statement else {
      throw Diagnostic(.syntaxError, "the test's statement has a syntax error")
    }
    let engine = engine
    let environment = PlannerEnvironment(
      catalog: Shop.catalog,
      settings: PlannerSettings(pushDown: .off, zone: zone, now: Self.now)
    ) { expression in
      folds ? engine.fold(expression) : .failure(Diagnostic(.internalError, "not folded"))
    }
    switch Planner.plan(statement, in: environment) {
    case .plan(let plan): return plan
    case .failed(let errors): throw errors[0]
    }
  }

  private func batches(_ node: PlanNode) async throws -> [RowBatch] {
    switch node {
    case .rows(let rows): return [RowBatch(rows.schema, rows: rows.rows)]
    case .scan(let scan): return batches(of: scan)
    case .filter(let filter):
      let scan = try scan(below: filter.input)
      let stage = try engine.rowStage(
        relation: scan.relation,
        columns: scan.columns,
        predicate: filter.predicate,
        items: nil
      )
      return try await batches(filter.input).map { try stage.process($0) }
    case .projection(let projection):
      let scan = try scan(below: projection.input)
      let stage = try engine.rowStage(
        relation: scan.relation,
        columns: scan.columns,
        predicate: nil,
        items: projection.items
      )
      return try await batches(projection.input).map { try stage.process($0) }
    case .localQuery(let query):
      let inputs = query.inputs.map { ($0.scan.relation, RowBatchStream(batches(of: $0.scan))) }
      return try await engine.run(query, inputs: Dictionary(uniqueKeysWithValues: inputs)) {
        var batches: [RowBatch] = []
        for try await batch in $0.batches { batches.append(batch) }
        return batches
      }
    case .limit, .count, .insert, .update, .delete, .schemaChange:
      throw Diagnostic(.internalError, "the test's statement has a plan that is not run here")
    }
  }

  private func scan(below node: PlanNode) throws -> Scan {
    switch node {
    case .scan(let scan): return scan
    case .filter(let filter): return try scan(below: filter.input)
    case .rows, .projection, .localQuery, .limit, .count, .insert, .update, .delete, .schemaChange:
      throw Diagnostic(.internalError, "the test's statement has a plan that is not run here")
    }
  }

  private func batches(of scan: Scan) -> [RowBatch] {
    let rows = Shop.rows(scan.table.name).map { row in scan.columns.map { row[$0.index] } }
    let whole = RowBatch(scan.schema, rows: rows)
    return stride(from: 0, to: rows.count, by: batchSize).map {
      whole.rows(in: $0..<min($0 + batchSize, rows.count))
    }
  }
}

extension SessionZone {
  /// One hour east of UTC, two in summer 2024.
  static let oslo = SessionZone(identifier: "Europe/Oslo") { second in
    second >= 1_711_846_800 && second < 1_729_990_800 ? 7200 : 3600
  }
}
