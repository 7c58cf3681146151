import DSQLCatalog
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes

extension Connection {
  package func copy(
    _ rows: CopyRows,
    into entity: String,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome {
    await relay.relaying(to: delegate) {
      var run = StatementRun(
        connection: self,
        source: SourceText(""),
        settings: settings,
        delegate: delegate
      )
      return await run.copied(rows, into: entity)
    }
  }
}

extension StatementRun {
  /// Inserts the rows of a file; what went wrong is in the outcome.
  mutating func copied(_ rows: CopyRows, into entity: String) async -> StatementOutcome {
    do {
      try await copy(rows, into: entity)
    } catch {
      let told = ErrorMeaning(of: error, connection: connection.info)
      result.errors = told.diagnostics
      result.failure = told.failure
    }
    result.requests += monitor.report.requests
    return result
  }

  private mutating func copy(_ rows: CopyRows, into entity: String) async throws {
    try refuseReadOnly(unless: false)
    try await refuseWithoutScopes(ScopeNeeds(copyInto: entity))
    let catalog = try await connection.loadedCatalog()
    let table = try CopyTargets.table(named: entity, in: catalog)
    let targets = try CopyTargets.columns(rows.columns, of: table)
    let converter = TextRowConverter(
      columns: targets.map { table.columns[$0] },
      zone: settings.zone
    )
    let executor = Executor(
      service: try await connection.service(),
      local: localEngine,
      options: executionOptions(),
      monitor: monitor,
      interrupt: interrupt
    )
    let source = rows.batches.makeAsyncIterator()
    let outcome = try await executor.copy(
      into: table,
      targets: targets,
      next: {
        var source = source
        return try await source.next().map { converter.converted($0) }
      },
      policy: .stop
    )
    connection.note(outcome)
    result.rowCount = outcome.done
    guard var diagnostic = outcome.diagnostic else {
      result.tag = .other("COPY \(outcome.done)")
      return
    }
    diagnostic.notes = outcome.failures.prefix(10).map { failure in
      guard let number = failure.rowNumber else { return failure.message }
      return "\(rows.placeOfRow(number)): \(failure.message)"
    }
    result.errors = [diagnostic]
    result.failure = outcome.isPartial ? .partialWrite : ErrorMeaning.failure(for: diagnostic)
  }
}
