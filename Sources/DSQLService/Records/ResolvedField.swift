import DSQLAPI

/// A field that a filter, a sort or a group means, with the SQL that gives its value.
struct ResolvedField {
  let field: StoredField
  /// The SQL of the value itself.
  let value: String
  /// The SQL of the folded text; of anything but text, of the value.
  private let folded: String
  private let traits: EmbeddedTraits

  /// A field of a table.
  init(_ field: StoredField, table: String, traits: EmbeddedTraits) {
    self.init(field, traits: traits) { "\(table).\($0)" }
  }

  /// A field whose columns are read in some way.
  init(_ field: StoredField, traits: EmbeddedTraits, read: (String) -> String) {
    self.field = field
    self.traits = traits
    value = read(field.column)
    folded = read(field.comparedColumn)
  }

  // MARK: SQL

  /// What `contains` and its like look into.
  var searched: String {
    guard field.storage == .text else { return value }
    let text = traits.mindsCase ? value : folded
    return traits.ignoresAccents ? TextKeys.plainKey(text) : text
  }

  /// What is equal where the values are: for `=`, `in`, groups and joins.
  var equality: String {
    field.storage == .text && traits.ignoresTrailingBlanks ? "rtrim(\(searched))" : searched
  }

  /// What is ordered as the values are.
  var ordered: String {
    switch field.storage {
    case .text: traits.sortsLinguistically ? TextKeys.linguisticKey(value) : equality
    case .guid, .reference, .file: traits.hasScatteredIDs ? TextKeys.guidKey(value) : value
    case .longText, .scaled, .wide, .real, .boolean, .date, .instant, .choice, .choices: value
    }
  }

  /// The parameter that `ordered` is compared with.
  var orderedOperand: String {
    switch field.storage {
    case .guid, .reference, .file: traits.hasScatteredIDs ? TextKeys.guidKey("?") : "?"
    case .text, .longText, .scaled, .wide, .real, .boolean, .date, .instant, .choice, .choices: "?"
    }
  }

  /// The term of ORDER BY.
  func orderTerm(isDescending: Bool) -> String {
    switch (isDescending, traits.sortsNullsHigh) {
    case (false, false): ordered
    case (true, false): "\(ordered) DESC"
    case (false, true): "\(ordered) NULLS LAST"
    case (true, true): "\(ordered) DESC NULLS FIRST"
    }
  }

  // MARK: Values of filters

  /// A text in the form of `searched`.
  func searchKey(_ text: String) -> String {
    switch field.storage {
    case .text: TextKeys(traits).searchKey(text)
    case .guid, .reference, .file: text.lowercased()
    case .longText, .scaled, .wide, .real, .boolean, .date, .instant, .choice, .choices: text
    }
  }

  /// A text in the form of `equality`.
  func equalityKey(_ text: String) -> String { TextKeys(traits).equalityKey(text) }

  /// Whether a filter on the field may have an operator, the null test left aside.
  ///
  /// - Source: `data-service-api.md` §3.4, the table "By type".
  func supports(_ comparison: FilterOperator) -> Bool {
    switch comparison {
    case .equal, .notEqual:
      switch field.storage {
      case .file, .longText: false
      case .text, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .reference, .choice,
        .choices:
        true
      }
    case .greater, .less, .greaterOrEqual, .lessOrEqual:
      switch field.storage {
      case .scaled, .wide, .real, .date, .instant, .guid: true
      case .text, .longText, .boolean, .reference, .file, .choice, .choices: false
      }
    case .contains, .notContains:
      switch field.storage {
      case .text, .choices, .guid: true
      case .longText, .scaled, .wide, .real, .boolean, .date, .instant, .reference, .file, .choice:
        false
      }
    case .startsWith, .endsWith:
      switch field.storage {
      case .text, .guid: true
      case .longText, .scaled, .wide, .real, .boolean, .date, .instant, .reference, .file, .choice,
        .choices:
        false
      }
    case .isIn, .isNotIn:
      switch field.storage {
      case .text, .scaled, .wide, .real, .date, .instant, .choice, .reference, .guid: true
      case .longText, .boolean, .file, .choices: false
      }
    }
  }
}
