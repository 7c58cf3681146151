import DSQLDiagnostics
import DSQLSyntax

/// The text that was read and not yet run.
///
/// Lines go in; statements and meta-commands come out, in their order.
struct StatementBuffer: Sendable {
  /// What comes out next.
  enum Item: Hashable, Sendable {
    /// A statement without its semicolon, with its place in the input.
    case statement(SourceText)
    /// A backslash command: what follows the backslash to the end of the line.
    case metaCommand(String)
    /// Nothing more until further lines come.
    case more
  }

  /// The text from the last statement's end on.
  private(set) var text = ""
  private var scanner = StatementScanner()
  /// The line of the input on which `text` begins.
  private var textLine = 1
  private var nextLine = 1
  /// Where the last statement began.
  private var mark = (offset: 0, column: 1)
  /// Where the meta-command that came out last began.
  private var commandStart: Int?

  /// What the text waits for.
  var pending: PendingInput { scanner.pending }

  /// The line of the input that was added last.
  var line: Int { max(nextLine - 1, 1) }

  /// Whether nothing has begun.
  var isEmpty: Bool { scanner.pending == .none }

  /// The statement that has begun, without the blanks around it; nil where none has.
  var unfinished: SourceText? { scanner.unfinished.map(source) }

  /// The text from the line on which what is open began, and the place of its beginning in there.
  func pendingSource(named name: String?) -> (source: SourceText, span: SourceSpan) {
    let start = scanner.pendingStart
    let bytes = Array(text.utf8)
    let lineStart = bytes[..<min(start, bytes.count)].lastIndex(of: UInt8(ascii: "\n"))
    let lower = lineStart.map { $0 + 1 } ?? 0
    let source = SourceText(
      String(decoding: bytes[lower...], as: UTF8.self),
      name: name,
      firstLine: lineNumber(at: start)
    )
    return (source, .at(start - lower))
  }

  /// Adds text of the input, with its line breaks.
  mutating func append(_ line: String) {
    if isEmpty { drop() }
    text += line
    nextLine += line.utf8.count { $0 == UInt8(ascii: "\n") }
  }

  /// The next thing in the text.
  mutating func next() -> Item {
    while true {
      switch scanner.next(in: text) {
      case .statement(let statement):
        if statement.isEmpty { continue }
        let found = source(statement.span)
        mark = (statement.span.lower, found.firstColumn)
        return .statement(found)
      case .metaCommand(let offset):
        commandStart = offset
        let rest = Array(text.utf8.dropFirst(offset + 1).prefix { $0 != UInt8(ascii: "\n") })
        return .metaCommand(String(decoding: rest, as: UTF8.self))
      case .end: return .more
      }
    }
  }

  /// Takes the command that came out last from the text.
  ///
  /// - Parameter length: Its UTF-8 length after the backslash, `\\` at its end included.
  mutating func removeCommand(length: Int) {
    guard let start = commandStart else { return }
    commandStart = nil
    let bytes = Array(text.utf8)
    let end = min(start + 1 + length, bytes.count)
    text = String(decoding: bytes[..<start] + bytes[end...], as: UTF8.self)
    scanner.resume(at: start)
    if start < mark.offset { mark = (0, 1) }
  }

  /// Takes the statement that has begun out of the buffer.
  mutating func take() -> SourceText? {
    guard let statement = unfinished else { return nil }
    let offset = scanner.offset
    scanner = StatementScanner(at: offset)
    return statement
  }

  /// Forgets all text.
  mutating func drop() {
    text = ""
    scanner = StatementScanner()
    textLine = nextLine
    mark = (0, 1)
    commandStart = nil
  }

  /// A part of the text with its place in the input.
  private func source(_ span: SourceSpan) -> SourceText {
    SourceText(
      SourceText(text)[span],
      firstLine: lineNumber(at: span.lower),
      firstColumn: column(at: span.lower)
    )
  }

  /// The 1-based character of its line at which an offset stands.
  ///
  /// Counted from the statement before where that is on the same line, so that a line of many
  /// statements is walked once.
  private func column(at offset: Int) -> Int {
    let from = offset >= mark.offset ? mark : (offset: 0, column: 1)
    let bytes = text.utf8.dropFirst(from.offset).prefix(offset - from.offset)
    guard let lineEnd = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
      return from.column + String(decoding: bytes, as: UTF8.self).count
    }
    let line = bytes[bytes.index(after: lineEnd)...]
    return String(decoding: line, as: UTF8.self).count + 1
  }

  private func lineNumber(at offset: Int) -> Int {
    textLine + text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") }
  }
}
