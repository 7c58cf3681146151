import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLPlanner
import DSQLSyntax
import DSQLTypes

extension StatementRun {
  /// Keeps a statement under a name.
  mutating func runPrepare(_ prepare: PrepareStatement) async throws {
    if connection.prepared(prepare.name.text) != nil {
      throw Diagnostic(
        .duplicateObject,
        "prepared statement \"\(prepare.name.text)\" already exists",
        span: prepare.name.span,
        hint: "DEALLOCATE \(prepare.name.text) removes it."
      )
    }
    connection.setPrepared(
      PreparedStatement(
        statement: prepare.statement,
        source: source,
        types: prepare.parameterTypes
      ),
      named: prepare.name.text
    )
    result.tag = .other("PREPARE")
  }

  /// Runs a kept statement with values for its parameters.
  mutating func runExecute(_ execute: ExecuteStatement) async throws {
    let isDryRun = settings.isDryRun
    try await withPrepared(execute) { run, prepared, parameters in
      try await run.run(prepared.statement, parameters: parameters, isDryRun: isDryRun)
    }
  }

  /// Shows the plan of a kept statement with values for its parameters.
  mutating func runExplain(_ explain: ExplainStatement, of execute: ExecuteStatement) async throws {
    try await withPrepared(execute) { run, prepared, parameters in
      var explain = explain
      explain.statement = prepared.statement
      try await run.refuseWithoutScopes(.explain(explain), isDryRun: false)
      try await run.runExplain(explain, parameters: parameters)
    }
  }

  /// Does something with a kept statement, whose text is the source of errors then.
  ///
  /// Calls: those of the arguments, and of what is done.
  private mutating func withPrepared(
    _ execute: ExecuteStatement,
    _ body: (inout StatementRun, PreparedStatement, [PlannerParameter]) async throws -> Void
  ) async throws {
    guard let prepared = connection.prepared(execute.name.text) else {
      throw Diagnostic(
        .undefinedPrepared,
        "prepared statement \"\(execute.name.text)\" does not exist",
        span: execute.name.span
      )
    }
    var parameters: [PlannerParameter] = []
    for argument in execute.arguments {
      var parameter = try await value(of: argument)
      // A text, and NULL, takes the type of what it meets, as a literal in its place would.
      if parameter.type == .text { parameter.type = .unknown }
      parameters.append(parameter)
    }
    var inner = StatementRun(
      connection: connection,
      source: prepared.source,
      settings: settings,
      delegate: delegate
    )
    inner.result = result
    do {
      try await body(&inner, prepared, parameters)
    } catch {
      result = inner.result
      result.requests += inner.monitor.report.requests
      throw error
    }
    result = inner.result
    let report = inner.monitor.report
    result.requests += report.requests
    result.rowsRead += report.rowsRead
    if !report.isComplete { result.isComplete = false }
    for warning in report.warnings { await delegate.report(warning) }
  }

  /// Forgets one prepared statement, or all.
  mutating func runDeallocate(_ deallocate: DeallocateStatement) throws {
    if let name = deallocate.name {
      guard connection.prepared(name.text) != nil else {
        throw Diagnostic(
          .undefinedPrepared,
          "prepared statement \"\(name.text)\" does not exist",
          span: name.span
        )
      }
      connection.setPrepared(nil, named: name.text)
      result.tag = .other("DEALLOCATE")
    } else {
      connection.forgetPrepared()
      result.tag = .other("DEALLOCATE ALL")
    }
  }

  /// Fails where a condition is not true.
  ///
  /// Calls: those of the condition's subqueries.
  mutating func runAssert(_ assertion: AssertStatement) async throws {
    let parameter = try await value(of: assertion.condition)
    if parameter.value == .boolean(true) {
      result.tag = .other("ASSERT")
      return
    }
    throw Diagnostic(
      .assertionFailed,
      assertion.message?.text ?? "assertion failed",
      span: assertion.condition.span
    )
  }

  /// The value of an expression that stands alone, computed as `SELECT expression`.
  private mutating func value(of expression: SQLExpression) async throws -> PlannerParameter {
    // The text before it is blanked, so that the places of errors stay those of the statement.
    let word = "SELECT "
    let blanks = String(repeating: " ", count: max(0, expression.span.lower - word.utf8.count))
    let text = blanks + word + source[expression.span]
    guard let statement = Parser.parseStatement(text).statement else {
      throw Diagnostic(.internalError, "an expression cannot be read again")
    }
    try await refuseWithoutScopes(statement, isDryRun: false)
    var parameter = PlannerParameter(value: .null, type: .unknown)
    try await planned(statement, parameters: nil) { run, plan in
      let executor = try await run.executor(for: plan)
      let (found, _) = try await executor.withRows(of: plan) { rows in
        var values: [Value] = []
        for try await batch in rows.batches where values.count < 2 {
          for row in 0..<batch.rowCount { values.append(batch.value(row: row, column: 0)) }
        }
        return values
      }
      parameter.value = found.first ?? .null
      parameter.type = plan.schema.columns.first?.type ?? .unknown
    }
    return parameter
  }
}
