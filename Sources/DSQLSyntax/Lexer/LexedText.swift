package import DSQLDiagnostics

/// The tokens of a text together with the bytes that they are places in.
package struct LexedText: Sendable {
  /// The UTF-8 of the text.
  package let bytes: [UInt8]
  /// The tokens in order; the last is of kind `endOfInput`.
  package let tokens: ContiguousArray<Token>
  /// What in the text is no token.
  package let diagnostics: [Diagnostic]
  /// Whether a quote or comment reaches to the end of the text without being closed.
  package let isUnterminated: Bool

  /// The characters of a token as they were written.
  package func source(of token: Token) -> String {
    String(decoding: bytes[token.lower..<token.upper], as: UTF8.self)
  }

  /// What a token means: a name without its quotes, a string with its escapes resolved, otherwise
  /// the characters as written.
  package func text(of token: Token) -> String {
    switch token.kind {
    case .quotedIdentifier: return unquoted(token.lower + openingLength(token), token.upper)
    case .string: return unquoted(openingOfString(token), token.upper)
    case .escapeString: return EscapeString.decode(bytes, token.lower + 2, token.upper)
    case .dollarString: return dollarText(token)
    default: return source(of: token)
    }
  }

  private func openingLength(_ token: Token) -> Int {
    bytes[token.lower] < 0x80 ? 1 : Characters.scalar(in: bytes, at: token.lower).length
  }

  private func openingOfString(_ token: Token) -> Int {
    let first = bytes[token.lower]
    return token.lower + (first | 0x20 == UInt8(ascii: "n") ? 2 : openingLength(token))
  }

  /// The text from an offset to its closing quote, or to the end where that is missing.
  private func unquoted(_ lower: Int, _ upper: Int) -> String {
    let open = bytes[lower - 1]
    guard open < 0x80 else { return typographicText(lower, upper) }
    let close = open == UInt8(ascii: "[") ? UInt8(ascii: "]") : open
    var end = lower
    while end < upper, bytes[end] != close { end += 1 }
    if end + 1 >= upper { return String(decoding: bytes[lower..<end], as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(upper - lower)
    var index = lower
    while index < upper {
      if bytes[index] == close {
        guard index + 1 < upper else { break }
        index += 1
      }
      text.append(bytes[index])
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func typographicText(_ lower: Int, _ upper: Int) -> String {
    let text = String(decoding: bytes[lower..<upper], as: UTF8.self)
    guard let last = text.unicodeScalars.last, last == "\u{2019}" || last == "\u{201D}" else {
      return text
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropLast()))
  }

  private func dollarText(_ token: Token) -> String {
    guard let lower = Lexer.endOfDollarTag(in: bytes, from: token.lower) else { return "" }
    let tag = bytes[token.lower..<lower]
    let content = bytes[lower..<token.upper]
    let isClosed = content.count >= tag.count && content.suffix(tag.count) == tag
    return String(decoding: isClosed ? content.dropLast(tag.count) : content, as: UTF8.self)
  }
}
