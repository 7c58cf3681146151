import DSQLDiagnostics

/// One input that is being read: the prompt, a file, standard input, or a `-c`.
///
/// A class because commands change its buffer and its `\if` blocks while it is read.
final class InputFrame {
  /// How the input is named in messages; nil for the prompt and `-c`.
  let name: String?
  /// The folder that `\ir` starts from; nil where the session's own is meant.
  let directory: String?
  /// Whether a person types it.
  let isInteractive: Bool
  let lines: any LineSource
  var buffer = StatementBuffer()
  var conditionals = ConditionalStack()
  /// Typed lines that belong to no entry of the history yet.
  var typedLines: [String] = []
  /// Ends of input in a row, for IGNOREEOF.
  var endCount = 0

  init(name: String?, directory: String?, isInteractive: Bool, lines: any LineSource) {
    self.name = name
    self.directory = directory
    self.isInteractive = isInteractive
    self.lines = lines
  }

  /// The place of a meta-command, which has a line but no text to show.
  var commandPlace: SourceText? {
    name.map { SourceText("", name: $0, firstLine: buffer.line) }
  }
}
