/// What no document settles of the service, as this one is to decide it.
///
/// The standard is `data-service-api.md` §3.4; each property that is set departs from it in one
/// point, as some tenant might. The later ones are spellings that a client must take either way, by
/// `data-service-api.md` §7. They work together in any combination.
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
  /// Whether a SUM of decimals comes as the binary number next to the true one.
  package var sumsInBinary = false
  /// Whether a page has `TotalRecordCount` and `Value`.
  package var hasPascalEnvelope = false
  /// Whether GUIDs of records come in capitals.
  package var hasUpperIDs = false
  /// Whether the alias of an aggregate comes with a capital at the beginning.
  package var hasPascalAliases = false
  /// Whether an absent value has no member at all.
  package var omitsNulls = false
  /// Whether multiple choices come as JSON in a string.
  package var hasChoicesAsText = false
  /// Whether each record has a member that no schema tells of.
  package var hasExtraMembers = false
  /// Whether a batch in which a record failed is answered with 200.
  package var answersFailuresWithSuccess = false
  /// Whether the failure of a batch stands for itself where the standard has a list; several are one.
  package var hasFailureAsObject = false

  /// Whether a throttled request is not told when to come again.
  package var omitsRetryAfter = false

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
      ("sums", "exact", "binary", \.sumsInBinary),
      ("envelope", "camel", "pascal", \.hasPascalEnvelope),
      ("ids", "lower", "upper", \.hasUpperIDs),
      ("alias", "kept", "pascal", \.hasPascalAliases),
      ("absent", "null", "missing", \.omitsNulls),
      ("multi", "array", "text", \.hasChoicesAsText),
      ("members", "known", "more", \.hasExtraMembers),
      ("failures", "400", "200", \.answersFailuresWithSuccess),
      ("failures", "array", "object", \.hasFailureAsObject),
      ("retry-after", "sent", "absent", \.omitsRetryAfter),
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
    // A name may decide more than one thing, each with its own values.
    let trait = Self.all.first { trait in
      trait.name == parts[0] && [trait.standard, trait.other].contains { $0 == parts.last ?? "" }
    }
    guard parts.count == 2, let trait else { throw .unknownTrait(assignment) }
    self[keyPath: trait.flag] = parts[1] == trait.other
  }

  /// How answers are spelt.
  var style: AnswerStyle {
    var style: AnswerStyle = []
    if hasPascalEnvelope { style.insert(.pascalEnvelope) }
    if hasUpperIDs { style.insert(.upperIDs) }
    if hasPascalAliases { style.insert(.pascalAliases) }
    if omitsNulls { style.insert(.omitsNulls) }
    if hasChoicesAsText { style.insert(.choicesAsText) }
    if hasExtraMembers { style.insert(.extraMembers) }
    return style
  }

  /// The traits that depart from the standard, as `NAME=VALUE`.
  package var assignments: [String] {
    Self.all.filter { self[keyPath: $0.flag] }.map { "\($0.name)=\($0.other)" }
  }
}
