import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLLocalQuery
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

/// One statement from its text to its outcome.
struct StatementRun {
  let connection: Connection
  let source: SourceText
  let settings: StatementSettings
  let delegate: any StatementDelegate
  /// The start of the statement: `now()` for all its parts.
  let now: Instant
  var monitor: ExecutionMonitor
  let interrupt = WriteInterrupt()
  /// What `_` stands for while the statement runs.
  let lastResult: LastResult
  var result = StatementOutcome()
  /// The records of reads that were counted to choose a plan.
  var counted: [Scan: Int] = [:]
  /// Whether a write by primary key reads its records first: a person may be asked about them, or
  /// a dry run shows them.
  private(set) var readsBeforeWriting: Bool
  /// The notices of its plan that were told already.
  private var told: Set<Diagnostic> = []

  init(
    connection: Connection,
    source: SourceText,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) {
    self.connection = connection
    self.source = source
    self.settings = settings
    self.delegate = delegate
    now = connection.now()
    lastResult = settings.isInteractive ? connection.lastResult : .notInteractive
    readsBeforeWriting = settings.isDryRun || (settings.isInteractive && !settings.answersYes)
    monitor = ExecutionMonitor(requestLimit: settings.maxRequests)
    connection.setInterrupt(interrupt)
  }

  /// Runs it; what went wrong is in the outcome.
  ///
  /// Calls: as EXPLAIN says, and those of the catalogue where it is not there yet.
  mutating func outcome() async -> StatementOutcome {
    do {
      guard let statement = try parsed() else { return result }
      try await run(statement)
    } catch {
      let told = ErrorMeaning(of: error, connection: connection.info)
      result.errors = told.diagnostics
      result.failure = told.failure
      // What was shown before the error is not the whole answer.
      if result.showedRows { result.isComplete = false }
    }
    let report = monitor.report
    result.requests += report.requests
    result.rowsRead += report.rowsRead
    if !report.isComplete { result.isComplete = false }
    for warning in report.warnings { await delegate.report(warning) }
    return result
  }

  /// The columns that the statement would answer.
  func plannedSchema() async throws -> RowSchema {
    guard let statement = try parsed() else { return RowSchema([]) }
    return try await firstPlan(statement, parameters: nil).schema
  }

  /// The statement of the text, nil where there is none.
  func parsed() throws(StatementErrors) -> Statement? {
    let parsed = Parser.parseStatement(source.text)
    if !parsed.diagnostics.isEmpty {
      throw StatementErrors(parsed.diagnostics, failure: .statement)
    }
    return parsed.statement
  }

  private mutating func run(_ statement: Statement) async throws {
    switch statement {
    case .explain(let explain):
      try await refuseWithoutScopes(statement, isDryRun: false)
      try await runExplain(explain)
    case .dryRun(let dryRun): try await run(dryRun.statement, parameters: nil, isDryRun: true)
    case .prepare(let prepare): try await runPrepare(prepare)
    case .execute(let execute): try await runExecute(execute)
    case .deallocate(let deallocate): try runDeallocate(deallocate)
    case .assert(let assertion): try await runAssert(assertion)
    case .use(let use): try await runUse(use)
    case .query, .insert, .update, .delete, .describe, .show, .createEntity, .alterEntity,
      .dropEntity, .createChoiceSet, .alterChoiceSet, .dropChoiceSet, .transaction:
      try await run(statement, parameters: nil, isDryRun: settings.isDryRun)
    }
  }

  /// Plans and runs a statement that is planned.
  mutating func run(
    _ statement: Statement,
    parameters: [PlannerParameter]?,
    isDryRun: Bool
  ) async throws {
    if isDryRun { readsBeforeWriting = true }
    try await refuseWithoutScopes(statement, isDryRun: isDryRun)
    try await planned(statement, parameters: parameters) { run, plan in
      await run.tell(plan.notices)
      try await run.refuseDear(plan)
      try await run.run(plan, of: statement, isDryRun: isDryRun)
    }
  }

  /// Tells notices, each once.
  mutating func tell(_ notices: [Diagnostic]) async {
    for notice in notices where told.insert(notice).inserted { await delegate.report(notice) }
  }

  private mutating func run(_ plan: Plan, of statement: Statement, isDryRun: Bool) async throws {
    switch plan.root {
    case .scan, .count, .rows, .filter, .projection, .limit, .localQuery:
      try await runQuery(plan)
    case .insert(let node): try await runInsert(node, plan: plan, isDryRun: isDryRun)
    case .update(let node):
      try await runUpdate(
        node,
        of: statement,
        plan: plan,
        isDryRun: isDryRun
      )
    case .delete(let node):
      try await runDelete(
        node,
        of: statement,
        plan: plan,
        isDryRun: isDryRun
      )
    case .schemaChange(let change):
      try await runSchemaChange(change, of: statement, isDryRun: isDryRun)
    }
  }

  /// Shows the rows of a plan that reads.
  mutating func runQuery(_ plan: Plan) async throws {
    let counter = RowCounter()
    let executor = try await executor(for: plan)
    defer {
      result.rowCount = counter.count
      result.tag = .select(counter.count)
    }
    _ = try await executor.withRows(of: plan) { rows in
      // A fault of the first page comes before anything is shown.
      let begun = try await counter.counting(rows).begun()
      result.showedRows = true
      try await showKept(begun)
    }
  }

  var localEngine: LocalEngine {
    LocalEngine(
      zone: settings.zone,
      now: now,
      collation: connection.info.collation,
      findZone: settings.findZone
    )
  }

  /// What runs a plan; the service is opened only for a plan that calls it.
  func executor(for plan: Plan) async throws -> Executor {
    let service =
      plan.root.callsService ? try await connection.service() : UncalledService()
    return Executor(
      service: service,
      local: localEngine,
      options: executionOptions(),
      monitor: monitor,
      interrupt: interrupt,
      lastResult: lastResult.rows
    )
  }
}
