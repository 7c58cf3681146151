import DSQLAPI
import DSQLTypes

/// Entities with their records, as a seed makes them.
struct GeneratedTenant: Sendable {
  /// The labels of the one choice set, in the order of their numbers.
  var labels: [String]
  var entities: [GeneratedEntity]

  /// The number of records of all entities.
  var recordCount: Int { entities.reduce(0) { $0 + $1.records.count } }
}

/// An entity with its records.
struct GeneratedEntity: Sendable {
  var name: String
  var fields: [GeneratedField]
  var records: [GeneratedRecord]
}

/// A field of a generated entity.
struct GeneratedField: Sendable {
  /// What a field holds; a superset of what the language tells apart.
  enum Kind: Hashable, Sendable {
    case text, multiline, longText
    case decimal(Int)
    case integer, int, bigint
    case float, double
    case boolean
    case date
    case instant, instantWithoutOffset
    case uuid
    case choice, choices
    case autoNumber
    /// A relationship to the entity at an index.
    case link(Int)
  }

  var name: String
  var kind: Kind
  var isRequired = false
  var isUnique = false
}

/// A record of a generated entity.
struct GeneratedRecord: Sendable {
  /// What other records and the statements call it: its place when it was made.
  var key: Int
  var values: [String: FieldValue]
  /// The keys of the records that its relationships point at.
  var links: [String: Int]
  /// Whether it is deleted once all records are there, so that what points at it dangles.
  var isDoomed: Bool
}

extension GeneratedField.Kind {
  /// The type that the service is told.
  var fieldType: FieldType {
    switch self {
    case .text: .text(lengthLimit: 200)
    case .multiline: .multiline(lengthLimit: 500)
    case .longText: .longText(lengthLimit: 1000)
    case .decimal(let precision): .decimal(precision: precision, range: .widest)
    case .integer: .decimal(precision: 0, range: .integer32)
    case .int: .integer(range: .integer32)
    case .bigint: .bigInteger(range: .widest)
    case .float: .float(precision: 3, range: .widest)
    case .double: .double(precision: 5, range: .widest)
    case .boolean: .boolean
    case .date: .date
    case .instant: .instant
    case .instantWithoutOffset: .instantWithoutOffset
    case .uuid: .uuid
    case .choice: .choice
    case .choices: .choices
    case .autoNumber: .autoNumber(start: ExactDecimal(coefficient: 1, scale: 0))
    case .link: .relationship
    }
  }

  var isLink: Bool {
    if case .link = self { true } else { false }
  }

  var isText: Bool { self == .text || self == .multiline }

  var isWhole: Bool {
    switch self {
    case .integer, .int, .bigint, .autoNumber: true
    case .text, .multiline, .longText, .decimal, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .choice, .choices, .link:
      false
    }
  }

  var isNumber: Bool {
    if case .decimal = self { return true }
    return isWhole || self == .float || self == .double
  }

  var isInstant: Bool { self == .instant || self == .instantWithoutOffset }
}
