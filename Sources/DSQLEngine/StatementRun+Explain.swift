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
  mutating func runExplain(
    _ explain: ExplainStatement,
    parameters: [PlannerParameter]? = nil
  ) async throws {
    if case .execute(let execute) = explain.statement {
      return try await runExplain(explain, of: execute)
    }
    var lines: [String] = []
    try await planned(explain.statement, parameters: parameters) { run, plan in
      await run.tell(plan.notices)
      lines = try await run.lines(of: plan, explain)
    }
    let schema = RowSchema([SchemaColumn("QUERY PLAN", .text)])
    var column = RowColumn(type: .text)
    for line in lines { column.appendBytes(line.utf8) }
    try await show(RowBatch(schema: schema, rowCount: lines.count, columns: [column]))
  }

  /// Shows rows that are made here.
  mutating func show(_ batch: RowBatch) async throws {
    let counter = RowCounter()
    result.showedRows = true
    try await showKept(
      counter.counting(ResultSet(schema: batch.schema, batches: .one(batch)))
    )
    result.rowCount = counter.count
    result.tag = .select(counter.count)
  }

  private mutating func lines(
    of plan: Plan,
    _ explain: ExplainStatement
  ) async throws -> [String] {
    if explain.isAnalyze { try refuseWrite(plan, explain) }
    let counts = try await mostRows(of: plan.root.pagedScans)
    let analysis = explain.isAnalyze ? try await analyzed(plan) : nil
    var step = plan.explainSteps(counts: counts, real: analysis?.steps ?? [:])
    step.requests += try await writeCalls(of: plan)
    switch explain.format {
    case .text:
      return step.textLines + [step.totalText] + (analysis.map { [$0.text] } ?? [])
    case .json: return [step.json(real: analysis?.total)]
    case .curl: return commands(of: step) + (analysis.map { ["# " + $0.text] } ?? [])
    }
  }

  // MARK: Commands

  /// The requests of a plan as commands, those first that are sent first, with remarks for a person.
  private func commands(of step: ExplainStep) -> [String] {
    let info = connection.info
    let command = CurlCommand(
      baseAddress: connection.relay.baseAddress
        ?? "\(info.origin)/\(info.organization)/\(info.tenant)/datafabric_/api"
    )
    let remote = step.flattened.filter(\.makesCalls).reversed()
    if remote.isEmpty { return ["# \(step.title): no call"] }
    var lines: [String] = []
    if info.kind == .embedded {
      lines.append(
        "# the embedded service ends with this shell; dsql serve --token-for gives one that stays"
      )
    }
    lines.append("# DSQL_ACCESS_TOKEN must hold an access token")
    for step in remote {
      var remark = "# \(step.title)"
      if step.requests.isEmpty {
        remark += ": the bodies depend on the rows that are read"
      } else if let calls = step.calls, calls > step.requests.count, step.kind == "scan" {
        remark += ": the first of \(step.expectedCalls) calls, the others go on by \"start\""
      }
      lines.append(remark)
      lines += step.requests.map(command.text)
    }
    return lines
  }

  /// The calls of a write whose rows are known without a call.
  private func writeCalls(of plan: Plan) async throws -> [ServiceCall] {
    let source: PlanNode
    switch plan.root {
    case .insert(let node): source = node.source
    case .update(let node): source = node.source
    case .delete(let node): source = node.source
    case .scan, .count, .rows, .filter, .projection, .limit, .localQuery, .schemaChange: return []
    }
    if source.callsService { return [] }
    let service = UncalledService()
    var options = executionOptions()
    options.confirm = nil
    options.maxWriteRows = nil
    let executor = Executor(
      service: service,
      local: localEngine,
      options: options,
      lastResult: lastResult.rows
    )
    do {
      switch plan.root {
      case .insert(let node): _ = try await executor.insert(node)
      case .update(let node): _ = try await executor.update(node)
      case .delete(let node): _ = try await executor.delete(node)
      case .scan, .count, .rows, .filter, .projection, .limit, .localQuery, .schemaChange: break
      }
    } catch is ServiceError {
      // Nothing takes the calls; they were noted before.
    } catch var refusal as Diagnostic {
      refusal.severity = .notice
      refusal.message = "the statement would be refused: \(refusal.message)"
      await delegate.report(refusal)
    }
    return service.refusedWrites
  }

  // MARK: What a plan takes

  /// How many records reads would meet, by the service's own count.
  ///
  /// Calls: 1 for each read that is not known to be one page.
  mutating func counts(of scans: [Scan]) async throws -> [RelationID: Int] {
    var counts: [RelationID: Int] = [:]
    guard connection.info.mayReadRecords else { return counts }
    for scan in scans where counts[scan.relation] == nil && scan.isCountable {
      counts[scan.relation] = try await total(of: scan)
    }
    return counts
  }

  /// The service's own count of what a read would answer.
  ///
  /// Of groups no document says whether it is their number or that of their records, so that it is
  /// an upper bound of theirs.
  ///
  /// Calls: 1.
  mutating func total(of scan: Scan) async throws -> Int? {
    let query = scan.countQuery
    let service = try await connection.service()
    let answer = try await service.page(
      query.query,
      of: scan.table.address,
      columns: query.columns
    )
    result.probes += 1 + answer.report.retries
    return answer.value.totalCount
  }

  private func refuseWrite(_ plan: Plan, _ explain: ExplainStatement) throws(Diagnostic) {
    switch plan.root {
    case .scan, .count, .rows, .filter, .projection, .limit, .localQuery: return
    case .insert, .update, .delete, .schemaChange:
      throw Diagnostic(
        .featureNotSupported,
        "EXPLAIN ANALYZE of a write is refused",
        span: explain.span,
        hint: "It would write; EXPLAIN without ANALYZE shows the plan."
      )
    }
  }

  /// Runs a plan that reads, throws its rows away, and tells what it took.
  private mutating func analyzed(_ plan: Plan) async throws -> PlanAnalysis {
    let counter = RowCounter()
    let clock = ContinuousClock()
    let start = clock.now
    let executor = try await executor(for: plan)
    _ = try await executor.withRows(of: plan) { rows in
      for try await _ in counter.counting(rows).batches {}
    }
    return PlanAnalysis(
      rows: counter.count,
      report: monitor.report,
      elapsed: start.duration(to: clock.now)
    )
  }
}

extension Scan {
  /// The query for one record, whose total is the number of all.
  fileprivate var countQuery: (query: RecordQuery, columns: [PageColumn]) {
    var query = pageQuery(skipping: 0)
    query.start = 0
    query.limit = 1
    query.sort = []
    // The keys of a joined or grouped answer show that the service did so.
    if !joins.isEmpty || grouping != nil { return (query, pageColumns) }
    let key = table.keyIndex.map { table.columns[$0].name } ?? "Id"
    query.fields = [key]
    return (query, [PageColumn([key], .uuid)])
  }
}

extension ExplainStep {
  fileprivate var expectedCalls: String {
    calls.map { isBound ? "at most \($0)" : "\($0)" } ?? "several"
  }
}

extension RowBatchStream {
  /// A stream of one batch.
  static func one(_ batch: RowBatch) -> RowBatchStream {
    let rest = OnceOnly(batch)
    return RowBatchStream { rest.take() }
  }
}
