package import DSQLDiagnostics
package import DSQLTypes

extension Connection {
  package func run(
    _ source: SourceText,
    settings: StatementSettings,
    delegate: any StatementDelegate
  ) async -> StatementOutcome {
    await relay.relaying(to: delegate) {
      var run = StatementRun(
        connection: self,
        source: source,
        settings: settings,
        delegate: delegate
      )
      return await run.outcome()
    }
  }

  package func describe(
    _ source: SourceText,
    settings: StatementSettings
  ) async
    -> Result<RowSchema, StatementErrors>
  {
    let run = StatementRun(
      connection: self,
      source: source,
      settings: settings,
      delegate: SilentDelegate()
    )
    do {
      return .success(try await run.plannedSchema())
    } catch {
      let told = ErrorMeaning(of: error, connection: info)
      return .failure(StatementErrors(told.diagnostics, failure: told.failure))
    }
  }
}

/// A delegate for statements that show nothing and ask nothing.
struct SilentDelegate: StatementDelegate {
  func show(_ result: ResultSet) async throws {}
  func confirm(_ question: WriteQuestion) async -> Bool { false }
  func report(_ diagnostic: Diagnostic) async {}
  func willSend(method: String, url: String, body: String?) {}
}
