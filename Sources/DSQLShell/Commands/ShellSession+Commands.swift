import DSQLDiagnostics
import DSQLEngine
import DSQLRendering

/// What a meta-command asks the loop to do next.
enum CommandResult {
  case done
  /// Something failed that was told already.
  case failed
  case leave(Int32?)
  /// Errors inside a file: it is left with the same ending.
  case ended(ShellSession.InputEnding)
}

extension ShellSession {
  /// Runs the commands behind a backslash; answers an ending where one ends the input.
  func runCommand(_ text: String, in frame: InputFrame) async -> InputEnding? {
    let (name, start) = CommandName.split(text)
    var arguments = ArgumentReader(text, at: start, source: argumentSource)
    let result: CommandResult
    let found = MetaCommand.find(name)
    if !frame.conditionals.isActive, found?.command.isConditional != true {
      arguments.skipAll()
      frame.buffer.removeCommand(length: arguments.position)
      return nil
    }
    guard let (command, suffix) = found else {
      frame.buffer.removeCommand(length: text.utf8.count)
      fail(unknown(name), in: frame)
      return ending(after: false)
    }
    do {
      result = try await run(command, suffix, &arguments, in: frame)
      warnOfRest(&arguments, of: name)
    } catch {
      fail(CommandFault("\\\(name): \(error.message)", error), in: frame)
      arguments.skipAll()
      result = .failed
    }
    frame.buffer.removeCommand(length: arguments.position)
    switch result {
    case .done: return ending(after: true)
    case .failed: return ending(after: false)
    case .leave(let status): return .left(status)
    case .ended(let ending):
      switch ending {
      case .finished, .left(nil): return nil
      case .stopped: return self.ending(after: false)
      case .left, .broken: return ending
      }
    }
  }

  /// Runs a dot command as the backslash commands that it stands for.
  func runDotCommand(_ line: String, in frame: InputFrame) async -> InputEnding? {
    guard frame.conditionals.isActive else { return nil }
    switch DotCommand.meaning(of: line) {
    case .commands(let commands):
      for command in commands {
        if let ending = await runCommand(command, in: frame) { return ending }
      }
      return nil
    case .refused(let message):
      let name = line.dropFirst().prefix { !$0.isWhitespace }
      let near = NearName.suggestions(for: String(name), among: DotCommand.names)
      let hint =
        message.hasPrefix("unknown")
        ? near.first.map { "Perhaps you meant .\($0)." } ?? "Try .help for help." : nil
      fail(CommandFault(message, hint: hint), in: frame)
      return ending(after: false)
    }
  }

  private var argumentSource: ArgumentReader.Source {
    let runner = childCommand
    let isAllowed = variables.isOn("SHELL_COMMANDS")
    return ArgumentReader.Source(variables: variables) { command in
      guard isAllowed else {
        return .failure(
          CommandFault(
            "a backquoted command does not run in a script",
            code: .refusedByGuard,
            hint: "\\set SHELL_COMMANDS on allows it."
          )
        )
      }
      return runner.output(of: command).map(\.text)
        .mapError { CommandFault($0.text, code: .fileError) }
    }
  }

  private func unknown(_ name: String) -> CommandFault {
    if let reason = MetaCommand.refused[name] {
      return CommandFault("\\\(name): \(reason)", code: .featureNotSupported)
    }
    let near = NearName.suggestions(for: name, among: MetaCommand.names)
    var hint = "Try \\? for help."
    if !near.isEmpty {
      hint += " Perhaps you meant " + near.map { "\\\($0)" }.joined(separator: ", ") + "."
    }
    return CommandFault("invalid command \\\(name)", hint: hint)
  }

  private func warnOfRest(_ arguments: inout ArgumentReader, of name: String) {
    guard let rest = try? arguments.all() else { return arguments.skipAll() }
    for extra in rest { console.tell("\\\(name): extra argument \"\(extra)\" ignored\n") }
  }

  // MARK: Dispatch

