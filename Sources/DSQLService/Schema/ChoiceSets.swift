import DSQLAPI

/// Reads and writes the values of choice sets.
///
/// - Source: `data-service-api.md` §2.11.
enum ChoiceSets {
  static let mostValues = 250

  /// A page of a set's values, whose `jsonValue` is JSON in a string.
  static func page(
    _ set: StoredEntity,
    start: Int,
    limit: Int,
    _ reading: StoreReading
  ) -> [UInt8] {
    let values = reading.schema.choices[set.id] ?? []
    var inner = JSONWriter()
    inner.raw("[")
    for choice in values.dropFirst(start).prefix(limit) {
      inner.comma()
      write(choice, to: &inner)
    }
    inner.raw("]")
    var json = JSONWriter(capacity: inner.count * 2)
    json.raw("{\"totalRecordCount\":")
    json.integer(Int64(values.count))
    json.raw(",\"jsonValue\":")
    inner.bytes.withUnsafeBufferPointer { json.string($0) }
    json.raw("}")
    return json.bytes
  }

  /// A value as an object.
  static func object(_ choice: StoredChoice) -> [UInt8] {
    var json = JSONWriter()
    write(choice, to: &json)
    return json.bytes
  }

  /// Adds a value; its number is one above the greatest that the set ever gave.
  static func insert(
    _ body: ChoiceBody,
    into set: StoredEntity,
    _ writing: StoreWriting
  ) throws -> StoredChoice {
    let name = body.name ?? ""
    try NameRules.checkChoice(name)
    let displayName = body.displayName ?? name
    try NameRules.checkLength(displayName, 500, "DisplayName")
    let present = writing.schema.choices[set.id] ?? []
    guard present.count < mostValues else {
      throw RequestFailure.invalid("A choice set has at most \(mostValues) values.")
    }
    guard !present.contains(where: { $0.value.name.lowercased() == name.lowercased() }) else {
      throw RequestFailure.conflict("Choice with name '\(name)' already exists.")
    }
    let key = StoredValue.integer(Int64(set.key))
    let statement = try PreparedSQL(
      writing.db,
      "SELECT next_number FROM dsql_entity WHERE key = ?"
    )
    statement.bind(key, at: 0)
    let number = try statement.step() ? statement.integer(0) : 0
    statement.reset()
    let choice = StoredChoice(
      value: ChoiceValue(
        id: writing.nextID(),
        name: name,
        displayName: displayName,
        number: number
      ),
      audit: writing.audit
    )
    try PreparedSQL(
      writing.db,
      """
      INSERT INTO dsql_choice (set_id, number, id, name, display_name, create_time, created_by,
        update_time, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run([
      .text(set.id), .integer(number), .text(choice.value.id), .text(name), .text(displayName),
      .text(choice.audit.createTime), .text(choice.audit.createdBy),
      .text(choice.audit.updateTime), .text(choice.audit.updatedBy),
    ])
    try PreparedSQL(writing.db, "UPDATE dsql_entity SET next_number = ? WHERE key = ?")
      .run([.integer(number + 1), key])
    try writing.reloadSchema()
    return choice
  }

  /// Renames what people see of a value.
  static func rename(
    _ id: String,
    of set: StoredEntity,
    to body: ChoiceBody,
    _ writing: StoreWriting
  ) throws -> StoredChoice {
    let present = writing.schema.choices[set.id] ?? []
    guard var choice = present.first(where: { $0.value.id == id.lowercased() }) else {
      throw RequestFailure.recordNotFound
    }
    guard let displayName = body.displayName, !displayName.isEmpty else {
      throw RequestFailure.invalid("DisplayName is required.")
    }
    try NameRules.checkLength(displayName, 500, "DisplayName")
    choice.value.displayName = displayName
    choice.audit.touch(writing.moment, writing.user)
    try PreparedSQL(
      writing.db,
      "UPDATE dsql_choice SET display_name = ?, update_time = ?, updated_by = ? WHERE id = ?"
    ).run([
      .text(displayName), .text(writing.moment), .text(writing.user), .text(choice.value.id),
    ])
    try writing.reloadSchema()
    return choice
  }

  /// Deletes values; records keep their numbers.
  static func delete(_ ids: [String], of set: StoredEntity, _ writing: StoreWriting) throws {
    let present = Set((writing.schema.choices[set.id] ?? []).map(\.value.id))
    for id in ids {
      guard present.contains(id.lowercased()) else { throw RequestFailure.recordNotFound }
      try PreparedSQL(writing.db, "DELETE FROM dsql_choice WHERE id = ?")
        .run([.text(id.lowercased())])
    }
    try writing.reloadSchema()
  }

  private static func write(_ choice: StoredChoice, to json: inout JSONWriter) {
    json.raw("{")
    json.key("Id")
    json.string(choice.value.id)
    json.key("Name")
    json.string(choice.value.name)
    json.key("DisplayName")
    json.string(choice.value.displayName)
    json.key("NumberId")
    json.integer(choice.value.number)
    for (key, moment) in [
      ("CreateTime", choice.audit.createTime), ("UpdateTime", choice.audit.updateTime),
    ] {
      json.key(key)
      var moment = moment
      moment.withUTF8 { InstantText.write($0, to: &json) }
    }
    json.key("CreatedBy")
    json.string(choice.audit.createdBy)
    json.key("UpdatedBy")
    json.string(choice.audit.updatedBy)
    json.key("RecordOwner")
    json.null()
    json.raw("}")
  }
}
