import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

extension StatementRun {
  /// Shows the plan of a statement; with ANALYZE runs it and adds what it really took.
  ///
  /// Calls: a count for each read that is not bounded, and with ANALYZE those of the plan.
  mutating func runExplain(_ explain: ExplainStatement) async throws {
    let plan = try await plan(explain.statement, parameters: nil)
    for notice in plan.notices { await delegate.report(notice) }
    let counts = try await counts(for: plan)
    var lines: [String]
    switch explain.format {
    case .text: lines = plan.explainText(counts: counts)
    case .json: lines = [plan.explainJSON(counts: counts)]
    case .curl:
      throw Diagnostic(
        .featureNotSupported,
        "EXPLAIN has no format CURL",
        span: explain.span,
        hint: "FORMAT TEXT and FORMAT JSON show the requests; -E shows those really sent."
      )
    }
    if explain.isAnalyze, explain.format == .text { lines += try await analyzed(plan, explain) }
    let schema = RowSchema([SchemaColumn("QUERY PLAN", .text)])
    var column = RowColumn(type: .text)
    for line in lines { column.appendBytes(line.utf8) }
    try await show(RowBatch(schema: schema, rowCount: lines.count, columns: [column]))
  }

  /// Shows rows that are made here.
  mutating func show(_ batch: RowBatch) async throws {
    let counter = RowCounter()
    result.showedRows = true
    try await delegate.show(
      counter.counting(ResultSet(schema: batch.schema, batches: .one(batch)))
    )
    result.rowCount = counter.count
    result.tag = .select(counter.count)
  }

  /// How many records each read of a plan would meet, by the service's own count.
  ///
  /// Calls: 1 for each read without a limit.
  private mutating func counts(for plan: Plan) async throws -> [RelationID: Int] {
    var counts: [RelationID: Int] = [:]
    for scan in plan.root.scans where counts[scan.relation] == nil {
      if let limit = scan.limit, limit <= scan.pageSize { continue }
      let query = RecordQuery(fields: ["Id"], filter: scan.filter, limit: 1)
      let service = try await connection.service()
      let answer = try await service.page(
        query,
        of: scan.table.address,
        columns: [PageColumn(["Id"], .uuid)]
      )
      result.probes += 1 + answer.report.retries
      counts[scan.relation] = answer.value.totalCount
    }
    return counts
  }

  /// Runs a plan that reads, throws its rows away, and tells what it took.
  private mutating func analyzed(
    _ plan: Plan,
    _ explain: ExplainStatement
  ) async throws
    -> [String]
  {
    switch plan.root {
    case .insert, .update, .delete, .schemaChange:
      throw Diagnostic(
        .featureNotSupported,
        "EXPLAIN ANALYZE of a write is refused",
        span: explain.span,
        hint: "It would write; EXPLAIN without ANALYZE shows the plan."
      )
    case .scan, .count, .rows, .filter, .projection, .limit, .localQuery: break
    }
    let counter = RowCounter()
    let clock = ContinuousClock()
    let start = clock.now
    let executor = try await executor(for: plan)
    _ = try await executor.withRows(of: plan) { rows in
      for try await _ in counter.counting(rows).batches {}
    }
    let elapsed = start.duration(to: clock.now)
    let report = monitor.report
    let milliseconds =
      Double(elapsed.components.seconds) * 1000
      + Double(elapsed.components.attoseconds) / 1e15
    return [
      "Really: \(count(counter.count, "row")) from \(count(report.rowsRead, "record")) in "
        + count(report.requests, "request")
        + " (\(count(report.retries, "retry", "retries"))), \(report.bytes) bytes,"
        + " \((milliseconds * 10).rounded() / 10) ms"
    ]
  }
}

/// A number with its noun.
private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
}

extension RowBatchStream {
  /// A stream of one batch.
  static func one(_ batch: RowBatch) -> RowBatchStream {
    let rest = OnceOnly(batch)
    return RowBatchStream { rest.take() }
  }
}
