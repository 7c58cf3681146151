package import DSQLAPI
package import DSQLTypes

/// How a service behaves where no document says it for every one, as far as it is known.
///
/// What is not known makes the planner take the careful side: push a superset, check again here.
///
/// - Source: `design.md` §5, `data-service-api.md` §3.4 and §7.
package struct ServiceTraits: Hashable, Sendable {
  /// How `=`, `in`, `contains` and their like on text compare, beside `language.md` §3: case
  /// ignored, accents minded, trailing blanks counted.
  package enum TextMatching: String, Hashable, Sendable, CaseIterable {
    case unknown
    case asLanguage
    /// What is equal to the language is equal there, and more: accents or trailing blanks do not
    /// count. An answer is a superset.
    case wider
    /// Letter case counts: an answer may lack rows, so that no text is asked for.
    case narrower
    /// Letter case, accents and trailing blanks count, as `COLLATE BINARY` has it.
    case binary
  }

  /// Where NULL stands in a sort.
  package enum NullOrder: String, Hashable, Sendable, CaseIterable {
    case unknown
    /// First when ascending, last when descending.
    case low
    /// Last when ascending, first when descending.
    case high
  }

  package var textMatching: TextMatching
  /// Whether texts sort by their folded code points.
  package var sortsTextAsLanguage: Bool
  package var nullOrder: NullOrder
  /// Whether ids sort as their texts do.
  package var sortsIdsAsText: Bool
  /// Whether an empty text is stored as NULL; nil while no answer to a write has shown it.
  package var storesEmptyAsNull: Bool?
  /// Whether SUM of DECIMAL comes with all its digits; nil where it is not known.
  package var sumsDecimalsExactly: Bool?
  /// Which parts of the query interface it is known to have, and which not.
  package var features: [QueryFeature: Bool]

  package init(
    textMatching: TextMatching = .unknown,
    sortsTextAsLanguage: Bool = false,
    nullOrder: NullOrder = .unknown,
    sortsIdsAsText: Bool = false,
    storesEmptyAsNull: Bool? = nil,
    sumsDecimalsExactly: Bool? = nil,
    features: [QueryFeature: Bool] = [:]
  ) {
    self.textMatching = textMatching
    self.sortsTextAsLanguage = sortsTextAsLanguage
    self.nullOrder = nullOrder
    self.sortsIdsAsText = sortsIdsAsText
    self.storesEmptyAsNull = storesEmptyAsNull
    self.sumsDecimalsExactly = sumsDecimalsExactly
    self.features = features
  }

  /// Whether the service has a part of the interface; nil where it is not known.
  ///
  /// Expansion is documented for every version, so a service has it until it shows otherwise.
  package func has(_ feature: QueryFeature) -> Bool? {
    features[feature] ?? (feature == .expansion ? true : nil)
  }

  /// The traits as they are beside a connection's own comparison: `asLanguage` then means that the
  /// service compares texts as that does.
  package func relative(to collation: Collation) -> ServiceTraits {
    guard collation == .binary else { return self }
    var result = self
    result.sortsTextAsLanguage = false
    switch textMatching {
    case .unknown: break
    // Texts of the same code points are equal everywhere.
    case .asLanguage, .wider, .narrower: result.textMatching = .wider
    case .binary: result.textMatching = .asLanguage
    }
    return result
  }

  /// Nothing is known.
  package static let unknown = ServiceTraits()

  /// The embedded service as it is without switches, which keeps the language's own rules.
  package static let embedded = ServiceTraits(
    textMatching: .asLanguage,
    sortsTextAsLanguage: true,
    nullOrder: .low,
    sortsIdsAsText: true,
    storesEmptyAsNull: false,
    sumsDecimalsExactly: true,
    features: [.aggregates: true, .having: true, .joins: true, .expansion: true]
  )
}
