package import DSQLDiagnostics

/// A word, number, string, operator or mark of a text; it knows its place, not its characters.
package struct Token: Hashable, Sendable {
  package var kind: TokenKind
  /// The keyword that a word is, reserved or not; nil for every other token.
  package var keyword: Keyword?
  private let lowerOffset: UInt32
  private let upperOffset: UInt32

  init(_ kind: TokenKind, _ lower: Int, _ upper: Int, keyword: Keyword? = nil) {
    self.kind = kind
    self.keyword = keyword
    lowerOffset = UInt32(truncatingIfNeeded: lower)
    upperOffset = UInt32(truncatingIfNeeded: upper)
  }

  /// The UTF-8 offset of the first byte.
  package var lower: Int { Int(lowerOffset) }
  /// The UTF-8 offset after the last byte.
  package var upper: Int { Int(upperOffset) }
  package var span: SourceSpan { SourceSpan(lower, upper) }

  /// Whether the token is a string in any of its spellings.
  package var isString: Bool {
    kind == .string || kind == .escapeString || kind == .dollarString
  }
}
