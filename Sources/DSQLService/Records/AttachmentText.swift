import DSQLAPI

/// What answers tell of a file.
///
/// - Source: `data-service-api.md` §3.8.
enum AttachmentText {
  static func write(_ id: String, _ reading: StoreReading, to json: inout JSONWriter) throws {
    let statement = try PreparedSQL(
      reading.db,
      """
      SELECT entity_key, record_id, field_number, name, type, size, create_time, created_by,
        update_time, updated_by FROM dsql_attachment WHERE id = ?
      """
    )
    statement.bind(.text(id), at: 0)
    json.raw("{")
    json.key("Id")
    json.identifier(id)
    if try statement.step() {
      let entity = reading.schema.entity(key: Int(statement.integer(0)))
      let number = Int(statement.integer(2))
      let field = entity?.fields.first { $0.number == number }
      let record = statement.text(1)
      json.key("Name")
      json.string(statement.bytes(3))
      json.key("Size")
      json.integer(statement.integer(5))
      json.key("Type")
      json.string(statement.bytes(4))
      json.key("Path")
      json.string("\(entity?.name ?? "")/\(record)/\(field?.name ?? "")")
      json.key("RecordId")
      json.identifier(record)
      json.key("EntityId")
      json.identifier(entity?.id ?? "")
      json.key("FieldId")
      json.identifier(field?.definition.id ?? "")
      json.key("CreatedBy")
      json.identifier(statement.bytes(7))
      json.key("UpdatedBy")
      json.identifier(statement.bytes(9))
      json.key("CreateTime")
      InstantText.write(statement.bytes(6), to: &json)
      json.key("UpdateTime")
      InstantText.write(statement.bytes(8), to: &json)
    }
    statement.reset()
    json.raw("}")
  }
}
