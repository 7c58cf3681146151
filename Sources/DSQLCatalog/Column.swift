package import DSQLAPI
package import DSQLTypes

/// A field of an entity as the language sees it.
package struct Column: Hashable, Sendable {
  /// The stored spelling, which every call uses.
  package let name: String
  package let displayName: String
  package let description: String
  /// The type in expressions.
  package let type: DataType
  /// The service's type with its constraints.
  package let fieldType: FieldType
  package let fieldID: String
  package let isPrimaryKey: Bool
  /// Whether the service keeps it (`Id`, `CreateTime`, …).
  package let isSystem: Bool
  package let isRequired: Bool
  package let isUnique: Bool
  package let isEncrypted: Bool
  package let defaultValue: String?
  /// What a relationship points at.
  package let reference: EntityReference?

  package init(
    name: String,
    displayName: String,
    description: String,
    type: DataType,
    fieldType: FieldType,
    fieldID: String,
    isPrimaryKey: Bool,
    isSystem: Bool,
    isRequired: Bool,
    isUnique: Bool,
    isEncrypted: Bool,
    defaultValue: String?,
    reference: EntityReference?
  ) {
    self.name = name
    self.displayName = displayName
    self.description = description
    self.type = type
    self.fieldType = fieldType
    self.fieldID = fieldID
    self.isPrimaryKey = isPrimaryKey
    self.isSystem = isSystem
    self.isRequired = isRequired
    self.isUnique = isUnique
    self.isEncrypted = isEncrypted
    self.defaultValue = defaultValue
    self.reference = reference
  }

  /// Whether the language may write it: not the service's own, not numbered, not a file.
  package var isWritable: Bool {
    if isSystem || isPrimaryKey { return false }
    switch fieldType {
    case .autoNumber, .file: return false
    case .text, .multiline, .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .relationship, .choice, .choices, .other:
      return true
    }
  }

  /// Whether every record has a value: required, the key, or kept by the service.
  package var isNeverNull: Bool {
    isPrimaryKey || isRequired || name == "CreateTime" || name == "UpdateTime"
  }
}
