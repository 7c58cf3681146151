import DSQLDiagnostics

/// Cuts a text into tokens.
///
/// It never fails: what is no token is told in a diagnostic and left out, and an unterminated quote
/// or comment reaches to the end of the text.
package struct Lexer {
  let bytes: [UInt8]
  var position = 0
  var tokens: ContiguousArray<Token> = []
  var diagnostics: [Diagnostic] = []
  var isUnterminated = false
  private let keywords = KeywordTable.all
  private let keepsComments: Bool

  private init(_ text: String, keepsComments: Bool) {
    bytes = Array(text.utf8)
    self.keepsComments = keepsComments
    tokens.reserveCapacity(bytes.count / 4 + 2)
  }

  /// The tokens of a text, in order, and one of kind `endOfInput` last.
  ///
  /// - Complexity: O(*n*) in the bytes of the text.
  package static func lex(_ text: String, keepingComments: Bool = false) -> LexedText {
    var lexer = Lexer(text, keepsComments: keepingComments)
    lexer.run()
    return LexedText(
      bytes: lexer.bytes,
      tokens: lexer.tokens,
      diagnostics: lexer.diagnostics,
      isUnterminated: lexer.isUnterminated
    )
  }

  private mutating func run() {
    let end = bytes.count
    while position < end {
      let byte = bytes[position]
      switch Characters.kind[Int(byte)] {
      case .space: position += 1
      case .letter: lexWord()
      case .digit: lexNumber()
      case .other: lexMark(byte)
      case .high: lexHighByte()
      }
    }
    append(.endOfInput, from: end, to: end)
  }

  /// The byte at a distance from the position, or 0 after the end.
  func byte(ahead distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < bytes.count ? bytes[index] : 0
  }

  mutating func append(_ kind: TokenKind, from lower: Int, to upper: Int) {
    tokens.append(Token(kind, lower, upper))
    position = upper
  }

  /// Adds a token of a number of bytes at the position.
  private mutating func append(_ kind: TokenKind, length: Int) {
    append(kind, from: position, to: position + length)
  }

  // MARK: Words

  private mutating func lexWord() {
    let start = position
    let end = Characters.endOfWord(in: bytes, from: start)
    if end - start == 1, byte(ahead: 1) == UInt8(ascii: "'") {
      switch bytes[start] | 0x20 {
      case UInt8(ascii: "e"): return lexQuoted(.escapeString, from: start, opening: 2)
      case UInt8(ascii: "n"): return lexQuoted(.string, from: start, opening: 2)
      default: break
      }
    }
    let keyword = keywords.keyword(in: bytes, start, end)
    tokens.append(Token(.word, start, end, keyword: keyword))
    position = end
  }

  /// A character beyond ASCII: a letter begins a word, a blank is skipped, a typographic quote is
  /// taken for the plain one, and anything else is told.
  private mutating func lexHighByte() {
    let (scalar, length) = Characters.scalar(in: bytes, at: position)
    if Characters.isLetter(scalar) { return lexWord() }
    if scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}" {
      position += length
      return
    }
    let start = position
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{201A}": lexTypographic(.string, closing: "\u{2019}", length)
    case "\u{201C}", "\u{201D}", "\u{201E}":
      lexTypographic(.quotedIdentifier, closing: "\u{201D}", length)
    default:
      position += length
      report(
        "invalid character \"\(text(start, position))\"",
        SourceSpan(start, position),
        hint: "A name with such a character is written in double quotes."
      )
    }
  }

  // MARK: Marks

  private mutating func lexMark(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "("): append(.leftParenthesis, length: 1)
    case UInt8(ascii: ")"): append(.rightParenthesis, length: 1)
    case UInt8(ascii: ","): append(.comma, length: 1)
    case UInt8(ascii: ";"): append(.semicolon, length: 1)
    case UInt8(ascii: "'"): lexQuoted(.string, from: position, opening: 1)
    case UInt8(ascii: "\""): lexQuoted(.quotedIdentifier, from: position, opening: 1)
    case UInt8(ascii: "`"): lexQuoted(.quotedIdentifier, from: position, opening: 1)
    case UInt8(ascii: "["): lexQuoted(.quotedIdentifier, from: position, opening: 1)
    case UInt8(ascii: "."): lexDot()
    case UInt8(ascii: ":"): lexColon()
    case UInt8(ascii: "$"): lexDollar()
    case UInt8(ascii: "\\"): lexBackslash()
    default: lexOperator(byte)
    }
  }

  private mutating func lexOperator(_ byte: UInt8) {
    let next = self.byte(ahead: 1)
    switch byte {
    case UInt8(ascii: "-") where next == byte: lexLineComment()
    case UInt8(ascii: "-") where next == UInt8(ascii: ">"):
      append(.foreignOperator, length: self.byte(ahead: 2) == next ? 3 : 2)
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"): lexBlockComment()
    case UInt8(ascii: "+"): append(.plus, length: 1)
    case UInt8(ascii: "-"): append(.minus, length: 1)
    case UInt8(ascii: "*"): append(.star, length: 1)
    case UInt8(ascii: "/"): append(.slash, length: 1)
    case UInt8(ascii: "%"): append(.percent, length: 1)
    case UInt8(ascii: "^"): append(.caret, length: 1)
    case UInt8(ascii: "="): lexEqual(next)
    case UInt8(ascii: "<"): lexLess(next)
    case UInt8(ascii: ">"):
      if next == UInt8(ascii: "=") {
        append(.greaterOrEqual, length: 2)
      } else if next == byte {
        append(.foreignOperator, length: 2)
      } else {
        append(.greater, length: 1)
      }
    case UInt8(ascii: "|"):
      append(next == byte ? .concatenate : .foreignOperator, length: next == byte ? 2 : 1)
    case UInt8(ascii: "~"):
      let ignoresCase = next == UInt8(ascii: "*")
      append(ignoresCase ? .matchesIgnoringCase : .matches, length: ignoresCase ? 2 : 1)
    case UInt8(ascii: "!"): lexExclamation(next)
    case UInt8(ascii: "&"): append(.foreignOperator, length: next == byte ? 2 : 1)
    case UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "?"):
      append(.foreignOperator, length: 1)
    default:
      let start = position
      position += 1
      report(
        "invalid character \(byte < 0x20 || byte == 0x7F ? "in the text" : "\"\(text(start, position))\"")",
        SourceSpan(start, position)
      )
    }
  }

  private mutating func lexEqual(_ next: UInt8) {
    let isForeign = next == UInt8(ascii: "=") || next == UInt8(ascii: ">")
    append(isForeign ? .foreignOperator : .equal, length: isForeign ? 2 : 1)
  }

  private mutating func lexLess(_ next: UInt8) {
    switch next {
    case UInt8(ascii: "="):
      let isForeign = byte(ahead: 2) == UInt8(ascii: ">")
      append(isForeign ? .foreignOperator : .lessOrEqual, length: isForeign ? 3 : 2)
    case UInt8(ascii: ">"): append(.notEqual, length: 2)
    case UInt8(ascii: "<"): append(.foreignOperator, length: 2)
    default: append(.less, length: 1)
    }
  }

  private mutating func lexExclamation(_ next: UInt8) {
    switch next {
    case UInt8(ascii: "="): append(.notEqual, length: 2)
    case UInt8(ascii: "~"):
      let ignoresCase = byte(ahead: 2) == UInt8(ascii: "*")
      append(
        ignoresCase ? .notMatchesIgnoringCase : .notMatches,
        length: ignoresCase ? 3 : 2
      )
    default: append(.foreignOperator, length: 1)
    }
  }

  private mutating func lexDot() {
    if Characters.isDigit(byte(ahead: 1)), tokens.last.map({ $0.upper < position }) ?? true {
      lexNumber()
    } else {
      append(.dot, length: 1)
    }
  }

  /// `\;` is a semicolon and `\:` a colon that begins no variable; any other backslash begins a
  /// command of the shell, which reaches to the end of its line.
  private mutating func lexBackslash() {
    switch byte(ahead: 1) {
    case UInt8(ascii: ";"): append(.semicolon, length: 2)
    case UInt8(ascii: ":"): append(.colon, length: 2)
    default:
      report(
        "syntax error at or near \"\\\"",
        SourceSpan(position, position + 1),
        hint: "A backslash begins a command of the shell, which is no part of a statement."
      )
      while position < bytes.count, !Characters.isLineBreak(bytes[position]) { position += 1 }
    }
  }

  // MARK: Comments

  private mutating func lexLineComment() {
    let start = position
    while position < bytes.count, !Characters.isLineBreak(bytes[position]) { position += 1 }
    if keepsComments { append(.comment, from: start, to: position) }
  }

  private mutating func lexBlockComment() {
    let start = position
    var depth = 0
    while position < bytes.count {
      if byte() == UInt8(ascii: "/"), byte(ahead: 1) == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if byte() == UInt8(ascii: "*"), byte(ahead: 1) == UInt8(ascii: "/") {
        depth -= 1
        position += 2
        if depth == 0 { break }
      } else {
        position += 1
      }
    }
    if depth > 0 {
      isUnterminated = true
      report("unterminated comment", SourceSpan(start, start + 2))
    }
    if keepsComments { append(.comment, from: start, to: position) }
  }

  // MARK: Diagnostics

  mutating func report(_ message: String, _ span: SourceSpan, hint: String? = nil) {
    diagnostics.append(Diagnostic(.syntaxError, message, span: span, hint: hint))
  }

  func text(_ lower: Int, _ upper: Int) -> String {
    String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
