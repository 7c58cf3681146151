import DSQLAPI
import GRDB

/// Creates, changes and deletes entities within a transaction.
///
/// - Source: `data-service-api.md` §2.5, §2.6 and §2.10.
struct SchemaWriter {
  let writing: StoreWriting

  static let mostFields = 200
  static let mostEntities = 500
  static let mostLongTexts = 10

  /// Creates an entity and answers its id.
  func create(_ body: EntityBody) throws -> String {
    let definition = body.entityDefinition
    let name = definition.name ?? ""
    let header = try newHeader(body, kind: .entity, label: "Entity")
    var fields: [FieldBody] = []
    for field in definition.fields ?? [] where !field.isSystemField { fields.append(field) }
    let entity = try insert(header)
    try checkFields(fields.map { ($0.name, $0.displayName ?? $0.name) }, entityName: name)
    let resolver = FieldResolver(schema: writing.schema, entity: entity)
    var made: [StoredField] = []
    for (index, field) in fields.enumerated() {
      made.append(
        StoredField(
          try resolver.definition(field, id: writing.nextID()),
          number: index + 1,
          isRbacEnabled: field.isRbacEnabled ?? false,
          audit: writing.audit
        )
      )
    }
    try checkLongTexts(made)
    let table = EntityTable(writing: writing, entity: entity)
    try table.create(made)
    for (place, field) in made.enumerated() { try table.insert(field, place: place) }
    try PreparedSQL(writing.db, "UPDATE dsql_entity SET next_number = ? WHERE key = ?")
      .run([.integer(Int64(made.count + 1)), .integer(Int64(entity.key))])
    try writing.reloadSchema()
    return entity.id
  }

  /// Creates an empty choice set and answers its id.
  func createChoiceSet(_ body: EntityBody) throws -> String {
    let entity = try insert(try newHeader(body, kind: .choiceSet, label: "Choice set"))
    try writing.reloadSchema()
    return entity.id
  }

  /// Deletes an entity with its records; references to them dangle.
  func delete(_ entity: StoredEntity) throws {
    let key = StoredValue.integer(Int64(entity.key))
    if entity.kind != .choiceSet {
      try writing.db.execute(sql: "DROP TABLE \(entity.table)")
    }
    try PreparedSQL(writing.db, "DELETE FROM dsql_choice WHERE set_id = ?").run([.text(entity.id)])
    try PreparedSQL(writing.db, "DELETE FROM dsql_attachment WHERE entity_key = ?").run([key])
    try PreparedSQL(writing.db, "DELETE FROM dsql_field WHERE entity_key = ?").run([key])
    try PreparedSQL(writing.db, "DELETE FROM dsql_entity WHERE key = ?").run([key])
    try writing.reloadSchema()
  }

  /// Changes what people read of an entity or choice set.
  func changeMetadata(of entity: StoredEntity, _ body: MetadataBody) throws {
    guard let displayName = body.displayName, !displayName.isEmpty else {
      throw RequestFailure.invalid("DisplayName is required.")
    }
    if entity.kind == .choiceSet, body.description == nil {
      throw RequestFailure.internalError
    }
    try checkTexts(displayName, body.description)
    try checkDisplayName(displayName, folder: entity.folderID, besides: entity.id)
    try PreparedSQL(
      writing.db,
      """
      UPDATE dsql_entity SET display_name = ?, description = ?, is_rbac_enabled = ?,
        update_time = ?, updated_by = ? WHERE key = ?
      """
    ).run([
      .text(displayName), .text(body.description ?? entity.description),
      .integer(body.isRbacEnabled ?? entity.isRbacEnabled ? 1 : 0), .text(writing.moment),
      .text(writing.user), .integer(Int64(entity.key)),
    ])
    try writing.reloadSchema()
    try giveOwners(entity.id)
  }

  /// Gives an entity's records owners where it has role-based access on by now.
  func giveOwners(_ id: String) throws {
    guard let entity = writing.schema.entity(id: id), entity.hasOwners else { return }
    try EntityTable.giveOwners(to: entity.table, writing.db)
  }

