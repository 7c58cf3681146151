/// An entity that is to be created, or the whole schema that an entity is to have.
///
/// - Source: `data-service-api.md` §2.10.
package struct EntityDraft: Hashable, Sendable {
  /// The entity whose schema is replaced; nil creates one.
  package var id: String?
  package var name: String
  package var displayName: String
  package var description: String
  /// The fields that people make.
  ///
  /// The id of a new one is empty; of an entity that exists, a field that is left out is dropped
  /// with its values.
  package var fields: [EntityField]
  /// The folder's GUID; all zeros at tenant level.
  package var folderID: String
  package var isRbacEnabled: Bool
  package var isInsightsEnabled: Bool

  package init(
    id: String? = nil,
    name: String,
    displayName: String,
    description: String = "",
    fields: [EntityField],
    folderID: String = EntityAddress.tenantFolder,
    isRbacEnabled: Bool = false,
    isInsightsEnabled: Bool = false
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName
    self.description = description
    self.fields = fields
    self.folderID = folderID
    self.isRbacEnabled = isRbacEnabled
    self.isInsightsEnabled = isInsightsEnabled
  }

  /// The schema that an entity has, to be sent again with other fields.
  package init(replacing entity: EntityDefinition, fields: [EntityField]) {
    self.init(
      id: entity.id,
      name: entity.name,
      displayName: entity.displayName,
      description: entity.description,
      fields: fields,
      folderID: entity.folderID,
      isRbacEnabled: entity.isRbacEnabled,
      isInsightsEnabled: entity.isInsightsEnabled
    )
  }

  /// The value of `X-UIPATH-FolderKey`, nil at tenant level.
  package var folderKey: String? { folderID == EntityAddress.tenantFolder ? nil : folderID }

  /// The JSON body, byte for byte as it is sent.
  package var body: String {
    var json = JSONText()
    json.beginObject()
    json.key("displayName")
    json.string(displayName)
    json.key("description")
    json.string(description)
    json.key("entityDefinition")
    json.beginObject()
    if let id {
      json.key("id")
      json.string(id)
    }
    json.key("name")
    json.string(name)
    json.key("folderId")
    json.string(folderID)
    json.key("isRbacEnabled")
    json.literal(isRbacEnabled ? "true" : "false")
    json.key("isInsightsEnabled")
    json.literal(isInsightsEnabled ? "true" : "false")
    json.key("externalFields")
    json.array([String]()) { $0.string($1) }
    json.key("fields")
    json.array(fields) { Self.write($1, to: &$0) }
    json.endObject()
    json.endObject()
    return json.text
  }

  private static func write(_ field: EntityField, to json: inout JSONText) {
    json.beginObject()
    if !field.id.isEmpty {
      json.key("id")
      json.string(field.id)
    }
    json.key("name")
    json.string(field.name)
    json.key("displayName")
    json.string(field.displayName)
    json.key("description")
    json.string(field.description)
    json.key("fieldDisplayType")
    json.string(field.type.displayTypeName)
    json.key("sqlType")
    field.type.writeSQLType(to: &json)
    if let defaultValue = field.defaultValue {
      json.key("defaultValue")
      json.string(defaultValue)
    }
    if let reference = field.reference {
      json.key("isForeignKey")
      json.literal("true")
      json.key("referenceType")
      json.string("ManyToOne")
      json.key("referenceEntity")
      json.beginObject()
      json.key("id")
      json.string(reference.entityID)
      if let folderID = reference.folderID {
        json.key("folderId")
        json.string(folderID)
      }
      json.endObject()
      if let fieldID = reference.fieldID {
        json.key("referenceField")
        json.beginObject()
        json.key("id")
        json.string(fieldID)
        json.endObject()
      }
    }
    if let choiceSetID = field.choiceSetID {
      json.key("choiceSetId")
      json.string(choiceSetID)
      if let set = field.choiceSet { write(set, id: choiceSetID, to: &json) }
    }
    for (key, flag) in [
      ("isRequired", field.isRequired), ("isUnique", field.isUnique),
      ("isRbacEnabled", field.isRbacEnabled),
      ("isEncrypted", field.isEncrypted), ("isHiddenField", field.isHidden),
    ] {
      json.key(key)
      json.literal(flag ? "true" : "false")
    }
    json.endObject()
  }

  private static func write(_ set: FolderedChoiceSet, id: String, to json: inout JSONText) {
    json.key("referenceChoiceSet")
    json.beginObject()
    for (key, text) in [("id", id), ("name", set.name), ("folderId", set.folderID)] {
      json.key(key)
      json.string(text)
    }
    json.key("entityType")
    json.string(EntityDefinition.Kind.choiceSet.rawValue)
    json.key("entityTypeId")
    json.literal("1")
    json.endObject()
  }
}
