package import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
package import DSQLPlan
package import DSQLTypes

/// Runs a plan against a service; made anew for each statement.
///
/// It throws `ServiceError` for a call that failed, `Diagnostic` for what a guard or a check
/// refused, `CancellationError`, and what the local computation or the caller's own code throws.
package struct Executor: Sendable {
  let service: any RecordService
  let local: any LocalComputation
  let options: ExecutionOptions
  /// What the statement has cost so far, also when it failed.
  package let monitor: ExecutionMonitor
  /// Ends the calls of a write that are under way.
  package let interrupt: WriteInterrupt
  /// The rows that `_` stands for, from the first one at each call.
  let lastResult: @Sendable () -> RowBatchStream

  /// Makes the executor of one statement.
  package init(
    service: any RecordService,
    local: any LocalComputation,
    options: ExecutionOptions = ExecutionOptions(),
    monitor: ExecutionMonitor = ExecutionMonitor(),
    interrupt: WriteInterrupt = WriteInterrupt(),
    lastResult: @escaping @Sendable () -> RowBatchStream = { RowBatchStream { nil } }
  ) {
    self.service = service
    self.local = local
    self.options = options
    self.monitor = monitor
    self.interrupt = interrupt
    self.lastResult = lastResult
  }

  /// Lends the rows of a query to `body`, made as they are pulled.
  ///
  /// Pages travel ahead of the reader within a window, none once `body` has returned, and
  /// cancellation ends all calls.
  ///
  /// Calls: as EXPLAIN says.
  package func withRows<Outcome>(
    of plan: Plan,
    _ body: (ResultSet) async throws -> Outcome
  ) async throws -> (Outcome, ExecutionReport) {
    let outcome = try await withRows(of: plan.root) { rows in
      let schema = plan.schema
      let batches = rows.batches.mapped { batch in
        var named = batch
        named.schema = schema
        return named
      }
      return try await body(ResultSet(schema: schema, batches: batches))
    }
    return (outcome, monitor.report)
  }

  /// Lends the rows of one step to `body`.
  ///
  /// Calls: as EXPLAIN says.
  package func withRows<Outcome>(
    of node: PlanNode,
    _ body: (ResultSet) async throws -> Outcome
  ) async throws -> Outcome {
    try await withRows(of: node, pace: .ahead, body)
  }

  private func withRows<Outcome>(
    of node: PlanNode,
    pace: PageWindow.Pace,
    _ body: (ResultSet) async throws -> Outcome
  ) async throws -> Outcome {
    switch node {
    case .rows(let constant):
      return try await body(constant.resultSet)
    case .count(let count):
      return try await body(counted(count))
    case .limit(let limit):
      let inner = limit.limit == nil ? pace : .onDemand
      return try await withRows(of: limit.input, pace: inner) { rows in
        let limiter = RowLimiter(offset: limit.offset, limit: limit.limit)
        var batches = rows.batches
        if let sort = limit.sort {
          guard let scan = RowChain(limit.input).scan else { throw Self.misplaced("sort") }
          batches = try RunSorter(sort, over: scan, local: local).sorted(batches)
        }
        return try await body(ResultSet(schema: rows.schema, batches: limiter.limited(batches)))
      }
    case .scan, .filter, .projection:
      let chain = RowChain(node)
      guard case .scan(let scan) = chain.input else {
        return try await withRows(of: chain.input, pace: pace) { rows in
          guard let scan = chain.scan else { throw Self.misplaced("row step") }
          return try await body(chain.applied(to: rows, scan: scan, local: local))
        }
      }
      let reader = ScanReader(
        [scan],
        service: service,
        monitor: monitor,
        pace: pace,
        startsAtOnce: false
      )
      guard let reader else { throw Self.misplaced("row step") }
      return try await withDrivers([reader]) {
        let rows = ResultSet(schema: scan.schema, batches: reader.stream)
        let texts = LongTextReader(scan, service: service, monitor: monitor)
        return try await body(chain.applied(to: rows, scan: scan, texts: texts, local: local))
      }
    case .localQuery(let query):
      let inputs = LocalInputs(query.inputs, service: service, monitor: monitor)
      return try await withDrivers(inputs.drivers) {
        try await inputs.verifyFeatures()
        var streams = inputs.streams
        for input in query.inputs {
          let texts = LongTextReader(input.scan, service: service, monitor: monitor)
          if let texts, let rows = streams[input.scan.relation] {
            streams[input.scan.relation] = texts.filled(rows)
          }
        }
        for (relation, _) in query.query.lastResults { streams[relation] = lastResult() }
        return try await local.run(query, inputs: streams, body: body)
      }
    case .insert, .update, .delete, .schemaChange:
      throw Self.misplaced("write")
    }
  }

  /// Keeps reads in motion while `body` runs.
  private func withDrivers<Outcome>(
    _ drivers: [any InputDriver],
    _ body: () async throws -> Outcome
  ) async throws -> Outcome {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for driver in drivers {
        group.addTask { await driver.run() }
      }
      defer {
        group.cancelAll()
        for driver in drivers { driver.close() }
      }
      do {
        return try await body()
      } catch {
        // What the statement itself gave up is not whole; a read that it needed no further is.
        if error.isCancellation, Task.isCancelled { monitor.doubt([]) }
        throw error
      }
    }
  }

  private func counted(_ count: CountRecords) -> ResultSet {
    var scan = count.scan
    scan.columns = scan.keyColumn.map { [scan.columns[$0]] } ?? Array(scan.columns.prefix(1))
    scan.sort = []
    scan.offset = 0
    scan.limit = 1
    let schema = RowSchema([SchemaColumn("count", .integer)])
    let query = scan.pageQuery(skipping: 0)
    let source = scan
    return ResultSet(
      schema: schema,
      batches: .once {
        let answer = try await monitor.call(scan: source.relation) { () throws(ServiceError) in
          try await service.page(query, of: source.table.address, columns: source.pageColumns)
        }
        let total: Int
        if let told = answer.value.totalCount {
          total = told
        } else {
          total = try await countedByReading(source)
        }
        return RowBatch(
          schema: schema,
          rowCount: 1,
          columns: [
            RowColumn(
              nulls: NullBits(repeating: false, count: 1),
              storage: .integers([Int64(total)])
            )
          ]
        )
      }
    )
  }

  /// How many records a scan finds, where the service does not tell.
  ///
  /// Calls: one for each page.
  private func countedByReading(_ scan: Scan) async throws -> Int {
    var whole = scan
    whole.limit = nil
    return try await withRows(of: .scan(whole)) { rows in
      var count = 0
      for try await batch in rows.batches { count += batch.rowCount }
      return count
    }
  }

  private static func misplaced(_ what: String) -> Diagnostic {
    Diagnostic(.internalError, "the plan has a \(what) where rows are read")
  }
}
