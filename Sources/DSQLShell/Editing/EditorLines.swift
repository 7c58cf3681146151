/// Lines from the line editor.
///
/// A class because it owns the editor.
final class EditorLines: LineSource {
  private let editor: LineEditor

  init(_ editor: LineEditor) { self.editor = editor }

  func next(prompt: String) async -> LineEvent {
    switch await editor.readLine(prompt: prompt) {
    case .line(let text): .line(text)
    case .interrupted: .interrupted
    case .end: .end
    }
  }

  /// Adds an entry to what Up and Ctrl-R find.
  func remember(_ entry: String) { editor.remember(entry) }

  func close() { editor.close() }
}
