import DSQLAPI
import DSQLTypes

/// A part of a statement in SQLite's words.
struct SQLTerm {
  /// What kind of value it has.
  enum Kind: Hashable {
    /// NULL, which goes with every other.
    case null
    case integer
    case real
    case text
    case boolean
    case date
    case instant
    case guid
    /// What can only be selected: several choices, a file, a long text.
    case opaque

    var isNumber: Bool { self == .integer || self == .real }
  }

  /// A constant as it was written.
  enum Constant: Hashable {
    case text(String)
    case number(String)
  }

  var sql: String
  var values: [StoredValue] = []
  var kind: Kind
  /// The field, where it is one and nothing else.
  var column: SQLScope.Column?
  /// The constant, where it is one.
  var constant: Constant?

  static let null = SQLTerm(sql: "NULL", kind: .null)

  /// The text of a constant, where it is one.
  var constantText: String? {
    if case .text(let text)? = constant { text } else { nil }
  }

  /// The digits of a constant, where it is a number.
  var constantNumber: String? {
    if case .number(let text)? = constant { text } else { nil }
  }

  /// The kind of a field's value: a choice is its label.
  static func kind(of field: StoredField) -> Kind {
    switch field.storage {
    case .text, .choice: .text
    case .scaled, .wide:
      switch field.definition.type {
      case .integer, .bigInteger, .autoNumber: .integer
      case .text, .multiline, .longText, .decimal, .float, .double, .boolean, .date, .instant,
        .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .other:
        .real
      }
    case .real: .real
    case .boolean: .boolean
    case .date: .date
    case .instant: .instant
    case .guid, .reference: .guid
    case .longText, .file, .choices: .opaque
    }
  }
}