  private func run(
    _ command: MetaCommand,
    _ suffix: CommandSuffix,
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) async throws(CommandFault) -> CommandResult {
    switch command {
    case .quit: return .leave(try number(&arguments))
    case .help: return try help(&arguments)
    case .syntax: return syntaxHelp(arguments.restOfLine())
    case .describe, .tables, .externalTables, .choiceSets, .rights:
      return try await describe(command, suffix, &arguments)
    case .profiles: return await listProfiles(try arguments.next(.pattern), suffix)
    case .include, .includeRelative: return try await include(command, &arguments, in: frame)
    case .output: return try redirect(&arguments)
    case .timing: return try setTiming(&arguments)
    case .expanded: return try setPrintOption("expanded", try arguments.next())
    case .printOption: return try printOption(&arguments)
    case .unaligned:
      let isAligned = printOptions.render.format == .aligned
      return try setPrintOption("format", isAligned ? "unaligned" : "aligned")
    case .tuplesOnly: return try setPrintOption("tuples_only", try arguments.next())
    case .fieldSeparator: return try fieldSeparator(&arguments)
    case .html:
      let isHTML = printOptions.render.format == .html
      return try setPrintOption("format", isHTML ? "aligned" : "html")
    case .title: return try setPrintOption("title", try arguments.next())
    case .echo, .echoToResults, .warn: return try echo(command, &arguments)
    case .connect: return await connect(to: try arguments.next())
    case .connectionInfo: return await showConnection()
    case .logIn: return await logIn(to: try arguments.next())
    case .logOut: return await logOut()
    case .whoAmI: return await showIdentity()
    case .reconnect: return await reconnect()
    case .showBuffer, .clearBuffer, .writeBuffer, .edit:
      return try await changeBuffer(command, &arguments, in: frame)
    case .go, .goExpanded, .goDescribe, .goVariables, .goExecute, .goPlan:
      return try await go(command, &arguments, in: frame)
    case .set: return try setVariable(&arguments)
    case .unset: return try unsetVariable(&arguments)
    case .prompt: return try await promptForVariable(&arguments)
    case .getEnvironment, .setEnvironment: return try environmentVariable(command, &arguments)
    case .changeDirectory: return try changeDirectory(&arguments)
    case .shell: return try await shellCommand(arguments.restOfLine())
    case .copy: return try await copy(&arguments, in: frame)
    case .refresh: return await refresh()
    case .errorDetails: return showLastErrors()
    case .history: return try showHistory(&arguments)
    case .dryRun: return try setDryRun(&arguments)
    case .ifBlock, .elseIfBlock, .elseBlock, .endBlock:
      return try conditional(command, &arguments, in: frame)
    }
  }

  private func number(_ arguments: inout ArgumentReader) throws(CommandFault) -> Int32? {
    guard let word = try arguments.next() else { return nil }
    guard let number = Int32(word), (0...255).contains(number) else {
      throw CommandFault("a status is a number from 0 to 255")
    }
    return number
  }

  private func conditional(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) throws(CommandFault) -> CommandResult {
    let problem: String?
    if command == .ifBlock {
      try openBlock(&arguments, in: frame)
      problem = nil
    } else if command == .elseIfBlock {
      let condition = frame.conditionals.needsCondition ? try condition(&arguments) : false
      arguments.skipAll()
      problem = frame.conditionals.elseIf(condition)
    } else if command == .elseBlock {
      problem = frame.conditionals.otherwise()
    } else {
      problem = frame.conditionals.end()
    }
    guard let problem else { return .done }
    fail(CommandFault(problem), in: frame)
    return .failed
  }

  private func openBlock(
    _ arguments: inout ArgumentReader,
    in frame: InputFrame
  ) throws(CommandFault) {
    let isActive = frame.conditionals.isActive
    // The block is opened even where its condition is wrong, so that `\endif` finds it.
    frame.conditionals.begin(false)
    guard isActive else { return arguments.skipAll() }
    let condition = try condition(&arguments)
    _ = frame.conditionals.end()
    frame.conditionals.begin(condition)
  }

  private func condition(_ arguments: inout ArgumentReader) throws(CommandFault) -> Bool {
    let words = try arguments.all()
    guard let value = Condition.value(of: words) else {
      throw CommandFault(
        "unrecognized value \"\(words.joined(separator: " "))\": Boolean expected",
        code: .invalidParameter
      )
    }
    return value
  }
}

extension CommandFault {
  /// The same fault with another message.
  fileprivate init(_ message: String, _ fault: CommandFault) {
    self.init(message, code: fault.code, hint: fault.hint)
  }
}
