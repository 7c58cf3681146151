import DSQLDiagnostics
import DSQLEngine
import Glibc

extension ShellSession {
  /// How an input ended.
  enum InputEnding: Hashable {
    case finished
    /// `\q`, with a status where one was given.
    case left(Int32?)
    /// An error under `ON_ERROR_STOP`.
    case stopped
    /// A signal, or an output that nobody reads.
    case broken
  }

  /// Runs all inputs and answers how the process ends.
  func run() async -> ShellEnding {
    if let ending = prepare() { return ending }
    let ending = configuration.isInteractive ? await runInteractively() : await runInputs()
    if let signal = interrupts.ending { return .signal(signal) }
    switch console.outputFailure {
    case .closed: return .signal(SIGPIPE)
    case .failed(let reason):
      console.tell("dsql: error: could not write to standard output: \(reason)\n")
      return .status(1)
    case nil: break
    }
    return ending
  }

  /// Watches signals until the answer is cancelled.
  func watchSignals() -> SignalWatch {
    let isInteractive = configuration.isInteractive
    let (interrupts, console, wake) = (interrupts, console, wake)
    return SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGWINCH]) { number in
      switch number {
      case SIGPIPE: break
      case SIGWINCH: wake.wake()
      default:
        let endsProcess = number != SIGINT || !isInteractive
        switch interrupts.receive(number, endsProcess: endsProcess) {
        case .cancelled:
          if number == SIGINT { console.tell("Cancel request sent\n") }
        case .insisted: ShellEnding.signal(number).leave()
        case .idle:
          if endsProcess, !isInteractive { ShellEnding.signal(number).leave() }
          wake.wake()
        }
      }
    }
  }

  // MARK: Before the first statement

  /// Sets what the program was told; answers an ending where that fails.
  private func prepare() -> ShellEnding? {
    note("VERSION", configuration.version)
    for name in ["ERROR", "COMPLETE"] { note(name, name == "ERROR" ? "false" : "true") }
    if let script = configuration.scriptName { note("0", script) }
    setArguments(configuration.scriptArguments)
    for assignment in configuration.variables {
      guard let value = assignment.value else {
        variables.unset(assignment.name)
        continue
      }
      if let refusal = variables.set(assignment.name, to: value) {
        return fatal("\(refusal.message)\n\(refusal.hint)")
      }
    }
    for option in configuration.printOptions {
      guard let name = PrintOptions.fullName(option.name) else {
        return fatal("\\pset: unknown option: \(option.name)")
      }
      if let fault = printOptions.set(name, to: option.value) { return fatal(fault.message) }
    }
    guard let target = configuration.outputTarget else { return nil }
    switch openOutput(target) {
    case .success(let output):
      console.redirect(to: output)
      return nil
    case .failure(let fault): return fatal(fault.message)
    }
  }

  private func fatal(_ message: String) -> ShellEnding {
    console.tell("dsql: error: \(message)\n")
    return .status(1)
  }

  /// Sets the variables `1`, `2`, ….
  func setArguments(_ arguments: [String]) {
    for (index, argument) in arguments.enumerated() { note(String(index + 1), argument) }
  }

  /// Opens what `-o` and `\o` name: a file, or a command after `|`.
  func openOutput(_ target: String) -> Result<any ByteOutput, CommandFault> {
    if target.hasPrefix("|") {
      let command = String(target.dropFirst())
      return CommandOutput.start(command, by: childCommand)
        .map { $0 as any ByteOutput }
        .mapError { CommandFault("\(command): \($0.text)", code: .fileError) }
    }
    return DescriptorOutput.file(path(target))
      .map { $0 as any ByteOutput }
      .mapError { CommandFault("\(target): \($0.text)", code: .fileError) }
  }

  // MARK: Batch

  private func runInputs() async -> ShellEnding {
    await readStartUpFile()
    for input in configuration.inputs {
      let ending: InputEnding
      switch input {
      case .command(let text):
        ending = await read(frame(name: nil, lines: TextLines(text)))
      case .standardInput: ending = await read(standardInputFrame())
      case .file("-"): ending = await read(standardInputFrame())
      case .file(let name):
        switch DescriptorLines.file(path(name)) {
        case .success(let lines):
          ending = await read(frame(name: name, directory: folder(of: name), lines: lines))
        case .failure(let error): return fatal("\(name): \(error.text)")
        }
      }
      switch ending {
      case .finished: continue
      case .left(let status?): return .status(status)
      case .left(nil): continue
      case .stopped, .broken: return .status(exitStatus)
      }
    }
    return .status(exitStatus)
  }

  private var exitStatus: Int32 { Int32(worst?.rawValue ?? 0) }

  private func frame(
    name: String?,
    directory: String? = nil,
    lines: any LineSource
  ) -> InputFrame {
    InputFrame(name: name, directory: directory, isInteractive: false, lines: lines)
  }

  private func standardInputFrame() -> InputFrame {
    frame(
      name: "<stdin>",
      lines: DescriptorLines(configuration.inputDescriptor, atEnd: .leaveOpen)
    )
  }

  /// The folder part of a path.
  func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  // MARK: At the prompt

  private func runInteractively() async -> ShellEnding {
    if !variables.isOn("QUIET") {
      for line in configuration.banner { console.print(line + "\n") }
      if !configuration.banner.isEmpty { console.print("\n") }
    }
    switch await connection() {
    case .success: break
    case .failure(let errors): fail(errors.diagnostics, in: nil, as: errors.failure)
    }
    await readStartUpFile()
    let ending: InputEnding
    if configuration.editsLines, let editor = makeEditor() {
      ending = await withCatalog {
        let frame = InputFrame(name: nil, directory: nil, isInteractive: true, lines: editor)
        return await self.read(frame)
      }
      editor.close()
    } else {
      let console = console
      let lines = DescriptorLines(
        configuration.inputDescriptor,
        atEnd: .leaveOpen,
        wake: wake,
        interrupts: interrupts
      ) { console.print(Prompt.visible($0)) }
      ending = await read(
        InputFrame(name: nil, directory: nil, isInteractive: true, lines: lines)
      )
    }
    if case .left(let status?) = ending { return .status(status) }
    return .status(0)
  }

  /// Runs the prompt while the catalogue is read beside it, for completion.
  private func withCatalog(_ body: () async -> InputEnding) async -> InputEnding {
    guard let engine else { return await body() }
    // Leaving the scope cancels it: who leaves does not wait for a slow service.
    async let _: Void = Self.load(engine)
    return await body()
  }

  @concurrent private static func load(_ engine: any Engine) async { _ = await engine.catalog() }

  private func readStartUpFile() async {
    guard let name = configuration.startUpFile, access(path(name), F_OK) == 0 else { return }
    switch DescriptorLines.file(path(name)) {
    case .success(let lines):
      isStartingUp = true
      _ = await read(frame(name: name, directory: folder(of: name), lines: lines))
      isStartingUp = false
    case .failure(let error): console.tell("dsql: \(name): \(error.text)\n")
    }
  }
}
