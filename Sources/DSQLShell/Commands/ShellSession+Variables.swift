import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import Glibc

extension ShellSession {
  func setVariable(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    guard let name = try arguments.next() else {
      for (name, value) in variables.all { console.print("\(name) = '\(value)'\n") }
      return .done
    }
    let value = try arguments.all().joined()
    if let refusal = variables.set(name, to: value) {
      throw CommandFault(refusal.message, code: .invalidParameter, hint: refusal.hint)
    }
    return .done
  }

  func unsetVariable(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    guard let name = try arguments.next() else {
      throw CommandFault("missing required argument")
    }
    variables.unset(name)
    return .done
  }

  /// `\prompt [-s] [TEXT] NAME`.
  func promptForVariable(
    _ arguments: inout ArgumentReader
  ) async throws(CommandFault) -> CommandResult {
    var words = try arguments.all()
    let isSecret = words.first == "-s"
    if isSecret { words.removeFirst() }
    guard let name = words.popLast() else { throw CommandFault("missing required argument") }
    let text = words.joined(separator: " ")
    guard let answer = await question.ask(text, echo: isSecret ? .hidden : .shown) else {
      return .failed
    }
    if let refusal = variables.set(name, to: answer) {
      throw CommandFault(refusal.message, code: .invalidParameter, hint: refusal.hint)
    }
    return .done
  }

  /// `\getenv V ENV` and `\setenv ENV [VALUE]`.
  func environmentVariable(
    _ command: MetaCommand,
    _ arguments: inout ArgumentReader
  ) throws(CommandFault) -> CommandResult {
    let words = try arguments.all()
    if command == .getEnvironment {
      guard words.count == 2 else { throw CommandFault("missing required argument") }
      if let value = environment[words[1]] { note(words[0], value) }
      return .done
    }
    guard let name = words.first, !name.contains("=") else {
      throw CommandFault("environment variable name must not be empty or contain \"=\"")
    }
    environment[name] = words.count > 1 ? words[1] : nil
    return .done
  }

  func changeDirectory(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    let wanted = try arguments.next() ?? environment["HOME"] ?? "/"
    let target = path(wanted)
    guard let folder = opendir(target) else {
      throw CommandFault(
        "could not change directory to \"\(wanted)\": \(SystemReason.text(errno))",
        code: .fileError
      )
    }
    closedir(folder)
    directory = target
    return .done
  }

  /// `\! [CMD]`.
  func shellCommand(_ command: String) async throws(CommandFault) -> CommandResult {
    var runner = childCommand
    if command.isEmpty, let shell = environment["SHELL"] { runner.shell = shell }
    let child = try runner.start(command.isEmpty ? nil : command)
      .mapError { CommandFault($0.text, code: .fileError) }.get()
    interrupts.ignore()
    let status = await BlockingThread.run { child.wait() }
    interrupts.heed()
    note("SHELL_ERROR", status == 0 ? "false" : "true")
    note("SHELL_EXIT_CODE", String(status))
    return .done
  }

  func refresh() async -> CommandResult {
    switch await connection() {
    case .success(let engine):
      engine.refresh()
      return .done
    case .failure(let errors):
      fail(errors.diagnostics, in: nil, as: errors.failure)
      return .failed
    }
  }

  /// `\errverbose`.
  func showLastErrors() -> CommandResult {
    if lastErrors.diagnostics.isEmpty {
      console.print("There is no previous error.\n")
      return .done
    }
    var renderer = diagnosticRenderer
    renderer.options.verbosity = .verbose
    renderer.options.showsResponse = true
    for diagnostic in lastErrors.diagnostics {
      console.print(renderer.render(diagnostic, in: lastErrors.source))
    }
    return .done
  }

  /// `\s [FILE]`.
  func showHistory(_ arguments: inout ArgumentReader) throws(CommandFault) -> CommandResult {
    let target = try arguments.next()
    let text = (history?.entries ?? []).map { $0 + "\n" }.joined()
    guard let target, Int(target) == nil else {
      let count = target.flatMap { Int($0) } ?? Int.max
      let entries = (history?.entries ?? []).suffix(max(count, 0))
      console.print(entries.map { $0 + "\n" }.joined())
      return .done
    }
    let output = try openOutput(target).get()
    defer { output.close() }
    do {
      try output.write(text)
    } catch {
      throw CommandFault("\(target): \(error.text)", code: .fileError)
    }
    return .done
  }
}
