import DSQLAPI

/// Turns a field as it is sent into a definition, with what it refers to found.
struct FieldResolver {
  let schema: TenantSchema
  /// The entity that the field is made for, which it may refer to.
  let entity: StoredEntity

  /// The definition of a field.
  ///
  /// - Parameters:
  ///   - body: The field as it is sent.
  ///   - id: The field's id.
  ///   - old: The field before a change: what it refers to may be gone, and need not be sent again.
  /// - Returns: The definition.
  /// - Throws: A 400 for what the service does not take.
  func definition(
    _ body: FieldBody,
    id: String,
    old: StoredField? = nil
  ) throws(RequestFailure) -> EntityField {
    try NameRules.checkField(body.name)
    try NameRules.checkLength(body.displayName, 128, "DisplayName")
    try NameRules.checkLength(body.description, 512, "Description")
    let type = try body.type.fieldType(of: body.name)
    var definition = EntityField(
      id: id,
      name: body.name,
      displayName: body.displayName ?? body.name,
      description: body.description ?? "",
      type: type,
      isRequired: body.isRequired,
      isUnique: body.isUnique,
      isEncrypted: body.isEncrypted,
      isHidden: body.isHidden,
      defaultValue: body.defaultValue
    )
    if body.isUnique { try checkUnique(type, body.name) }
    switch type {
    case .relationship:
      let known = old?.definition.reference
      let isGone = known.map { schema.entity(id: $0.entityID) == nil } ?? false
      definition.reference = isGone ? known : try reference(body)
    case .choice, .choices: definition.choiceSetID = try choiceSet(body).id
    case .file:
      definition.reference = EntityReference(
        entityID: SystemFields.attachmentEntity,
        entityName: "EntityAttachment"
      )
    case .text, .multiline, .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .autoNumber, .other:
      break
    }
    try checkDefault(definition)
    return definition
  }

  private func checkUnique(_ type: FieldType, _ name: String) throws(RequestFailure) {
    switch type {
    case .text, .multiline, .decimal, .integer, .bigInteger, .float, .double: return
    case .longText, .boolean, .date, .instant, .instantWithoutOffset, .uuid, .relationship, .file,
      .choice, .choices, .autoNumber, .other:
      throw .invalid("Field '\(name)' cannot be unique: only text and number fields can.")
    }
  }

  private func checkDefault(_ definition: EntityField) throws(RequestFailure) {
    guard let text = definition.defaultValue else { return }
    let field = StoredField(
      definition,
      number: 0,
      isRbacEnabled: false,
      audit: AuditTrail("", "")
    )
    switch field.storage {
    case .reference, .file:
      throw .invalidValue(text, field)
    case .text, .longText, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .choice,
      .choices:
      if field.isAutoNumber { throw .invalidValue(text, field) }
      _ = try FieldCodec(schema: schema).defaultValue(of: field)
    }
  }

  private func reference(_ body: FieldBody) throws(RequestFailure) -> EntityReference {
    let target: StoredEntity?
    if let id = body.referenceEntity?.id {
      target = id.lowercased() == entity.id ? entity : schema.entity(id: id)
    } else if let name = body.referenceEntityName ?? body.referenceEntity?.name {
      target =
        name == entity.name
        ? entity
        : schema.entity(
          name: name,
          folder: body.referenceEntity?.folderId?.lowercased() ?? entity.folderID
        )
    } else {
      throw .invalid("Field '\(body.name)' is a relationship and needs a referenceEntity.")
    }
    guard let target, target.kind != .choiceSet else {
      throw .invalid("The entity that field '\(body.name)' refers to does not exist.")
    }
    let isTenant = EntityAddress.tenantFolder
    if (target.folderID == isTenant) != (entity.folderID == isTenant) {
      throw .invalid("Field '\(body.name)' refers across tenant and folder level.")
    }
    let shown = body.referenceField?.id?.lowercased()
    let shownField = target.fields.first {
      $0.definition.id == shown || (shown == nil && $0.name == body.referenceFieldName)
    }
    return EntityReference(
      entityID: target.id,
      entityName: target.name,
      fieldID: shownField?.definition.id ?? shown
    )
  }

  private func choiceSet(_ body: FieldBody) throws(RequestFailure) -> StoredEntity {
    var found = body.choiceSetID.flatMap { schema.entity(id: $0) }
    if found == nil, let name = body.choiceSetName {
      // Where the request tells no folder: the entity's own, then the tenant.
      let folders =
        body.choiceSetFolder.map { [$0] } ?? [
          entity.folderID, EntityAddress.tenantFolder,
        ]
      found = folders.lazy.compactMap { schema.entity(name: name, folder: $0) }.first
    }
    guard let found, found.kind == .choiceSet else {
      throw .invalid("The choice set of field '\(body.name)' does not exist.")
    }
    return found
  }
}
