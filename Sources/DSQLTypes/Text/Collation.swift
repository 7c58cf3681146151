/// How a connection compares texts where the statement does not say it.
///
/// - Source: `language.md` §3, "Text comparison".
package enum Collation: String, Hashable, Sendable, CaseIterable {
  /// As `TextComparison` does: letter case ignored, accents and blanks minded.
  case language
  /// By their code points: for a service that minds letter case. ILIKE ignores it all the same.
  case binary
}
