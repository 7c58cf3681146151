import DSQLAPI

/// A field that a filter, a sort or a group means, with the SQL that gives its value.
struct ResolvedField {
  let field: StoredField
  /// The SQL of the value itself.
  let value: String
  /// The SQL of the folded text; of anything but text, of the value.
  private let folded: String
  private let traits: EmbeddedTraits
  /// The table that the column is in.
  private let table: String
  /// How the record is reached, where it is another one's than the condition's.
  private let path: RecordPath?

  /// A field of a table.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - table: The table.
  ///   - alias: What the statement calls the table; nil for its own name.
  ///   - traits: What decides how values are compared.
  init(_ field: StoredField, table: String, alias: String? = nil, traits: EmbeddedTraits) {
    let place = alias ?? table
    self.field = field
    self.table = table
    self.traits = traits
    path = nil
    value = "\(place).\(field.column)"
    folded = "\(place).\(field.comparedColumn)"
  }

  /// A field of the record that a path of references leads to.
  init(_ field: StoredField, at path: RecordPath, traits: EmbeddedTraits) {
    self.field = field
    self.path = path
    self.traits = traits
    table = path.table
    value = path.value(field.column)
    folded = path.value(field.comparedColumn)
  }

  // MARK: Conditions

  /// A condition on the field, where its record is reached by a path put into one on the reference
  /// that the path begins with: then an index finds the records at both ends.
  ///
  /// - Parameter condition: Makes the condition, which no absent value fulfils, for the field in its
  ///   own table.
  /// - Returns: The condition.
  /// - Throws: What the making throws.
  func within(
    _ condition: (ResolvedField) throws(RequestFailure) -> SQLCondition
  ) throws(RequestFailure) -> SQLCondition {
    guard let path else { return try condition(self) }
    let inner = ResolvedField(field, table: path.table, alias: path.alias, traits: traits)
    return path.condition(try condition(inner))
  }

  /// The column by which an index finds equal and, where the type has an order, ordered values;
  /// empty where they are compared by more than what the column holds.
  var searchedColumns: Set<SearchedColumn> {
    let column: String?
    switch field.storage {
    case .text:
      let isPlain = !traits.ignoresAccents && !traits.ignoresTrailingBlanks
      column = isPlain ? (traits.mindsCase ? field.column : field.comparedColumn) : nil
    case .scaled, .wide, .real, .date, .instant, .guid, .reference, .choice: column = field.column
    case .boolean, .longText, .file, .choices: column = nil
    }
    guard path == nil, let column else { return [] }
    // These have an index of their own already.
    if field.number == StoredField.System.id.rawValue
      || (field.definition.isUnique && column == field.comparedColumn)
    {
      return []
    }
    return [SearchedColumn(table: table, column: column)]
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
