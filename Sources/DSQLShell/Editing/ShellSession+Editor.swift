import DSQLCatalog
import DSQLEngine

extension ShellSession {
  /// The line editor with its history; nil where the terminal cannot be used.
  func makeEditor() -> EditorLines? {
    let console = console
    let history = History(path: historyPath, limit: variables.number("HISTSIZE") ?? 5000) {
      console.tell("WARNING:  \($0)\n")
    }
    self.history = history
    var settings = LineEditor.Settings()
    settings.input = configuration.editorDescriptors.input
    settings.output = configuration.editorDescriptors.output
    settings.terminal = configuration.terminal.type
    settings.historyLimit = max(variables.number("HISTSIZE") ?? 5000, 1)
    settings.wakeDescriptor = wake.readEnd
    settings.readsKeyBindings = environment["HOME"] != nil
    let (wake, interrupts, completer) = (wake, interrupts, completer)
    settings.wakeReason = {
      wake.drain()
      if interrupts.ending != nil { return .end }
      return interrupts.wasInterrupted ? .interrupt : .redraw
    }
    settings.complete = { completer.answer(line: $0, cursor: $1) }
    guard let editor = LineEditor(settings) else { return nil }
    for entry in history.entries { editor.remember(entry) }
    return EditorLines(editor)
  }

  /// What completion is told before a line is read.
  func completionContext(in frame: InputFrame) -> CompletionContext {
    var context = CompletionContext()
    context.textBefore = frame.buffer.isEmpty ? "" : frame.buffer.text
    context.variableNames = variables.names
    context.profileNames = (try? engine?.profiles().get().map(\.name)) ?? []
    context.keywordCase =
      variables["COMP_KEYWORD_CASE"].flatMap { CompletionContext.KeywordCase(rawValue: $0) }
      ?? .preserveUpper
    let session = path(".")
    context.fileNames = { folder in FolderNames.names(in: folder, from: session) }
    return context
  }

  /// Where the history is kept; nil keeps none.
  private var historyPath: String? {
    if let chosen = variables["HISTFILE"] ?? environment["DSQL_HISTORY"] {
      if chosen.isEmpty || chosen == "/dev/null" { return nil }
      let profile = engine?.info.profile ?? "dsql"
      return path(chosen.replacing(":PROFILE", with: profile))
    }
    if let folder = environment["XDG_STATE_HOME"], !folder.isEmpty {
      return "\(folder)/dsql/history"
    }
    return environment["HOME"].map { "\($0)/.local/state/dsql/history" }
  }
}
