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

  package init(
    id: String? = nil,
    name: String,
    displayName: String,
    description: String = "",
    fields: [EntityField]
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName
    self.description = description
    self.fields = fields
  }

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
    json.string(EntityAddress.tenantFolder)
    json.key("isRbacEnabled")
    json.literal("false")
    json.key("isInsightsEnabled")
    json.literal("false")
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
    }
    for (key, flag) in [
      ("isRequired", field.isRequired), ("isUnique", field.isUnique), ("isRbacEnabled", false),
      ("isEncrypted", field.isEncrypted), ("isHiddenField", field.isHidden),
    ] {
      json.key(key)
      json.literal(flag ? "true" : "false")
    }
    json.endObject()
  }
}
