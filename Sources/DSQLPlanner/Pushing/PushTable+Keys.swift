import DSQLAPI
package import DSQLCatalog

// Which fields are held against other fields: in a join that the service makes, and in a list of the
// keys of another read.
extension PushTable {
  /// The types that are told apart where fields meet fields; the raw value is how a row names them.
  package enum KeyKind: String, Hashable, Sendable, CaseIterable {
    case text = "TEXT, MULTILINE"
    case decimal = "DECIMAL"
    case integer = "INTEGER"
    case bigInteger = "BIGINT"
    case autoNumber = "an auto-number"
    case date = "DATE"
    case instant = "TIMESTAMPTZ"
    case instantWithoutOffset = "TIMESTAMP"
    case uuid = "UUID, Id"
    case relationship = "relationship"

    /// The kind of a field; nil for one that meets no other.
    package init?(_ column: Column) {
      switch column.fieldType {
      case .text, .multiline: self = .text
      case .decimal: self = .decimal
      case .integer: self = .integer
      case .bigInteger: self = .bigInteger
      case .autoNumber: self = .autoNumber
      case .date: self = .date
      case .instant: self = .instant
      case .instantWithoutOffset: self = .instantWithoutOffset
      case .uuid: self = .uuid
      case .relationship: self = .relationship
      case .longText, .float, .double, .boolean, .file, .choice, .choices, .other: return nil
      }
    }
  }

  /// How a field meets another; the raw value is a column's title.
  package enum KeyUse: String, Hashable, Sendable, CaseIterable {
    /// In a join that the service makes.
    case join = "join by the service"
    /// In `IN` with the values that another read has in the other field.
    case list = "`IN` with keys"
  }

  /// What two fields must have in common besides their kinds.
  package enum Likeness: Hashable, Sendable {
    case none
    /// The number of decimals.
    case scale
    /// The whole type, with the range of its values.
    case type
  }

  /// One row for several types of the field that is asked and of the one that it meets.
  package struct KeyRow: Sendable {
    package var fields: [KeyKind]
    package var keys: [KeyKind]
    package var use: KeyUse
    package var likeness: Likeness
    /// Whether texts are compared: a join must compare them as the language does, a list may find
    /// more, which are left out here.
    package var comparesTexts: Bool
    /// The section of `data-service-api.md`.
    package var source: String
  }

  /// Every row; what has none is computed here, or read whole.
  package static let keyRows: [KeyRow] = [
    keyRow([.text], [.text], .join, comparesTexts: true),
    keyRow([.decimal], [.decimal], .join, .scale),
    keyRow([.integer], [.integer], .join),
    keyRow([.bigInteger], [.bigInteger], .join),
    keyRow([.autoNumber], [.autoNumber], .join),
    keyRow([.date], [.date], .join),
    keyRow([.instant], [.instant], .join),
    keyRow([.instantWithoutOffset], [.instantWithoutOffset], .join),
    keyRow([.uuid], [.uuid], .join),
    keyRow([.text], [.text], .list, comparesTexts: true),
    keyRow([.decimal], [.decimal], .list, .type),
    keyRow([.integer], [.integer], .list, .type),
    keyRow([.bigInteger], [.bigInteger], .list, .type),
    // A field of few digits is not asked for numbers that it cannot hold.
    keyRow([.bigInteger], [.integer, .autoNumber], .list),
    keyRow([.autoNumber], [.autoNumber], .list),
    keyRow([.date], [.date], .list),
    keyRow([.instant], [.instant], .list),
    keyRow([.instantWithoutOffset], [.instantWithoutOffset], .list),
    keyRow([.uuid, .relationship], [.uuid, .relationship], .list),
  ]

  private static func keyRow(
    _ fields: [KeyKind],
    _ keys: [KeyKind],
    _ use: KeyUse,
    _ likeness: Likeness = .none,
    comparesTexts: Bool = false
  ) -> KeyRow {
    let source =
      switch use {
      case .join: "data-service-api.md §3.5"
      case .list: "data-service-api.md §3.4, §8"
      }
    return KeyRow(
      fields: fields,
      keys: keys,
      use: use,
      likeness: likeness,
      comparesTexts: comparesTexts,
      source: comparesTexts ? "\(source); language.md §3" : source
    )
  }

  /// The row of a field and the one that it meets.
  package static func keyRow(_ field: KeyKind, _ key: KeyKind, _ use: KeyUse) -> KeyRow? {
    keyRows.first { $0.use == use && $0.fields.contains(field) && $0.keys.contains(key) }
  }

  /// Whether the records in which a field is equal to another field's value are found by the
  /// service: in a join exactly, in a list all of them.
  package static func meets(
    _ field: Column,
    _ key: Column,
    _ use: KeyUse,
    _ traits: ServiceTraits
  ) -> Bool {
    for column in [field, key] {
      if column.isEncrypted { return false }
      if use == .join, column.isSystem || column.isPrimaryKey { return false }
    }
    guard let first = KeyKind(field), let second = KeyKind(key),
      let row = keyRow(first, second, use), isLike(field, key, row.likeness)
    else { return false }
    // Numbers of several kinds are compared here as one type, or the list would not be of its type.
    if use == .list, field.type != key.type { return false }
    guard row.comparesTexts else { return true }
    return switch traits.textMatching {
    case .asLanguage: true
    case .unknown, .wider: use == .list
    case .narrower, .binary: false
    }
  }

  private static func isLike(_ field: Column, _ key: Column, _ likeness: Likeness) -> Bool {
    switch likeness {
    case .none: return true
    case .type: return field.fieldType == key.fieldType
    case .scale:
      guard case .decimal(let one, _) = field.fieldType,
        case .decimal(let other, _) = key.fieldType
      else { return false }
      return one == other
    }
  }
}
