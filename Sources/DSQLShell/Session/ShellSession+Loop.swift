import DSQLDiagnostics
import DSQLEngine
import DSQLSyntax
import Glibc

extension ShellSession {
  /// Reads an input to its end and runs what it says.
  func read(_ frame: InputFrame) async -> InputEnding {
    var isFirstLine = true
    while true {
      // Emptied before the look at what it stands for, so that no signal is lost.
      if frame.isInteractive { wake.drain() }
      if isBroken { return .broken }
      if frame.isInteractive {
        interrupts.forgetInterrupt()
        completer.update(engine: engine, context: completionContext(in: frame))
      }
      switch await frame.lines.next(prompt: frame.isInteractive ? prompt(for: frame) : "") {
      case .line(let line):
        frame.endCount = 0
        let text = isFirstLine ? Self.withoutMark(line) : line
        let isScriptMark = isFirstLine && !frame.isInteractive && text.hasPrefix("#!")
        isFirstLine = false
        if let ending = await take(isScriptMark ? "" : text, in: frame) { return ending }
      case .interrupted: dropInput(of: frame)
      case .end:
        if isBroken { return .broken }
        if let ending = await end(frame) { return ending }
      case .failed(let reason):
        fail([Diagnostic(.fileError, "could not read the input: \(reason)")], in: nil)
        return .stopped
      }
    }
  }

  /// Whether the process is to end, or nobody reads the output.
  private var isBroken: Bool { interrupts.ending != nil || console.outputFailure != nil }

  private static func withoutMark(_ line: String) -> String {
    line.utf8.starts(with: [0xEF, 0xBB, 0xBF])
      ? String(decoding: Array(line.utf8.dropFirst(3)), as: UTF8.self) : line
  }

  private func dropInput(of frame: InputFrame) {
    console.print("\n")
    frame.buffer.drop()
    frame.typedLines = []
    if !frame.conditionals.isEmpty { _ = frame.conditionals.end() }
  }

  // MARK: A line

  /// Runs what a line completes; answers an ending where it ends the input.
  private func take(_ line: String, in frame: InputFrame) async -> InputEnding? {
    if variables["ECHO"] == "all", !frame.isInteractive { console.print(line + "\n") }
    if frame.isInteractive { frame.typedLines.append(line) }
    switch takeWord(line, in: frame) {
    case .none: break
    case .handled: return nil
    case .leave: return .left(nil)
    }
    if frame.buffer.isEmpty, line.hasPrefix("."), line.dropFirst().first?.isLetter == true {
      frame.buffer.append(line + "\n")
      frame.buffer.drop()
      remember(frame)
      return await runDotCommand(line, in: frame)
    }
    frame.buffer.append(line + "\n")
    while true {
      switch frame.buffer.next() {
      case .statement(let statement):
        remember(frame)
        if let ending = await runTyped(statement, in: frame) { return ending }
      case .metaCommand(let text):
        remember(frame)
        if let ending = await runCommand(text, in: frame) { return ending }
      case .more:
        let endsAtLine = variables.isOn("SINGLELINE") && frame.buffer.pending == .statement
        guard endsAtLine, let statement = frame.buffer.take() else { return nil }
        remember(frame)
        return await runTyped(statement, in: frame)
      }
    }
  }

  /// What a word alone on a line comes to.
  private enum WordResult { case none, handled, leave }

  /// `quit`, `exit` and `help` alone on a line.
  private func takeWord(_ line: String, in frame: InputFrame) -> WordResult {
    let word = line.filter { !$0.isWhitespace }.lowercased()
    let bare = word.hasSuffix(";") ? String(word.dropLast()) : word
    guard ["quit", "exit", "help"].contains(bare), frame.conditionals.isActive else {
      return .none
    }
    if frame.buffer.isEmpty {
      if bare == "help" {
        console.print(HelpText.greeting)
        frame.buffer.append("\n")
        frame.buffer.drop()
        remember(frame)
        return .handled
      }
      return .leave
    }
    guard frame.isInteractive else { return .none }
    console.print(
      bare == "help"
        ? "Use \\? for help or press control-C to clear the input buffer.\n"
        : "Use \\q to quit.\n"
    )
    return .none
  }

