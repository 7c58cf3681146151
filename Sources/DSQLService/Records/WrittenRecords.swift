/// Shows records that a request has just written, as far as its sender may read them.
///
/// What may be written but not read is shown by its id alone.
struct WrittenRecords {
  private let projection: RecordProjection
  private let expansion: RecordExpansion
  /// Answers the id and whose the record is, then what is shown.
  private let statement: PreparedSQL
  private let entity: StoredEntity
  private let rights: Rights

  init(reading: StoreReading, entity: StoredEntity, level: Int) throws {
    self.entity = entity
    rights = reading.rights
    projection = try RecordProjection(
      entity,
      selected: rights.mayRead(entity) ? [] : ["Id"],
      level: level,
      reading: reading
    )
    expansion = RecordExpansion(reading)
    statement = try PreparedSQL(
      reading.db,
      "SELECT \(projection.columns), id, \(entity.ownerColumn) FROM \(entity.table) WHERE rid = ?"
    )
  }

  /// Writes the record of a row number as an object.
  func write(_ row: Int64, to json: inout JSONWriter) throws {
    statement.bind(.integer(row), at: 0)
    defer { statement.reset() }
    guard try statement.step() else { throw RequestFailure.recordNotFound }
    let id = projection.width
    if rights.reaches(entity, .read, owner: statement.text(id + 1)) {
      return try projection.write(statement, to: &json, expansion: expansion)
    }
    json.raw("{\"Id\":")
    json.identifier(statement.bytes(id))
    json.raw("}")
  }
}
