import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLTypes

extension ShellSession {
  /// Shows names and types of a statement's columns without running it.
  func describe(_ source: SourceText) async -> Bool {
    switch await connection() {
    case .failure(let errors):
      fail(errors.diagnostics, in: source, as: errors.failure)
      return false
    case .success(let engine):
      switch await engine.describe(source, settings: settings) {
      case .failure(let errors):
        fail(errors.diagnostics, in: source, as: errors.failure)
        return false
      case .success(let schema):
        if schema.columns.isEmpty {
          notice("The command has no result, or the result has no columns.")
        } else {
          show(
            TextTable(
              columns: ["Column", "Type"],
              rows: schema.columns.map { [$0.name, $0.type.name] }
            )
          )
        }
        return true
      }
    }
  }

  /// Runs a statement and makes its one row variables; NULL unsets.
  func storeRow(of source: SourceText, prefix: String) async -> Bool {
    guard let rows = await rows(of: source, limit: 1) else { return false }
    guard rows.values.count == 1, let schema = rows.schema else {
      fail([Diagnostic(.tooManyRows, "no rows returned for \\gset")], in: nil)
      return false
    }
    let names = schema.columns.map { prefix + $0.name }
    if let bad = names.first(where: { !ShellVariables.isName($0) }) {
      fail([Diagnostic(.invalidName, "invalid variable name \"\(bad)\"")], in: nil)
      return false
    }
    for (name, value) in zip(names, rows.values[0]) {
      guard let value else {
        variables.unset(name)
        continue
      }
      if let refusal = variables.set(name, to: value) {
        fail([Diagnostic(.invalidParameter, refusal.message, hint: refusal.hint)], in: nil)
        return false
      }
    }
    return true
  }

  /// Runs each value of a result as a statement.
  func executeValues(of source: SourceText, in frame: InputFrame) async -> Bool {
    guard let rows = await rows(of: source, limit: .max) else { return false }
    var succeeded = true
    for text in rows.values.joined() {
      guard let text else { continue }
      if variables["ECHO"] == "queries" || variables["ECHO"] == "all" {
        console.print(text + "\n")
      }
      if await !send(SourceText(text), Sending(), in: frame) { succeeded = false }
      if ending(after: succeeded) != nil || interrupts.wasInterrupted { break }
    }
    return succeeded
  }

  private func rows(of source: SourceText, limit: Int) async -> RowCapture.Rows? {
    let capture = RowCapture(
      limit: limit,
      zone: variables.zone,
      screen: screen(printOptions, console.results, source)
    )
    let outcome = await outcome(of: source, delegate: capture)
    guard let outcome, outcome.errors.isEmpty, outcome.failure == nil else { return nil }
    return capture.rows
  }

  /// Shows a table of the shell's own, such as the list of entities.
  func show(_ table: TextTable) {
    var options = printOptions.render
    options.zone = variables.zone
    console.printResult(table.rendered(options))
  }
}
