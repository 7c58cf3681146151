import DSQLAPI
import DSQLTypes

/// Writes entities and choice sets as the schema endpoints answer them.
///
/// The two public clients read different spellings of some keys; both are written.
///
/// - Source: `data-service-api.md` §2.2 and §2.3, `client-wire-log.md` §2.2 and §4.
struct EntityText {
  let reading: StoreReading

  /// The entities as an array.
  func array(_ entities: [StoredEntity]) throws -> [UInt8] {
    var json = JSONWriter(capacity: 16_384)
    json.raw("[")
    for entity in entities {
      json.comma()
      try write(entity, to: &json)
    }
    json.raw("]")
    return json.bytes
  }

  func object(_ entity: StoredEntity) throws -> [UInt8] {
    var json = JSONWriter(capacity: 8192)
    try write(entity, to: &json)
    return json.bytes
  }

  private func write(_ entity: StoredEntity, to json: inout JSONWriter) throws {
    beginHeader(entity, to: &json)
    json.key("fields")
    json.raw("[")
    for field in entity.fields {
      json.comma()
      write(field, to: &json, showsReference: true)
    }
    json.raw("]")
    json.key("externalFields")
    json.raw("[]")
    json.key("sourceJoinCriterias")
    json.raw("[]")
    json.key("recordCount")
    json.integer(
      entity.kind == .choiceSet
        ? Int64(reading.schema.choices[entity.id]?.count ?? 0)
        : try reading.readableCount(of: entity)
    )
    // What a tenant's records take in the cloud's store is nothing that can be told here.
    for key in ["storageSizeInMB", "usedStorageSizeInMB"] {
      json.key(key)
      json.integer(0)
    }
    json.key("attachmentSizeInByte")
    json.integer(try reading.attachmentBytes(of: entity))
    json.key("isInsightsEnabled")
    json.boolean(false)
    json.key("invalidIdentifiers")
    json.raw("[]")
    json.key("isModelReserved")
    json.boolean(entity.kind == .systemEntity)
    write(entity.audit, to: &json)
    json.raw("}")
  }

  /// Writes what also a reference shows of an entity, and leaves the object open.
  private func beginHeader(_ entity: StoredEntity, to json: inout JSONWriter) {
    json.raw("{")
    json.key("id")
    json.string(entity.id)
    json.key("name")
    json.string(entity.name)
    json.key("displayName")
    json.string(entity.displayName)
    json.key("description")
    json.string(entity.description)
    json.key("entityType")
    json.string(entity.kind.rawValue)
    json.key("entityTypeId")
    json.integer(entity.kind == .choiceSet ? 1 : entity.kind == .systemEntity ? 2 : 0)
    json.key("folderId")
    json.string(entity.folderID)
    json.key("isRbacEnabled")
    json.boolean(entity.isRbacEnabled)
  }

  private func write(
    _ field: StoredField,
    to json: inout JSONWriter,
    showsReference: Bool
  ) {
    let definition = field.definition
    json.raw("{")
    json.key("id")
    json.string(definition.id)
    json.key("name")
    json.string(definition.name)
    json.key("displayName")
    json.string(definition.displayName)
    json.key("description")
    json.string(definition.description)
    json.key("sqlType")
    writeType(definition.type, to: &json)
    json.key("fieldDisplayType")
    json.string(definition.type.displayTypeName)
    for (key, flag) in [
      ("isPrimaryKey", definition.isPrimaryKey),
      ("isForeignKey", definition.reference != nil),
      ("isSystemField", definition.isSystemField),
      ("isExternalField", false),
      ("isHiddenField", definition.isHidden),
      ("isAttachment", field.storage == .file),
      ("isRequired", definition.isRequired),
      ("isUnique", definition.isUnique),
      ("isEncrypted", definition.isEncrypted),
      ("isRbacEnabled", field.isRbacEnabled),
    ] {
      json.key(key)
      json.boolean(flag)
    }
    json.key("defaultValue")
    writeText(definition.defaultValue, to: &json)
    json.key("choiceSetId")
    writeText(definition.choiceSetID, to: &json)
    if showsReference { writeReference(field, to: &json) }
    write(field.audit, to: &json)
    json.raw("}")
  }

  private func writeReference(_ field: StoredField, to json: inout JSONWriter) {
    let reference = field.definition.reference
    let target = reference.flatMap { reading.schema.entity(id: $0.entityID) }
    json.key("referenceType")
    writeText(reference == nil ? nil : "ManyToOne", to: &json)
    json.key("referenceName")
    writeText(target?.name, to: &json)
    json.key("referenceEntity")
    writeHeader(target, to: &json)
    json.key("referenceField")
    let shown = target?.fields.first { $0.definition.id == reference?.fieldID }
    if let shown = shown ?? target?.field("Id") {
      json.raw("{")
      json.key("id")
      json.string(shown.definition.id)
      json.key("definition")
      write(shown, to: &json, showsReference: false)
      json.raw("}")
    } else {
      json.null()
    }
    let set = field.definition.choiceSetID.flatMap { reading.schema.entity(id: $0) }
    for key in ["referenceChoiceSet", "referenceChoiceset"] {
      json.key(key)
      writeHeader(set, to: &json)
    }
  }

  private func writeHeader(_ entity: StoredEntity?, to json: inout JSONWriter) {
    guard let entity else { return json.null() }
    beginHeader(entity, to: &json)
    json.key("fields")
    json.raw("[]}")
  }

  private func writeType(_ type: FieldType, to json: inout JSONWriter) {
    let description = FieldTypeDescription(type)
    json.raw("{")
    json.key("name")
    json.string(description.sqlType)
    for (lower, upper, number) in [
      ("lengthLimit", "LengthLimit", description.lengthLimit.map { ExactDecimal(Int64($0)) }),
      (
        "decimalPrecision", "DecimalPrecision", description.decimals.map { ExactDecimal(Int64($0)) }
      ),
      ("maxValue", "MaxValue", description.maximum),
      ("minValue", "MinValue", description.minimum),
    ] {
      guard let number else { continue }
      for key in [lower, upper] {
        json.key(key)
        json.decimal(number.coefficient, scale: number.scale)
      }
    }
    json.raw("}")
  }

  private func write(_ audit: AuditTrail, to json: inout JSONWriter) {
    for (key, moment) in [("createTime", audit.createTime), ("updateTime", audit.updateTime)] {
      json.key(key)
      var moment = moment
      moment.withUTF8 { InstantText.write($0, to: &json) }
    }
    json.key("createdBy")
    json.string(audit.createdBy)
    json.key("updatedBy")
    json.string(audit.updatedBy)
  }

  private func writeText(_ text: String?, to json: inout JSONWriter) {
    if let text {
      json.string(text)
    } else {
      json.null()
    }
  }
}
