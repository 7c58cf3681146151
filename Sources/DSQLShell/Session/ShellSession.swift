import DSQLDiagnostics
import DSQLEngine
import DSQLRendering
import Glibc

/// What lasts from the first statement to the last: variables, print options, connection, outputs.
///
/// A class because commands, prompts and statements change it in turn; it is used by one task only.
final class ShellSession {
  let configuration: ShellConfiguration
  let console: Console
  let interrupts = Interrupts()
  let wake = WakePipe()
  private let connect: @Sendable () async throws -> any Engine
  var variables: ShellVariables
  var printOptions: PrintOptions
  var showsTiming: Bool
  var isDryRun: Bool
  var directory: String
  var environment: [String: String]
  /// The statement that ran last, as it was written.
  var lastStatement: SourceText?
  /// The line of `\timing` that is told once the statement's rows and tag are shown.
  var timingLine: String?
  /// What went wrong last, for `\errverbose`.
  var lastErrors: (diagnostics: [Diagnostic], source: SourceText?) = ([], nil)
  var history: History?
  let completer = Completer()
  /// The engine, once something needed it.
  private(set) var engine: (any Engine)?
  /// The gravest failure so far.
  private(set) var worst: StatementOutcome.Failure?
  /// Files that are being read, one inside the other.
  var fileDepth = 0
  /// Whether `\c` failed in a batch: nothing runs before another one succeeds.
  var isDisconnected = false
  /// Whether the start-up file is being read, which may not write.
  var isStartingUp = false
  /// The width that was taken from the window, not from `\pset columns`.
  private var windowColumns: Int?

  init(
    _ configuration: ShellConfiguration,
    connect: @escaping @Sendable () async throws -> any Engine
  ) {
    self.configuration = configuration
    self.connect = connect
    console = Console(output: configuration.output, errors: configuration.errors)
    variables = ShellVariables(isInteractive: configuration.isInteractive)
    printOptions = PrintOptions(render: configuration.renderOptions)
    showsTiming = configuration.showsTiming
    isDryRun = configuration.isDryRun
    directory = configuration.directory
    environment = configuration.environment
    windowColumns = configuration.renderOptions.columns
  }

  /// Takes over a changed width of the window, unless `\pset columns` says another.
  func followWindow() {
    guard configuration.terminal.outputIsTerminal,
      printOptions.render.columns == windowColumns,
      let size = TerminalWindow.size(of: configuration.editorDescriptors.output)
    else { return }
    windowColumns = size.columns
    printOptions.render.columns = size.columns
  }

  /// Ends what is still open.
  func close() { console.redirect(to: nil) }

  /// Runs the commands of the user.
  var childCommand: ChildCommand {
    ChildCommand(directory: directory, environment: environment)
  }

  /// A path as it is meant from the session's folder.
  func path(_ path: String) -> String {
    var path = path
    if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] {
      path = home + path.dropFirst()
    }
    return path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
  }

  // MARK: Connection

  /// The engine, made if it is not there yet.
  func connection() async -> Result<any Engine, StatementErrors> {
    if isDisconnected {
      let diagnostic = Diagnostic(
        .connectionFailure,
        "you are not connected to a service",
        hint: "\\c PROFILE connects."
      )
      return .failure(StatementErrors([diagnostic], failure: .connection))
    }
    if let engine { return .success(engine) }
    do {
      let made = try await connect()
      engine = made
      noteConnection(made.info)
      return .success(made)
    } catch let errors as StatementErrors {
      return .failure(errors)
    } catch {
      let diagnostic = Diagnostic(.connectionFailure, "could not connect: \(error)")
      return .failure(StatementErrors([diagnostic], failure: .connection))
    }
  }

  /// Sets the variables that tell whom the session is connected to.
  func noteConnection(_ info: ConnectionInfo) {
    note("PROFILE", info.profile)
    note("ORG", info.organization)
    note("TENANT", info.tenant)
    note("FOLDER", info.folder ?? "")
    note("USER", info.user ?? "")
  }

  /// Sets a variable that tells something.
  func note(_ name: String, _ value: String) { _ = variables.set(name, to: value) }

  // MARK: Messages

  /// How diagnostics are written at the moment.
  var diagnosticRenderer: DiagnosticRenderer {
    var options = DiagnosticOptions()
    options.verbosity = variables.verbosity
    options.format = configuration.errorFormat
    options.ambiguousWidth = printOptions.render.ambiguousWidth
    options.usesColour = configuration.usesColour
    return DiagnosticRenderer(options: options)
  }

  /// Tells errors, remembers them for `\errverbose` and for the exit status.
  func fail(
    _ diagnostics: [Diagnostic],
    in source: SourceText?,
    as failure: StatementOutcome.Failure = .statement
  ) {
    let renderer = diagnosticRenderer
    for diagnostic in diagnostics {
      console.tell(renderer.render(diagnostic, in: source))
    }
    lastErrors = (diagnostics, source)
    note("ERROR", "true")
    if let first = diagnostics.first {
      note("SQLSTATE", first.code.sqlState)
      note("LAST_ERROR_SQLSTATE", first.code.sqlState)
      note("LAST_ERROR_MESSAGE", first.message)
    }
    record(failure)
  }

  /// Tells what a meta-command could not do.
  func fail(_ fault: CommandFault, in frame: InputFrame) {
    let diagnostic = fault.diagnostic
    switch configuration.errorFormat {
    case .json: fail([diagnostic], in: frame.commandPlace)
    case .text:
      let prefix = frame.name.map { "dsql:\($0):\(frame.buffer.line): " } ?? ""
      console.tell("\(prefix)\(fault.message)\n")
      if let hint = fault.hint { console.tell("\(hint)\n") }
      lastErrors = ([diagnostic], frame.commandPlace)
      record(.statement)
    }
  }

  /// Tells something that is no error.
  func notice(_ text: String) {
    if !variables.isOn("QUIET") { console.print(text + "\n") }
  }

  private func record(_ failure: StatementOutcome.Failure) {
    // The start-up file is the person's own and no part of the work.
    if isStartingUp { return }
    if let worst, worst.rank >= failure.rank { return }
    worst = failure
  }
}

extension StatementOutcome.Failure {
  /// Which of several failures decides the exit status: the greatest.
  ///
  /// - Source: `shell-conventions.md` §2.
  fileprivate var rank: Int {
    switch self {
    case .partialWrite: 4
    case .connection: 3
    case .guarded: 2
    case .statement: 1
    }
  }
}
