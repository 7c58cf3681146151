/// A field of an entity.
///
/// - Source: `data-service-api.md` §2.3 and §2.4.
package struct EntityField: Hashable, Sendable {
  package var id: String
  package var name: String
  package var displayName: String
  package var description: String
  package var type: FieldType
  package var isPrimaryKey: Bool
  package var isSystemField: Bool
  package var isRequired: Bool
  package var isUnique: Bool
  package var isEncrypted: Bool
  package var isHidden: Bool
  /// Whether access to the field goes by role.
  package var isRbacEnabled: Bool
  /// Always text on the wire, whatever the type.
  package var defaultValue: String?
  /// The choice set of a choice field.
  package var choiceSetID: String?
  /// The choice set by name, for one that lies in a folder.
  package var choiceSet: FolderedChoiceSet?
  /// The entity that a relationship points at; the name is empty where the service gave only the id.
  package var reference: EntityReference?

  package init(
    id: String,
    name: String,
    displayName: String = "",
    description: String = "",
    type: FieldType,
    isPrimaryKey: Bool = false,
    isSystemField: Bool = false,
    isRequired: Bool = false,
    isUnique: Bool = false,
    isEncrypted: Bool = false,
    isHidden: Bool = false,
    isRbacEnabled: Bool = false,
    defaultValue: String? = nil,
    choiceSetID: String? = nil,
    choiceSet: FolderedChoiceSet? = nil,
    reference: EntityReference? = nil
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName.isEmpty ? name : displayName
    self.description = description
    self.type = type
    self.isPrimaryKey = isPrimaryKey
    self.isSystemField = isSystemField
    self.isRequired = isRequired
    self.isUnique = isUnique
    self.isEncrypted = isEncrypted
    self.isHidden = isHidden
    self.isRbacEnabled = isRbacEnabled
    self.defaultValue = defaultValue
    self.choiceSetID = choiceSetID
    self.choiceSet = choiceSet
    self.reference = reference
  }
}

/// What a relationship points at.
package struct EntityReference: Hashable, Sendable {
  package var entityID: String
  package var entityName: String
  /// The target's display field, which the product shows; the stored value is always the `Id`.
  package var fieldID: String?
  package var fieldName: String?
  /// The target's folder; nil at tenant level, or where the service did not say.
  package var folderID: String?

  package init(
    entityID: String,
    entityName: String,
    fieldID: String? = nil,
    fieldName: String? = nil,
    folderID: String? = nil
  ) {
    self.entityID = entityID
    self.entityName = entityName
    self.fieldID = fieldID
    self.fieldName = fieldName
    self.folderID = folderID
  }
}

/// A choice set of a folder, which the service finds by its name.
///
/// - Source: `data-service-api.md` §2.10.
package struct FolderedChoiceSet: Hashable, Sendable {
  package var name: String
  package var folderID: String

  package init(name: String, folderID: String) {
    self.name = name
    self.folderID = folderID
  }
}
