/// How a service behaves where no document says it, as far as it is known.
///
/// What is not known makes the planner take the careful side: push a superset, check again here.
///
/// - Source: `design.md` §5, `data-service-api.md` §3.4.
package struct ServiceTraits: Hashable, Sendable {
  /// Whether `=`, `in`, `contains` and their like on text compare as `language.md` §3 says: case
  /// ignored, accents minded, trailing blanks counted.
  package var comparesTextAsLanguage: Bool
  /// Whether texts sort by their folded code points.
  package var sortsTextAsLanguage: Bool
  /// Whether NULL sorts lowest.
  package var sortsNullsLow: Bool
  /// Whether ids sort as their texts do.
  package var sortsIdsAsText: Bool

  package init(
    comparesTextAsLanguage: Bool,
    sortsTextAsLanguage: Bool,
    sortsNullsLow: Bool,
    sortsIdsAsText: Bool
  ) {
    self.comparesTextAsLanguage = comparesTextAsLanguage
    self.sortsTextAsLanguage = sortsTextAsLanguage
    self.sortsNullsLow = sortsNullsLow
    self.sortsIdsAsText = sortsIdsAsText
  }

  /// Nothing is known.
  package static let unknown = ServiceTraits(
    comparesTextAsLanguage: false,
    sortsTextAsLanguage: false,
    sortsNullsLow: false,
    sortsIdsAsText: false
  )

  /// The embedded service, which keeps the language's own rules.
  package static let embedded = ServiceTraits(
    comparesTextAsLanguage: true,
    sortsTextAsLanguage: true,
    sortsNullsLow: true,
    sortsIdsAsText: true
  )
}
