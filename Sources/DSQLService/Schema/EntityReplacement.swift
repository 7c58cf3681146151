import DSQLAPI
import DSQLTypes

/// Replaces an entity's fields by those that a request lists.
///
/// Fields are known by their ids, else by their names; what the list leaves out is dropped with its
/// values.
///
/// - Source: `data-service-api.md` §2.5 and §2.10.
struct EntityReplacement {
  let writing: StoreWriting
  let entity: StoredEntity

  func apply(_ body: EntityBody) throws {
    let sent = (body.entityDefinition.fields ?? []).filter { !$0.isSystemField }
    if let name = body.entityDefinition.name, name != entity.name {
      throw RequestFailure.invalid("The name of an entity cannot be changed.")
    }
    let schemaWriter = SchemaWriter(writing: writing)
    try schemaWriter.checkFields(
      sent.map { ($0.name, $0.displayName ?? $0.name) },
      entityName: entity.name
    )
    try schemaWriter.checkTexts(body.displayName, body.description)
    if let name = body.displayName {
      try schemaWriter.checkDisplayName(name, folder: entity.folderID, besides: entity.id)
    }
    let resolver = FieldResolver(schema: writing.schema, entity: entity)
    let table = EntityTable(writing: writing, entity: entity)
    let pairs = sent.map { (sent: $0, old: old($0)) }
    let kept = Set(pairs.compactMap { $0.old?.number })
    for field in entity.userFields where !kept.contains(field.number) { try table.drop(field) }
    var fields: [StoredField] = []
    var next = try nextNumber()
    for (place, pair) in pairs.enumerated() {
      if let old = pair.old {
        var field = try changed(
          old,
          to: resolver.definition(pair.sent, id: old.definition.id, old: old)
        )
        field.isRbacEnabled = pair.sent.isRbacEnabled ?? old.isRbacEnabled
        let nextValue = try nextValue(of: old)
        try table.forget(old)
        try table.insert(field, place: place, nextValue: nextValue)
        fields.append(field)
      } else {
        let field = StoredField(
          try resolver.definition(pair.sent, id: writing.nextID()),
          number: next,
          isRbacEnabled: pair.sent.isRbacEnabled ?? false,
          audit: writing.audit
        )
        next += 1
        try table.add(field)
        try table.insert(field, place: place, nextValue: try numbered(field))
        fields.append(field)
      }
    }
    try schemaWriter.checkLongTexts(fields)
    try PreparedSQL(
      writing.db,
      """
      UPDATE dsql_entity SET next_number = ?, display_name = ?, description = ?,
        is_rbac_enabled = ?, update_time = ?, updated_by = ? WHERE key = ?
      """
    ).run([
      .integer(Int64(next)), .text(body.displayName ?? entity.displayName),
      .text(body.description ?? entity.description),
      .integer(body.entityDefinition.isRbacEnabled ?? entity.isRbacEnabled ? 1 : 0),
      .text(writing.moment), .text(writing.user), .integer(Int64(entity.key)),
    ])
    try writing.reloadSchema()
    try schemaWriter.giveOwners(entity.id)
  }

  private func old(_ sent: FieldBody) -> StoredField? {
    if let id = sent.id?.lowercased(),
      let field = entity.userFields.first(where: { $0.definition.id == id })
    {
      return field
    }
    return sent.id == nil ? entity.userFields.first { $0.name == sent.name } : nil
  }

  /// A field after a change; its type and name stay, and uniqueness silently does.
  private func changed(
    _ old: StoredField,
    to definition: EntityField
  ) throws(RequestFailure) -> StoredField {
    guard definition.name == old.name else {
      throw .invalid("The name of field '\(old.name)' cannot be changed.")
    }
    var new = StoredField(
      definition,
      number: old.number,
      isRbacEnabled: old.isRbacEnabled,
      audit: old.audit
    )
    new.definition.isUnique = old.definition.isUnique
    new.audit.touch(writing.moment, writing.user)
    guard new.storage == old.storage, new.typeName == old.typeName,
      new.definition.choiceSetID == old.definition.choiceSetID,
      new.definition.reference?.entityID == old.definition.reference?.entityID
    else { throw .invalid("Field type cannot be changed") }
    return new
  }

  private func nextNumber() throws -> Int {
    let statement = try PreparedSQL(
      writing.db,
      "SELECT next_number FROM dsql_entity WHERE key = ?"
    )
    statement.bind(.integer(Int64(entity.key)), at: 0)
    defer { statement.reset() }
    return try statement.step() ? Int(statement.integer(0)) : 1
  }

  private func nextValue(of field: StoredField) throws -> Int64 {
    let statement = try PreparedSQL(
      writing.db,
      "SELECT next_value FROM dsql_field WHERE entity_key = ? AND number = ?"
    )
    statement.bind([.integer(Int64(entity.key)), .integer(Int64(field.number))])
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 1
  }

  /// The next number of a new automatic number, after those that the records just got.
  private func numbered(_ field: StoredField) throws -> Int64? {
    guard case .autoNumber(let start) = field.definition.type else { return nil }
    return (start.int64Value ?? 1) + (try writing.reading.recordCount(of: entity))
  }
}