  func checkLongTexts(_ fields: [StoredField]) throws(RequestFailure) {
    guard fields.count(where: { $0.storage == .longText }) <= Self.mostLongTexts else {
      throw .invalid("An entity has at most \(Self.mostLongTexts) fields of type MULTILINE_MAX.")
    }
  }

  /// Holds the names of an entity's fields against each other and against the entity's.
  func checkFields(
    _ fields: [(name: String, displayName: String)],
    entityName: String
  ) throws(RequestFailure) {
    guard fields.count <= Self.mostFields else {
      throw .invalid("An entity has at most \(Self.mostFields) fields.")
    }
    var names: Set<String> = [entityName.lowercased()]
    var displayNames: Set<String> = []
    for field in fields {
      guard names.insert(field.name.lowercased()).inserted else {
        throw .invalid(
          field.name.lowercased() == entityName.lowercased()
            ? "Field name '\(field.name)' is the name of its entity."
            : "Field name '\(field.name)' is used twice."
        )
      }
      guard displayNames.insert(field.displayName.lowercased()).inserted else {
        throw .invalid("Field display name '\(field.displayName)' is used twice.")
      }
    }
  }

  // MARK: Headers

  private func newHeader(
    _ body: EntityBody,
    kind: EntityDefinition.Kind,
    label: String
  ) throws(RequestFailure) -> StoredEntity {
    let definition = body.entityDefinition
    let name = definition.name ?? ""
    try NameRules.checkEntity(name)
    if !(definition.externalFields ?? []).isEmpty {
      throw .invalid("Federated entities are not supported.")
    }
    let folder = try folder(definition.folderId)
    let same = writing.schema.entities.filter { $0.folderID == folder }
    guard !same.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw RequestFailure.conflict("\(label) with name '\(name)' already exists.")
    }
    guard writing.schema.entities.count(where: \.isOfPeople) < Self.mostEntities else {
      throw .invalid("A tenant has at most \(Self.mostEntities) entities and choice sets.")
    }
    let displayName = body.displayName ?? definition.displayName ?? name
    let description = body.description ?? definition.description ?? ""
    try checkTexts(displayName, description)
    try checkDisplayName(displayName, folder: folder, besides: nil)
    return StoredEntity(
      key: 0,
      id: writing.nextID(),
      name: name,
      displayName: displayName,
      description: description,
      kind: kind,
      folderID: folder,
      isRbacEnabled: definition.isRbacEnabled ?? false,
      audit: writing.audit,
      userFields: []
    )
  }

  private func folder(_ given: String?) throws(RequestFailure) -> String {
    guard let given else { return EntityAddress.tenantFolder }
    guard let folder = GUIDText.normalized(given) else {
      throw .invalid("Error converting value '\(given)' to type 'System.Guid'")
    }
    return folder
  }

  func checkTexts(
    _ displayName: String?,
    _ description: String?
  ) throws(RequestFailure) {
    try NameRules.checkLength(displayName, 128, "DisplayName")
    try NameRules.checkLength(description, 512, "Description")
  }

  func checkDisplayName(
    _ name: String,
    folder: String,
    besides id: String?
  ) throws(RequestFailure) {
    let wanted = name.lowercased()
    let isTaken = writing.schema.entities.contains {
      $0.id != id && $0.folderID == folder && $0.displayName.lowercased() == wanted
    }
    if isTaken {
      throw RequestFailure.conflict("The display name '\(name)' already exists.")
    }
  }

  /// Adds a header to the store and answers it with its key.
  func insert(_ header: StoredEntity) throws -> StoredEntity {
    try PreparedSQL(
      writing.db,
      """
      INSERT INTO dsql_entity (id, name, display_name, description, kind, folder_id,
        is_rbac_enabled, record_count, next_number, create_time, created_by, update_time, updated_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
      """
    ).run([
      .text(header.id), .text(header.name), .text(header.displayName), .text(header.description),
      .text(header.kind.rawValue), .text(header.folderID), .integer(header.isRbacEnabled ? 1 : 0),
      .integer(header.kind == .choiceSet ? 0 : 1), .text(header.audit.createTime),
      .text(header.audit.createdBy), .text(header.audit.updateTime), .text(header.audit.updatedBy),
    ])
    var entity = header
    entity.key = Int(writing.db.lastInsertedRowID)
    return entity
  }
}
