import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import DSQLTypes

extension ShellSession {
  /// Runs one statement and shows what comes of it.
  ///
  /// - Parameters:
  ///   - statement: As it was written, with its place in the input.
  ///   - sending: What becomes of its rows.
  ///   - frame: The input that it stands in.
  /// - Returns: Whether nothing failed.
  func run(
    _ statement: SourceText,
    _ sending: Sending,
    in frame: InputFrame
  ) async -> Bool {
    lastStatement = statement
    if variables["ECHO"] == "queries" { console.print(statement.text + ";\n") }
    let written = statement.named(frame.name)
    let source: SourceText
    switch Interpolation.expand(statement.text, with: variables) {
    case .success(let expanded): source = written.holding(expanded)
    case .failure(let failure):
      fail(failure.diagnostics, in: written)
      return false
    }
    if variables.isOn("SINGLESTEP"), await !isVerified(source) { return true }
    let parts = StatementParts.split(source)
    if parts.count == 1 { return await send(source, sending, in: frame) }
    guard await areAllPlanned(parts) else { return false }
    for part in parts {
      guard await send(part, sending, in: frame) else { return false }
    }
    return true
  }

  /// Asks whether a statement may run, as `-s` wants.
  private func isVerified(_ source: SourceText) async -> Bool {
    let answer = await question.ask(
      "/**(Single step mode: verify command)******************************************/\n"
        + "\(source.text)\n"
        + "/**(press return to proceed or enter x and return to cancel)*******************/\n"
    )
    return answer.map { $0.lowercased() != "x" } ?? false
  }

  /// Plans statements that `\;` joins; tells what keeps them from running.
  private func areAllPlanned(_ parts: [SourceText]) async -> Bool {
    switch await connection() {
    case .failure(let errors):
      fail(errors.diagnostics, in: parts.first, as: errors.failure)
      return false
    case .success(let engine):
      var isPlanned = true
      for part in parts {
        if case .failure(let errors) = await engine.describe(part, settings: settings) {
          fail(errors.diagnostics, in: part, as: errors.failure)
          isPlanned = false
        }
      }
      return isPlanned
    }
  }

  /// Sends a statement whose variables are filled in, and tells the time when all is shown.
  func send(_ source: SourceText, _ sending: Sending, in frame: InputFrame) async -> Bool {
    let succeeded = await carryOut(source, sending, in: frame)
    tellTiming()
    return succeeded
  }

  /// Tells how long the last statement took, where that is asked for.
  func tellTiming() {
    if let line = timingLine { console.tell(line) }
    timingLine = nil
  }

  private func carryOut(
    _ source: SourceText,
    _ sending: Sending,
    in frame: InputFrame
  ) async
    -> Bool
  {
    switch sending.purpose {
    case .show: return await show(source, sending)
    case .plan:
      let plan = SourceText(
        "EXPLAIN \(source.text)",
        name: source.name,
        firstLine: source.firstLine
      )
      return await show(plan, sending)
    case .describe: return await describe(source)
    case .variables(let prefix): return await storeRow(of: source, prefix: prefix)
    case .execute: return await executeValues(of: source, in: frame)
    }
  }

  // MARK: Running

  /// Runs a statement with a delegate; nil where there is no connection, which was told.
  func outcome(
    of source: SourceText,
    delegate: any StatementDelegate
  ) async -> StatementOutcome? {
    await outcome(in: source) { engine, settings in
      await engine.run(source, settings: settings, delegate: delegate)
    }
  }

  /// Runs something on the engine that Ctrl-C can stop; nil where there is no connection.
  func outcome(
    in source: SourceText?,
    of body: @escaping @Sendable (any Engine, StatementSettings) async -> StatementOutcome
  ) async -> StatementOutcome? {
    let engine: any Engine
    switch await connection() {
    case .success(let made): engine = made
    case .failure(let errors):
      fail(errors.diagnostics, in: source, as: errors.failure)
      return nil
    }
    let settings = settings
    let before = engine.info
    let start = configuration.clock()
    let running = Task { await body(engine, settings) }
    interrupts.begin {
      // A write that was asked to stop finishes its calls; asked again it drops them.
      if running.isCancelled { engine.abortWrites() }
      running.cancel()
    }
    let outcome = await running.value
    interrupts.end()
    // USE, or the first call, may have changed it.
    if engine.info != before { noteConnection(engine.info) }
    tell(outcome, in: source, duration: configuration.clock() - start)
    return outcome
  }

