import CEditLine
import Glibc

/// Edits lines on a terminal, by libedit.
///
/// A class because libedit holds it as its client data. `@unchecked Sendable`: a line is read on a
/// thread of its own, and the session asks for the next one, and for anything else, only after that
/// thread has answered, so there is never more than one user.
package final class LineEditor: @unchecked Sendable {
  /// What a key or the end of the input made of the line.
  package enum Answer: Hashable, Sendable {
    case line(String)
    /// Ctrl-C.
    case interrupted
    /// Ctrl-D, or the terminal is gone.
    case end
  }

  /// Why the wait for a key ended without one.
  package enum WakeReason: Sendable {
    /// The window has changed.
    case redraw
    /// Ctrl-C came as a signal.
    case interrupt
    /// The process is to end.
    case end
  }

  /// What an editor works on.
  package struct Settings: Sendable {
    /// The terminal's descriptors.
    package var input: Int32 = 0
    package var output: Int32 = 1
    /// `TERM`; nil and `dumb` are terminals without any abilities.
    package var terminal: String?
    /// Whether the user's own key bindings (`.editrc`) are read.
    package var readsKeyBindings = true
    /// How many entries the history keeps.
    package var historyLimit = 5000
    /// Answers what may stand at the cursor: the text of the line, and the cursor as a UTF-8 offset.
    package var complete: @Sendable (String, Int) -> CompletionAnswer = { _, _ in .none }
    /// Becomes readable when the window has changed or the process is to end.
    package var wakeDescriptor: Int32 = -1
    /// Asked what is to be done when it was readable, which it then is no more.
    package var wakeReason: @Sendable () -> WakeReason = { .redraw }

    package init() {}
  }

  let settings: Settings
  let line: OpaquePointer
  let outputFile: UnsafeMutablePointer<FILE>
  private let inputFile: UnsafeMutablePointer<FILE>
  private let entries: OpaquePointer
  private var promptText: UnsafeMutablePointer<CChar>?
  private var isClosed = false
  /// Whether Ctrl-C ended the line.
  var wasInterrupted = false
  /// The line at which Tab was pressed last, so that the second one lists what is possible.
  var tabState: (text: String, cursor: Int)?

  /// An editor, or nil where the terminal cannot be used.
  package init?(_ settings: Settings) {
    dsql_use_utf8()
    guard let inputFile = fdopen(dup(settings.input), "r"),
      let outputFile = fdopen(dup(settings.output), "w"),
      let line = el_init("dsql", inputFile, outputFile, outputFile),
      let entries = history_winit()
    else { return nil }
    self.settings = settings
    self.inputFile = inputFile
    self.outputFile = outputFile
    self.line = line
    self.entries = entries
    _ = dsql_set_client_data(line, Unmanaged.passUnretained(self).toOpaque())
    _ = dsql_leave_signals(line)
    _ = dsql_set_terminal(line, settings.terminal ?? "dumb")
    _ = dsql_set_emacs_keys(line)
    _ = dsql_history_limit(entries, Int32(clamping: settings.historyLimit))
    _ = dsql_set_history(line, entries)
    EditorKeys.bind(line)
    if settings.readsKeyBindings { _ = el_source(line, nil) }
    _ = dsql_take_signal_keys(line)
  }

  deinit { close() }

  /// Gives the terminal back.
  package func close() {
    if isClosed { return }
    isClosed = true
    el_end(line)
    history_wend(entries)
    fclose(inputFile)
    fclose(outputFile)
    free(promptText)
  }

  /// Adds an entry to what Up and Ctrl-R find.
  package func remember(_ entry: String) {
    let wide = entry.unicodeScalars.map { wchar_t($0.value) } + [0]
    _ = dsql_history_add(entries, wide)
  }

  /// Reads one line, which can hold line breaks that were pasted or recalled.
  package func readLine(prompt: String) async -> Answer {
    await BlockingThread.run { self.readLineBlocking(prompt: prompt) }
  }

  /// The prompt for libedit, which keeps no copy.
  var prompt: UnsafeMutablePointer<CChar>? { promptText }

  private func readLineBlocking(prompt: String) -> Answer {
    free(promptText)
    promptText = strdup(prompt)
    wasInterrupted = false
    tabState = nil
    // Before the prompt is seen: libedit itself switches after it, and a Ctrl-C or Ctrl-D that is
    // typed at once would go to the terminal's own line discipline.
    _ = dsql_prepare_terminal(line, 1)
    switchPasteMarks(on: true)
    defer { switchPasteMarks(on: false) }
    var count: Int32 = 0
    guard let text = el_wgets(line, &count), count > 0 else {
      return wasInterrupted ? .interrupted : .end
    }
    var scalars = String.UnicodeScalarView()
    for value in UnsafeBufferPointer(start: text, count: Int(count)) {
      scalars.append(Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}")
    }
    if scalars.last == "\n" { scalars.removeLast() }
    return .line(String(scalars))
  }

  /// Asks the terminal to mark pasted text, or no longer to.
  func switchPasteMarks(on isOn: Bool) {
    guard let terminal = settings.terminal, terminal != "dumb" else { return }
    fputs(isOn ? "\u{1B}[?2004h" : "\u{1B}[?2004l", outputFile)
    fflush(outputFile)
  }
}
