import DSQLAPI

/// The files of an entity's records.
///
/// - Source: `data-service-api.md` §3.12.
struct Attachments {
  let writing: StoreWriting
  let entity: StoredEntity

  /// Puts a file into a field, in place of the one that is there, whose id stays.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - record: The record's id.
  ///   - name: The field's name.
  /// - Returns: The record's row number.
  /// - Throws: A 404 for a record that does not exist, a 400 for a field that holds no files.
  func put(_ file: SentFile, record: String, field name: String) throws -> Int64 {
    let field = try writableField(name)
    let place = try place(of: record, field)
    if let id = place.attachment {
      let statement = try PreparedSQL(
        writing.db,
        """
        UPDATE dsql_attachment SET name = ?, type = ?, size = ?, update_time = ?, updated_by = ?,
          content = ? WHERE id = ?
        """
      )
      statement.bind([
        .text(file.name), .text(file.type), .integer(Int64(file.content.count)),
        .text(writing.moment), .text(writing.user),
      ])
      statement.bind(file.content, at: 5)
      statement.bind(.text(id), at: 6)
      try statement.run()
      try touch(place.row)
      return place.row
    }
    let id = writing.nextID()
    let statement = try PreparedSQL(
      writing.db,
      """
      INSERT INTO dsql_attachment (id, entity_key, record_id, field_number, name, type, size,
        create_time, created_by, update_time, updated_by, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    )
    statement.bind([
      .text(id), .integer(Int64(entity.key)), .text(place.record), .integer(Int64(field.number)),
      .text(file.name), .text(file.type), .integer(Int64(file.content.count)),
      .text(writing.moment), .text(writing.user), .text(writing.moment), .text(writing.user),
    ])
    statement.bind(file.content, at: 11)
    try statement.run()
    try set(field, .text(id), place.row)
    return place.row
  }

  /// Takes the file out of a field; without one nothing happens.
  ///
  /// - Parameters:
  ///   - record: The record's id.
  ///   - name: The field's name.
  /// - Returns: The record's row number.
  /// - Throws: A 404 for a record that does not exist, a 400 for a field that holds no files.
  func remove(record: String, field name: String) throws -> Int64 {
    let field = try writableField(name)
    let place = try place(of: record, field)
    guard let id = place.attachment else { return place.row }
    try PreparedSQL(writing.db, "DELETE FROM dsql_attachment WHERE id = ?").run([.text(id)])
    try set(field, .null, place.row)
    return place.row
  }

  /// The bytes of a field's file.
  static func content(
    record: String,
    field name: String,
    of entity: StoredEntity,
    _ reading: StoreReading
  ) throws -> [UInt8] {
    let field = try held(reading.field(name, of: entity))
    guard let id = GUIDText.normalized(record) else { throw RequestFailure.recordNotFound }
    let statement = try PreparedSQL(
      reading.db,
      """
      SELECT content FROM \(try reading.source(of: entity, as: "record"))
      LEFT JOIN dsql_attachment AS file ON file.id = record.\(field.column) WHERE record.id = ?
      """
    )
    statement.bind(.text(id), at: 0)
    defer { statement.reset() }
    guard try statement.step() else { throw RequestFailure.recordNotFound }
    guard !statement.isNull(0) else { throw RequestFailure.fileNotFound }
    return Array(statement.blob(0))
  }

  private func writableField(_ name: String) throws(RequestFailure) -> StoredField {
    guard let field = entity.field(name) else { throw .unknownField(name, entity.name) }
    guard writing.rights.mayEdit(field, of: entity) else { throw .forbidden }
    return try Self.held(field)
  }

  /// A field, which must hold files.
  private static func held(_ field: StoredField) throws(RequestFailure) -> StoredField {
    guard field.storage == .file else {
      throw .invalid("Field '\(field.name)' is of type \(field.typeName) and holds no files.")
    }
    return field
  }

  /// Where a record lies, its id in the store's spelling, and the file that its field holds.
  private func place(
    of record: String,
    _ field: StoredField
  ) throws -> (row: Int64, record: String, attachment: String?) {
    guard let id = GUIDText.normalized(record) else { throw RequestFailure.recordNotFound }
    let statement = try PreparedSQL(
      writing.db,
      "SELECT rid, \(field.column), \(entity.ownerColumn) FROM \(entity.table) WHERE id = ?"
    )
    statement.bind(.text(id), at: 0)
    defer { statement.reset() }
    guard try statement.step() else { throw RequestFailure.recordNotFound }
    guard writing.rights.reaches(entity, .edit, owner: statement.text(2)) else {
      throw RequestFailure.forbidden
    }
    return (statement.integer(0), id, statement.isNull(1) ? nil : statement.text(1))
  }

  private func set(_ field: StoredField, _ value: StoredValue, _ row: Int64) throws {
    try PreparedSQL(
      writing.db,
      "UPDATE \(entity.table) SET \(field.column) = ?, ut = ?, ub = ? WHERE rid = ?"
    ).run([value, .text(writing.moment), .text(writing.user), .integer(row)])
  }

  private func touch(_ row: Int64) throws {
    try PreparedSQL(writing.db, "UPDATE \(entity.table) SET ut = ?, ub = ? WHERE rid = ?")
      .run([.text(writing.moment), .text(writing.user), .integer(row)])
  }
}
