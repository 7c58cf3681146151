import DSQLAPI
import DSQLTypes

/// A field as the store keeps it: what the interface says of it, and where its values lie.
struct StoredField: Hashable, Sendable {
  /// The system's own fields, in the order in which they stand in an answer.
  enum System: Int, CaseIterable, Sendable {
    case id = -1
    case createTime = -2
    case updateTime = -3
    case createdBy = -4
    case updatedBy = -5
    /// Only where the entity has role-based access on.
    case recordOwner = -6

    var column: String {
      switch self {
      case .id: "id"
      case .createTime: "ct"
      case .updateTime: "ut"
      case .createdBy: "cb"
      case .updatedBy: "ub"
      case .recordOwner: "ro"
      }
    }
  }

  var definition: EntityField
  var isRbacEnabled: Bool
  /// The number in the column's name; negative for a system field.
  var number: Int
  var storage: FieldStorage
  /// When it was made and last changed, by whom.
  var audit: AuditTrail

  init(_ definition: EntityField, number: Int, isRbacEnabled: Bool, audit: AuditTrail) {
    self.definition = definition
    self.number = number
    self.isRbacEnabled = isRbacEnabled
    self.audit = audit
    self.storage = FieldStorage(definition.type)
  }

  var name: String { definition.name }

  /// The column that holds the value.
  var column: String {
    System(rawValue: number)?.column ?? "v\(number)"
  }

  /// The column beside it: folded text, or the length of a long one.
  var shadow: String? { storage.shadowType == nil ? nil : "s\(number)" }

  /// The column by which values are compared as the standard has it: unique values always are.
  var comparedColumn: String { storage == .text ? shadow ?? column : column }

  var isAutoNumber: Bool {
    if case .autoNumber = definition.type { true } else { false }
  }

  /// The product's name of the type, for messages.
  var typeName: String {
    switch definition.type {
    case .text: "STRING"
    case .multiline: "MULTILINE_TEXT"
    case .longText: "MULTILINE_MAX"
    case .decimal: "DECIMAL"
    case .integer: "INTEGER"
    case .bigInteger: "BIG_INTEGER"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .boolean: "BOOLEAN"
    case .date: "DATE"
    case .instant: "DATETIME_WITH_TZ"
    case .instantWithoutOffset: "DATETIME"
    case .uuid: "UUID"
    case .relationship: "RELATIONSHIP"
    case .file: "FILE"
    case .choice: "CHOICE_SET_SINGLE"
    case .choices: "CHOICE_SET_MULTIPLE"
    case .autoNumber: "AUTO_NUMBER"
    case .other(let name): name
    }
  }

  /// The range that a number must lie in.
  var range: NumericRange? {
    switch definition.type {
    case .decimal(_, let range), .integer(let range), .bigInteger(let range), .float(_, let range),
      .double(_, let range):
      range
    case .text, .multiline, .longText, .boolean, .date, .instant, .instantWithoutOffset, .uuid,
      .relationship, .file, .choice, .choices, .autoNumber, .other:
      nil
    }
  }
}

/// When something was made and last changed, by whom.
struct AuditTrail: Hashable, Sendable {
  var createTime: String
  var createdBy: String
  var updateTime: String
  var updatedBy: String

  init(_ moment: String, _ user: String) {
    createTime = moment
    createdBy = user
    updateTime = moment
    updatedBy = user
  }

  mutating func touch(_ moment: String, _ user: String) {
    updateTime = moment
    updatedBy = user
  }
}
