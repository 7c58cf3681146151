package import DSQLDiagnostics

/// A shell variable in the text of a statement: `:name`, `:'name'`, `:"name"`, `:{?name}`.
///
/// - Source: `shell-conventions.md` §5.
package struct VariableReference: Hashable, Sendable {
  package var name: String
  package var form: VariableForm
  /// The whole reference, from its colon on.
  package var span: SourceSpan

  /// The variables of a text in order, those in quotes and comments left out, `::` and `\:` too.
  ///
  /// - Complexity: O(*n*) in the bytes of the text.
  package static func references(in text: String) -> [VariableReference] {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return [] }
    let lexed = Lexer.lex(text)
    return lexed.tokens.lazy.filter { $0.kind == .variable }.map { reference(to: $0, in: lexed) }
  }

  private static func reference(to token: Token, in lexed: LexedText) -> VariableReference {
    let (form, opening, closing): (VariableForm, Int, Int) =
      switch lexed.bytes[token.lower + 1] {
      case UInt8(ascii: "'"): (.literal, 2, 1)
      case UInt8(ascii: "\""): (.identifier, 2, 1)
      case UInt8(ascii: "{"): (.isSet, 3, 1)
      default: (.plain, 1, 0)
      }
    let name = lexed.bytes[token.lower + opening..<token.upper - closing]
    return VariableReference(
      name: String(decoding: name, as: UTF8.self),
      form: form,
      span: token.span
    )
  }
}

/// What a variable in a statement becomes.
package enum VariableForm: Hashable, Sendable {
  /// `:name`, the text of the value, lexed as if typed.
  case plain
  /// `:'name'`, one string literal.
  case literal
  /// `:"name"`, one identifier.
  case identifier
  /// `:{?name}`, TRUE or FALSE.
  case isSet
}
