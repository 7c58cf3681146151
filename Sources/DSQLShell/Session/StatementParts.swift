import DSQLDiagnostics
import DSQLSyntax

/// The statements of a text that `\\;` joins, which are planned together.
enum StatementParts {
  /// The statements, each with its own place; the text itself where nothing is joined.
  static func split(_ source: SourceText) -> [SourceText] {
    guard source.text.contains("\\;") else { return [source] }
    let lexed = Lexer.lex(source.text)
    var parts: [SourceText] = []
    var start = 0
    func add(_ end: Int) {
      let bytes = lexed.bytes[start..<end]
      let isBlank = { (byte: UInt8) in byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
      let blanks = bytes.prefix(while: isBlank)
      let trailing = bytes.reversed().prefix(while: isBlank)
      let inner = bytes.dropFirst(blanks.count).dropLast(trailing.count)
      let text = String(decoding: inner, as: UTF8.self)
      if text.isEmpty { return }
      let place = source.position(at: start + blanks.count)
      parts.append(
        SourceText(
          text,
          name: source.name,
          firstLine: source.firstLine + place.line - 1,
          firstColumn: place.column + (place.line == 1 ? source.firstColumn - 1 : 0)
        )
      )
    }
    for token in lexed.tokens where token.kind == .semicolon && token.upper - token.lower == 2 {
      add(token.lower)
      start = token.upper
    }
    add(lexed.bytes.count)
    return parts.isEmpty ? [source] : parts
  }
}
