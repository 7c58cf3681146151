import DSQLDiagnostics

extension Lexer {
  // MARK: Quotes

  /// A string or name from its first byte to its closing quote; a doubled quote is part of it.
  mutating func lexQuoted(_ kind: TokenKind, from start: Int, opening: Int) {
    let open = bytes[start + opening - 1]
    let close = open == UInt8(ascii: "[") ? UInt8(ascii: "]") : open
    position = start + opening
    while position < bytes.count {
      let byte = bytes[position]
      if byte == close {
        guard self.byte(ahead: 1) == close else {
          position += 1
          return finishQuoted(kind, from: start, opening: opening)
        }
        position += 2
      } else if kind == .escapeString, byte == UInt8(ascii: "\\") {
        position = min(position + 2, bytes.count)
      } else {
        position += 1
      }
    }
    reportUnterminated(kind, from: start, opening: opening)
    append(kind, from: start, to: bytes.count)
  }

  private mutating func finishQuoted(_ kind: TokenKind, from start: Int, opening: Int) {
    if kind == .quotedIdentifier, position - start == 2 {
      report("zero-length delimited identifier", SourceSpan(start, position))
    }
    append(kind, from: start, to: position)
  }

  private mutating func reportUnterminated(_ kind: TokenKind, from start: Int, opening: Int) {
    isUnterminated = true
    let span = SourceSpan(start, start + opening)
    switch kind {
    case .quotedIdentifier:
      report("unterminated quoted identifier", span)
    case .dollarString:
      report(
        "unterminated dollar-quoted string",
        span,
        hint: "It ends where \(text(start, start + opening)) stands again."
      )
    default:
      report(
        "unterminated quoted string",
        span,
        hint: "A quote inside a string is written twice: 'it''s'."
      )
    }
  }

  /// A string or name between quotes that a word processor made.
  mutating func lexTypographic(_ kind: TokenKind, closing: Unicode.Scalar, _ length: Int) {
    let start = position
    position += length
    while position < bytes.count {
      let (scalar, size) = Characters.scalar(in: bytes, at: position)
      position += size
      if scalar == closing { break }
    }
    let plain = kind == .string ? "'" : "\""
    report(
      "invalid character \"\(text(start, start + length))\"",
      SourceSpan(start, start + length),
      hint: "Use the plain quote \(plain)."
    )
    append(kind, from: start, to: position)
  }

  /// `$1`, `$tag$…$tag$`.
  mutating func lexDollar() {
    let start = position
    if Characters.isDigit(byte(ahead: 1)) {
      var end = start + 1
      while end < bytes.count, Characters.isDigit(bytes[end]) { end += 1 }
      return append(.parameter, from: start, to: end)
    }
    guard let tagEnd = Lexer.endOfDollarTag(in: bytes, from: start) else {
      position += 1
      return report("syntax error at or near \"$\"", SourceSpan(start, start + 1))
    }
    let tag = bytes[start..<tagEnd]
    var index = tagEnd
    while index + tag.count <= bytes.count {
      if bytes[index] == UInt8(ascii: "$"), bytes[index..<index + tag.count] == tag {
        return append(.dollarString, from: start, to: index + tag.count)
      }
      index += 1
    }
    reportUnterminated(.dollarString, from: start, opening: tag.count)
    append(.dollarString, from: start, to: bytes.count)
  }

  /// The offset after the tag `$…$` that begins at an offset, or nil if none does.
  static func endOfDollarTag(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start + 1
    if index < bytes.count, Characters.isDigit(bytes[index]) { return nil }
    while index < bytes.count, Characters.isWordByte(bytes[index]) || bytes[index] >= 0x80 {
      index += 1
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "$") else { return nil }
    return index + 1
  }

  // MARK: Variables

  /// `::`, a variable, or a colon alone.
  mutating func lexColon() {
    let start = position
    switch byte(ahead: 1) {
    case UInt8(ascii: ":"): return append(.doubleColon, from: start, to: start + 2)
    case UInt8(ascii: "="): return append(.foreignOperator, from: start, to: start + 2)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      let name = endOfVariableName(from: start + 2)
      if name > start + 2, name < bytes.count, bytes[name] == bytes[start + 1] {
        return append(.variable, from: start, to: name + 1)
      }
    case UInt8(ascii: "{"):
      let name = byte(ahead: 2) == UInt8(ascii: "?") ? endOfVariableName(from: start + 3) : start
      if name > start + 3, name < bytes.count, bytes[name] == UInt8(ascii: "}") {
        return append(.variable, from: start, to: name + 1)
      }
    default:
      let name = endOfVariableName(from: start + 1)
      if name > start + 1 { return append(.variable, from: start, to: name) }
    }
    append(.colon, from: start, to: start + 1)
  }

  private func endOfVariableName(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if Characters.isWordByte(bytes[index]) {
        index += 1
      } else if bytes[index] >= 0x80 {
        let (scalar, length) = Characters.scalar(in: bytes, at: index)
        guard Characters.isLetter(scalar) else { break }
        index += length
      } else {
        break
      }
    }
    return index
  }

  // MARK: Numbers

  /// `42`, `3.50`, `.5`, `1e6`, `0xFF`.
  mutating func lexNumber() {
    let start = position
    var kind = TokenKind.integer
    if byte() == UInt8(ascii: "0"), byte(ahead: 1) | 0x20 == UInt8(ascii: "x"),
      Characters.isHexadecimalDigit(byte(ahead: 2))
    {
      kind = .hexadecimal
      position += 2
      while Characters.isHexadecimalDigit(byte()) { position += 1 }
    } else {
      skipDigits()
      // `1..2` is no decimal: the second dot would be left over.
      if byte() == UInt8(ascii: "."), byte(ahead: 1) != UInt8(ascii: ".") {
        kind = .decimal
        position += 1
        skipDigits()
      }
      if byte() | 0x20 == UInt8(ascii: "e"), skipExponent() { kind = .scientific }
    }
    let end = Characters.endOfWord(in: bytes, from: position)
    if end > position {
      report(
        "trailing junk after numeric literal at or near \"\(text(start, end))\"",
        SourceSpan(start, end),
        hint: "A name that begins with a digit is written in double quotes."
      )
    }
    append(kind, from: start, to: end)
  }

  private mutating func skipDigits() {
    while Characters.isDigit(byte()) { position += 1 }
  }

  private mutating func skipExponent() -> Bool {
    let hasSign = byte(ahead: 1) == UInt8(ascii: "+") || byte(ahead: 1) == UInt8(ascii: "-")
    let digits = hasSign ? 2 : 1
    guard Characters.isDigit(byte(ahead: digits)) else { return false }
    position += digits
    skipDigits()
    return true
  }
}
