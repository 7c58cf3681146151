import DSQLAPI
import DSQLTypes

/// A field that a filter or a sort means, with the SQL that gives its value.
struct ResolvedField {
  var field: StoredField
  /// The SQL of the value itself.
  var value: String
  /// The SQL of what is compared: folded text, else the value.
  var compared: String

  /// A field of a table.
  init(_ field: StoredField, table: String) {
    self.field = field
    value = "\(table).\(field.column)"
    compared = "\(table).\(field.comparedColumn)"
  }

  init(_ field: StoredField, value: String, compared: String) {
    self.field = field
    self.value = value
    self.compared = compared
  }

  /// The text in the form that is compared.
  func folded(_ text: String) -> String {
    switch field.storage {
    case .text: TextComparison.folded(text)
    case .guid, .reference, .file: text.lowercased()
    case .longText, .scaled, .wide, .real, .boolean, .date, .instant, .choice, .choices: text
    }
  }

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
