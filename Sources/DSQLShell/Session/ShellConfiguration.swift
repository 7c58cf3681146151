package import DSQLRendering

/// All that the program tells the shell: what to run, how, and where.
package struct ShellConfiguration: Sendable {
  /// One piece of input of a batch.
  package enum Input: Hashable, Sendable {
    /// `-c`: SQL, or one meta-command.
    case command(String)
    /// `-f` or a script argument; `-` is standard input.
    case file(String)
    case standardInput
  }

  /// One `-v NAME=VALUE`; without a value the variable is unset.
  package struct Assignment: Hashable, Sendable {
    package var name: String
    package var value: String?

    package init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }
  }

  /// What is known of the three standard streams.
  package struct Terminal: Hashable, Sendable {
    package var inputIsTerminal = false
    package var outputIsTerminal = false
    package var errorIsTerminal = false
    /// The cells of a line; nil where there is no window.
    package var columns: Int?
    package var rows: Int?
    /// `TERM`.
    package var type: String?

    package init() {}
  }

  /// Run in this order; empty in an interactive session.
  package var inputs: [Input] = []
  /// Whether a person types the statements.
  package var isInteractive = false
  /// The script's name, the variable `0`.
  package var scriptName: String?
  /// The variables `1`, `2`, ….
  package var scriptArguments: [String] = []
  /// `-v`, in order.
  package var variables: [Assignment] = []
  /// Print options before `printOptions`: what the kind of the output asks for.
  package var renderOptions = RenderOptions()
  /// `-P` and its short forms (`-A -t -x --csv -F …`), in order, by the names of `\pset`.
  package var printOptions: [Assignment] = []
  /// `-o`: a file, or a command after `|`.
  package var outputTarget: String?
  /// `-y`.
  package var answersYes = false
  package var isReadOnly = false
  package var isDryRun = false
  /// Whether errors and prompts are coloured.
  package var usesColour = false
  package var errorFormat: DiagnosticFormat = .text
  /// Whether lines are edited and remembered (not with `-n`).
  package var editsLines = true
  /// Whether `\timing` is on from the start.
  package var showsTiming = false
  package var environment: [String: String] = [:]
  /// The folder that relative file names start from.
  package var directory = "."
  package var terminal = Terminal()
  /// The program's version, the variable `VERSION`.
  package var version = ""
  /// Printed before the first prompt.
  package var banner: [String] = []
  /// The start-up file, read if it is there.
  package var startUpFile: String?
  /// The descriptor that standard input is read from.
  package var inputDescriptor: Int32 = 0
  /// The descriptors of the terminal that lines are edited on.
  package var editorDescriptors: (input: Int32, output: Int32) = (0, 1)
  package var output: any ByteOutput = DescriptorOutput(1)
  package var errors: any ByteOutput = DescriptorOutput(2)
  /// A clock that only goes forward.
  package var clock: @Sendable () -> Duration = Self.steadyClock()
  /// Whether signals are watched; a test has none.
  package var watchesSignals = true

  package init() {}

  private static func steadyClock() -> @Sendable () -> Duration {
    let clock = ContinuousClock()
    let start = clock.now
    return { start.duration(to: clock.now) }
  }
}
