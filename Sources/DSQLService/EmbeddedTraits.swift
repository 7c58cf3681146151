/// What no document says of the service, as this one is to decide it.
///
/// The standard is `data-service-api.md` §3.4; each property that is set departs from it in one
/// point, as some tenant might. They work together in any combination.
package struct EmbeddedTraits: Hashable, Sendable {
  /// Whether letter case counts in text comparison, search, groups and sorts; unique values never
  /// mind it.
  package var mindsCase = false
  /// Whether `é` equals `e` in text comparison, search, groups and sorts.
  package var ignoresAccents = false
  /// Whether trailing blanks do not count in `=`, `!=`, `in`, groups and sorts, as in SQL Server.
  package var ignoresTrailingBlanks = false
  /// Whether NULL sorts last when ascending.
  package var sortsNullsHigh = false
  /// Whether texts sort by base letter first, accent and letter case only deciding between equals.
  package var sortsLinguistically = false
  /// Whether ids look random and sort as SQL Server sorts a `uniqueidentifier`.
  package var hasScatteredIDs = false
  /// Whether an empty text is stored as NULL.
  package var storesEmptyAsNull = false

  package init() {}

  /// Every trait by its name, with the value that is standard and the one that departs from it.
  private static var all:
    [(name: String, standard: String, other: String, flag: WritableKeyPath<Self, Bool>)]
  {
    [
      ("case", "insensitive", "sensitive", \.mindsCase),
      ("accents", "significant", "ignored", \.ignoresAccents),
      ("blanks", "significant", "ignored", \.ignoresTrailingBlanks),
      ("nulls", "low", "high", \.sortsNullsHigh),
      ("order", "codepoint", "linguistic", \.sortsLinguistically),
      ("guid", "rising", "sqlserver", \.hasScatteredIDs),
      ("empty", "empty", "null", \.storesEmptyAsNull),
    ]
  }

  /// Every trait with its values, the standard first, for messages: `case=insensitive|sensitive`.
  package static var choices: [String] {
    all.map { "\($0.name)=\($0.standard)|\($0.other)" }
  }

  /// Sets a trait that is written as `NAME=VALUE`.
  ///
  /// - Parameter assignment: The trait's name and value.
  /// - Throws: `EmbeddedServiceError` where there is no such trait or value.
  package mutating func set(_ assignment: String) throws(EmbeddedServiceError) {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let trait = Self.all.first(where: { $0.name == parts[0] }) else {
      throw .unknownTrait(assignment)
    }
    guard parts[1] == trait.standard || parts[1] == trait.other else {
      throw .unknownTrait(assignment)
    }
    self[keyPath: trait.flag] = parts[1] == trait.other
  }

  /// The traits that depart from the standard, as `NAME=VALUE`.
  package var assignments: [String] {
    Self.all.filter { self[keyPath: $0.flag] }.map { "\($0.name)=\($0.other)" }
  }
}
