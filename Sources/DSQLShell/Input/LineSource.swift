/// Where lines come from.
protocol LineSource: AnyObject {
  /// The next line, asked for with a prompt where a person types.
  func next(prompt: String) async -> LineEvent
}

/// What came when a line was asked for.
enum LineEvent: Hashable, Sendable {
  /// A line, or several that were pasted, without the last line break.
  case line(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  case end
  /// The input could not be read.
  case failed(String)
}

/// The lines of a text that is there as a whole.
///
/// A class because reading moves it.
final class TextLines: LineSource {
  private var rest: Substring?

  init(_ text: String) { rest = Substring(text) }

  func next(prompt: String) async -> LineEvent {
    guard let text = rest else { return .end }
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else {
      rest = nil
      return text.isEmpty ? .end : .line(String(text))
    }
    rest = text[text.utf8.index(after: end)...]
    let line = text[..<end]
    return .line(String(line.utf8.last == 0x0D ? Substring(line.utf8.dropLast()) : line))
  }
}
