package import DSQLDiagnostics

/// Finds where statements end and meta-commands begin, in a text that grows line by line.
///
/// A statement ends at a semicolon outside quotes, comments and parentheses. The scanner remembers
/// where it stands: each call looks only at what was added since the last one.
///
/// ```swift
/// var scanner = StatementScanner()
/// buffer += line + "\n"
/// while case .statement(let statement) = scanner.next(in: buffer) { run(buffer, statement) }
/// prompt(scanner.pending)
/// ```
package struct StatementScanner: Hashable, Sendable {
  /// The UTF-8 offset up to which the text was looked at.
  package private(set) var offset: Int
  private var state = State.plain
  /// Where the open quote or comment begins.
  private var stateStart = 0
  /// The offsets of the open parentheses.
  private var parentheses: [Int] = []
  /// The first and the last byte, comments left out, of the statement that has begun.
  private var content: SourceSpan?

  private enum State: Hashable, Sendable {
    case plain
    case quote(close: UInt8, hasEscapes: Bool)
    case dollar(tag: [UInt8])
    case lineComment
    case blockComment(depth: Int)
  }

  /// Makes a scanner that begins at an offset with an empty statement.
  package init(at offset: Int = 0) { self.offset = offset }

  /// Looks on until a statement ends, a meta-command begins, or the text ends.
  ///
  /// After a statement the next call goes on behind its semicolon. After a meta-command the scanner
  /// stands at its backslash: `resume(at:)` says where to go on.
  ///
  /// - Parameter text: The text so far: what was given before, and then whole lines.
  /// - Returns: The place of the first stop.
  /// - Complexity: O(*n*) in the bytes added.
  package mutating func next(in text: String) -> ScanStop {
    let stop = text.utf8.withContiguousStorageIfAvailable { self.scan($0) }
    return stop ?? Array(text.utf8).withUnsafeBufferPointer { self.scan($0) }
  }

  /// Goes on at an offset, within the statement that has begun.
  package mutating func resume(at offset: Int) { self.offset = offset }

  /// What the text so far waits for.
  package var pending: PendingInput {
    switch state {
    case .quote(close: UInt8(ascii: "'"), hasEscapes: _): .singleQuote
    case .quote: .doubleQuote
    case .dollar: .dollarQuote
    case .blockComment: .blockComment
    case .plain, .lineComment:
      !parentheses.isEmpty ? .parenthesis : content != nil ? .statement : .none
    }
  }

  /// The UTF-8 offset at which the thing that `pending` names began.
  package var pendingStart: Int {
    switch pending {
    case .singleQuote, .doubleQuote, .dollarQuote, .blockComment: stateStart
    case .parenthesis: parentheses.last ?? offset
    case .statement: content?.lower ?? offset
    case .none: offset
    }
  }

  /// The statement that has begun, so far, without the blanks and comments around it.
  package var unfinished: SourceSpan? { content }

  /// All the statements of a text, and what is left after the last semicolon.
  ///
  /// Meta-commands are not looked for: a backslash is a character like others.
  package static func split(_ text: String) -> SplitText {
    var scanner = StatementScanner()
    var statements: [SourceSpan] = []
    while true {
      switch scanner.next(in: text) {
      case .statement(let statement): if !statement.isEmpty { statements.append(statement.span) }
      case .metaCommand(let offset):
        scanner.extendContent(offset, offset + 1)
        scanner.resume(at: offset + 1)
      case .end:
        return SplitText(
          statements: statements,
          rest: scanner.content,
          pending: scanner.pending,
          pendingStart: scanner.pendingStart
        )
      }
    }
  }

  // MARK: Scanning

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> ScanStop {
    while offset < bytes.count {
      switch state {
      case .plain: if let stop = scanPlain(bytes) { return stop }
      case .quote(let close, let hasEscapes): scanQuote(bytes, close, hasEscapes)
      case .dollar(let tag): scanDollar(bytes, tag)
      case .lineComment: scanLineComment(bytes)
      case .blockComment(let depth): scanBlockComment(bytes, depth)
      }
    }
    return .end
  }

  private mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> ScanStop? {
    let byte = bytes[offset]
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    switch byte {
    case 0x20, 0x09...0x0D: offset += 1
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["):
      let close = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
      enter(.quote(close: close, hasEscapes: false), length: 1)
    case UInt8(ascii: "-") where next == byte: state = .lineComment
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
      stateStart = offset
      offset += 2
      state = .blockComment(depth: 1)
    case UInt8(ascii: "("):
      parentheses.append(offset)
      extend(1)
    case UInt8(ascii: ")"):
      _ = parentheses.popLast()
      extend(1)
    case UInt8(ascii: ";"):
      if parentheses.isEmpty { return endStatement() }
      extend(1)
    case UInt8(ascii: "\\"):
      guard next == UInt8(ascii: ";") || next == UInt8(ascii: ":") else {
        return .metaCommand(offset)
      }
      extend(2)
    case UInt8(ascii: "$"): scanDollarSign(bytes)
    case 0xEF where bytes[offset...].starts(with: [0xEF, 0xBB, 0xBF]):
      offset += 3
    default: scanWord(bytes)
    }
    return nil
  }

  private mutating func endStatement() -> ScanStop {
    let span = content ?? .at(offset)
    offset += 1
    content = nil
    return .statement(ScannedStatement(span: span, end: offset))
  }

  /// A word as a whole, so that a quote or `$` within it is seen for what it is; else one byte.
  private mutating func scanWord(_ bytes: UnsafeBufferPointer<UInt8>) {
    var end = offset
    while end < bytes.count,
      bytes[end] >= 0x80 || Characters.isWordByte(bytes[end])
        || (bytes[end] == UInt8(ascii: "$") && end > offset)
    {
      end += 1
    }
    let isEscapePrefix = end - offset == 1 && bytes[offset] | 0x20 == UInt8(ascii: "e")
    if isEscapePrefix, end < bytes.count, bytes[end] == UInt8(ascii: "'") {
      enter(.quote(close: UInt8(ascii: "'"), hasEscapes: true), length: 2)
    } else {
      extend(max(end - offset, 1))
    }
  }

  private mutating func scanDollarSign(_ bytes: UnsafeBufferPointer<UInt8>) {
    var end = offset + 1
    if end < bytes.count, Characters.isDigit(bytes[end]) { return extend(1) }
    while end < bytes.count, bytes[end] >= 0x80 || Characters.isWordByte(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return extend(1) }
    let tag = Array(bytes[offset...end])
    enter(.dollar(tag: tag), length: tag.count)
  }

  private mutating func scanQuote(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ close: UInt8,
    _ hasEscapes: Bool
  ) {
    let start = offset
    var index = offset
    while index < bytes.count {
      let byte = bytes[index]
      if byte == close {
        guard index + 1 < bytes.count, bytes[index + 1] == close else {
          state = .plain
          index += 1
          break
        }
        index += 2
      } else if hasEscapes, byte == UInt8(ascii: "\\") {
        index = min(index + 2, bytes.count)
      } else {
        index += 1
      }
    }
    extend(index - start)
  }

  private mutating func scanDollar(_ bytes: UnsafeBufferPointer<UInt8>, _ tag: [UInt8]) {
    var index = offset
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$"), bytes[index...].starts(with: tag) {
        state = .plain
        index += tag.count
        break
      }
      index += 1
    }
    extend(index - offset)
  }

  private mutating func scanLineComment(_ bytes: UnsafeBufferPointer<UInt8>) {
    while offset < bytes.count, !Characters.isLineBreak(bytes[offset]) { offset += 1 }
    if offset < bytes.count { state = .plain }
  }

  private mutating func scanBlockComment(_ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int) {
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    switch (bytes[offset], next) {
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      state = .blockComment(depth: depth + 1)
      offset += 2
    case (UInt8(ascii: "*"), UInt8(ascii: "/")):
      state = depth > 1 ? .blockComment(depth: depth - 1) : .plain
      offset += 2
    default: offset += 1
    }
  }

  private mutating func enter(_ state: State, length: Int) {
    self.state = state
    stateStart = offset
    extend(length)
  }

  private mutating func extend(_ length: Int) {
    extendContent(offset, offset + length)
    offset += length
  }

  private mutating func extendContent(_ lower: Int, _ upper: Int) {
    content = SourceSpan(content?.lower ?? lower, upper)
  }
}