  private func runTyped(
    _ statement: SourceText,
    in frame: InputFrame
  ) async -> InputEnding? {
    guard frame.conditionals.isActive else {
      if frame.isInteractive {
        console.tell("query ignored; use \\endif or Ctrl-C to exit current \\if block\n")
      }
      return nil
    }
    let succeeded = await run(statement, Sending(), in: frame)
    return ending(after: succeeded)
  }

  /// The ending that an error asks for.
  func ending(after succeeded: Bool) -> InputEnding? {
    if interrupts.ending != nil || console.outputFailure != nil { return .broken }
    return !succeeded && stopsOnError ? .stopped : nil
  }

  private var stopsOnError: Bool { variables.isOn("ON_ERROR_STOP") && !isAtPrompt }

  /// Whether what failed was typed at the prompt, where there is nothing to leave.
  private var isAtPrompt: Bool { configuration.isInteractive && fileDepth == 0 }

  // MARK: History

  private func remember(_ frame: InputFrame) {
    guard frame.isInteractive, !frame.typedLines.isEmpty else { return }
    let entry = frame.typedLines.joined(separator: "\n")
    frame.typedLines = []
    let size = variables.number("HISTSIZE") ?? 5000
    let control = variables["HISTCONTROL"].flatMap { HistoryControl(rawValue: $0) } ?? .none
    if history?.add(entry, control: control, limit: size) == true {
      (frame.lines as? EditorLines)?.remember(entry)
    }
  }

  // MARK: The end

  private func end(_ frame: InputFrame) async -> InputEnding? {
    if frame.isInteractive {
      frame.endCount += 1
      if frame.endCount <= variables.number("IGNOREEOF") ?? 0 {
        console.print("\nUse \\q to leave dsql.\n")
        return nil
      }
      console.print("\n")
      return .left(nil)
    }
    if let fault = openQuote(of: frame) {
      fail([fault.diagnostic], in: fault.source)
      return stopsOnError ? .stopped : .finished
    }
    var succeeded = true
    if let statement = frame.buffer.take(), frame.conditionals.isActive {
      succeeded = await run(statement, Sending(), in: frame)
      if let ending = ending(after: succeeded) { return ending }
    }
    if !frame.conditionals.isEmpty {
      fail(CommandFault("reached EOF without finding closing \\endif(s)"), in: frame)
      return stopsOnError ? .stopped : .finished
    }
    return .finished
  }

  /// What is open at the end, told at the line where it began.
  private func openQuote(of frame: InputFrame) -> (diagnostic: Diagnostic, source: SourceText)? {
    let message: String
    switch frame.buffer.pending {
    case .none, .statement, .parenthesis: return nil
    case .singleQuote: message = "unterminated quoted string"
    case .doubleQuote: message = "unterminated quoted identifier"
    case .dollarQuote: message = "unterminated dollar-quoted string"
    case .blockComment: message = "unterminated /* comment"
    }
    let (source, span) = frame.buffer.pendingSource(named: frame.name)
    return (Diagnostic(.syntaxError, message, span: span), source)
  }

  // MARK: Prompt

  private func prompt(for frame: InputFrame) -> String {
    let runner = childCommand
    return Prompt(
      facts: Prompt.Facts(
        info: isDisconnected ? nil : engine?.info,
        pending: frame.buffer.pending,
        isSkipping: !frame.conditionals.isActive,
        guardsAreOff: !variables.isOn("SAFE_UPDATES") || configuration.answersYes,
        isDryRun: isDryRun,
        line: frame.buffer.line,
        variables: variables,
        commandOutput: { (try? runner.output(of: $0).get().text) ?? "" }
      )
    ).text()
  }
}