  /// What the variables and the command line say to the next statement.
  var settings: StatementSettings {
    var settings = variables.statementSettings()
    settings.isInteractive = configuration.isInteractive
    settings.answersYes = configuration.answersYes
    settings.isReadOnly = configuration.isReadOnly || isStartingUp
    settings.isDryRun = isDryRun
    return settings
  }

  /// Tells errors and timing, and sets the variables that speak of the last statement.
  private func tell(_ outcome: StatementOutcome, in source: SourceText?, duration: Duration) {
    note("ROW_COUNT", String(outcome.rowCount))
    note("REQUEST_COUNT", String(outcome.requests))
    note("PROBE_COUNT", String(outcome.probes))
    note("COMPLETE", outcome.isComplete ? "true" : "false")
    if outcome.errors.isEmpty, outcome.failure == nil {
      note("ERROR", "false")
      note("SQLSTATE", "00000")
    } else if console.outputFailure == nil {
      fail(outcome.errors, in: source, as: outcome.failure ?? .statement)
      if let source, variables["ECHO"] == "errors" {
        console.tell("STATEMENT:  \(source.text)\n")
      }
    }
    timingLine = showsTiming ? TimingLine.text(duration, outcome) : nil
  }

  // MARK: Showing

  private func show(_ source: SourceText, _ sending: Sending) async -> Bool {
    followWindow()
    var options = printOptions
    for option in sending.options {
      guard let name = PrintOptions.fullName(option.name) else {
        fail([Diagnostic(.invalidCommand, "\\g: unknown option: \(option.name)")], in: nil)
        return false
      }
      if let fault = options.set(name, to: option.value) {
        fail([fault.diagnostic], in: nil)
        return false
      }
    }
    options.render.zone = variables.zone
    var destination = console.results
    var opened: (any ByteOutput)?
    if let target = sending.target {
      switch openOutput(target) {
      case .success(let output): (destination, opened) = (output, output)
      case .failure(let fault):
        fail([fault.diagnostic], in: nil)
        return false
      }
    } else if let pager = pager(for: options) {
      (destination, opened) = (pager, pager)
    }
    let screen = screen(options, destination, source)
    let outcome = await outcome(of: source, delegate: screen)
    opened?.close()
    guard let outcome else { return false }
    printTag(of: outcome, options)
    return outcome.errors.isEmpty && outcome.failure == nil
  }

  /// What shows the rows of the next statement.
  func screen(
    _ options: PrintOptions,
    _ destination: any ByteOutput,
    _ source: SourceText?
  ) -> StatementScreen {
    StatementScreen(
      console: console,
      destination: destination,
      options: options.render,
      diagnostics: diagnosticRenderer,
      source: source,
      showsNotices: !variables.isOn("QUIET"),
      showsRequests: variables.isOn("ECHO_HIDDEN"),
      question: question
    )
  }

  /// Asks the person at the terminal.
  var question: TerminalQuestion {
    TerminalQuestion(
      console: console,
      descriptor: configuration.inputDescriptor,
      interrupts: interrupts
    )
  }

  /// Prints what a statement did, as psql does.
  func printTag(of outcome: StatementOutcome, _ options: PrintOptions) {
    guard let tag = outcome.tag, tag.isPrinted, !variables.isOn("QUIET") else { return }
    if outcome.showedRows, options.isForMachines { return }
    console.printResult("\(tag)\n")
  }

  private func pager(for options: PrintOptions) -> PagedOutput? {
    let terminal = configuration.terminal
    guard terminal.inputIsTerminal, terminal.outputIsTerminal, !console.isRedirected,
      configuration.isInteractive, options.pager != .off,
      let rows = TerminalWindow.size(of: configuration.editorDescriptors.output)?.rows
        ?? terminal.rows, rows > 1
    else { return nil }
    let command =
      environment["DSQL_PAGER"] ?? environment["PAGER"] ?? "less"
    guard command.contains(where: { !$0.isWhitespace }) else { return nil }
    var runner = childCommand
    if runner.environment["LESS"] == nil { runner.environment["LESS"] = "-SRFX" }
    let lines = options.pager == .always ? 0 : max(rows - 1, options.pagerMinimumLines)
    return PagedOutput(
      console.standardOutput,
      command: command,
      runner: runner,
      lineLimit: lines,
      interrupts: interrupts
    )
  }
}
