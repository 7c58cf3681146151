package import DSQLDiagnostics

/// A name as it was written: `Total`, `"Total"`, `[Total]`.
///
/// A bare name matches in any letter case, a quoted one exactly.
package struct Identifier: Hashable, Sendable {
  /// The name without its quotes, doubled quotes made single.
  package var text: String
  package var isQuoted: Bool
  @Uncompared package var span: SourceSpan

  package init(text: String, isQuoted: Bool, span: SourceSpan) {
    self.text = text
    self.isQuoted = isQuoted
    self.span = span
  }
}

/// The name of an entity, `Invoice`, or of an entity in a folder, `Finance.Invoice`.
package struct EntityName: Hashable, Sendable {
  package var qualifier: Identifier?
  package var name: Identifier
  @Uncompared package var span: SourceSpan
}

/// A string literal where the grammar takes nothing else: `COMMENT 'text'`.
package struct TextLiteral: Hashable, Sendable {
  /// The text that the literal means, escapes resolved.
  package var text: String
  @Uncompared package var span: SourceSpan
}
