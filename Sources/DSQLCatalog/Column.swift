package import DSQLAPI
package import DSQLTypes

/// A field of an entity as the language sees it.
package struct Column: Hashable, Sendable {
  /// The stored spelling, which every call uses; of a column that `path` finds elsewhere, what a
  /// filter calls it: `Supplier.Name`.
  package let name: String
  /// The keys from a record of an answer down to the value; `[name]` for a field of the entity.
  ///
  /// `["Supplier", "Name"]` is found in an expanded record, `["Supplier.Name"]` in the answer to a
  /// query with joins.
  package let path: [String]
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
    path: [String]? = nil,
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
    self.path = path ?? [name]
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
    isPrimaryKey || isRequired
      || (isSystem && (path == ["CreateTime"] || path == ["UpdateTime"]))
  }

  /// The same field found elsewhere: in a related record, in a joined one, or as a group's key.
  ///
  /// - Parameters:
  ///   - name: What a filter calls it.
  ///   - path: The keys down to it.
  ///   - type: The type in expressions; nil leaves it.
  ///   - isRequired: Whether it has a value in every row of its new place.
  /// - Returns: The column in its new place.
  package func placed(
    as name: String,
    path: [String],
    type: DataType? = nil,
    isRequired: Bool = false
  ) -> Column {
    Column(
      name: name,
      path: path,
      displayName: displayName,
      description: description,
      type: type ?? self.type,
      fieldType: fieldType,
      fieldID: fieldID,
      isPrimaryKey: false,
      isSystem: isSystem,
      isRequired: isRequired,
      isUnique: false,
      isEncrypted: isEncrypted,
      defaultValue: nil,
      reference: reference
    )
  }

  /// Whether it lies in a related record, so that a query needs a deeper expansion.
  package var isRelated: Bool { path.count > 1 }
}
