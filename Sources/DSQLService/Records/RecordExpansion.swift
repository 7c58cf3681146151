/// Fills in the records that references point at.
///
/// A class, since an answer's records share what was read: a thousand invoices have few suppliers.
///
/// - Source: `data-service-api.md` §3.8.
final class RecordExpansion {
  private struct Place: Hashable {
    var entity: Int
    var level: Int
  }

  private let reading: StoreReading
  private var readers: [Place: (projection: RecordProjection, statement: PreparedSQL)] = [:]
  private var written: [Place: [String: [UInt8]]] = [:]

  init(_ reading: StoreReading) { self.reading = reading }

  /// Writes a record as a member of another one, at the level that the other one is shown at.
  func writeRecord(
    _ id: String,
    of entity: Int?,
    level: Int,
    to json: inout JSONWriter
  ) throws {
    guard level >= 2, let entity else { return writeID(id, to: &json) }
    let place = Place(entity: entity, level: level - 1)
    if let known = written[place]?[id] { return json.raw(known) }
    var record = reading.writer(capacity: 512)
    if let reader = try reader(place) {
      reader.statement.bind(.text(id), at: 0)
      if try reader.statement.step() {
        try reader.projection.write(reader.statement, to: &record, expansion: self)
      } else {
        // The reference dangles, or its record may not be read.
        writeID(id, to: &record)
      }
      reader.statement.reset()
    } else {
      writeID(id, to: &record)
    }
    written[place, default: [:]][id] = record.bytes
    json.raw(record.bytes)
  }

  /// Writes what is known of an attachment.
  func writeFile(_ id: String, to json: inout JSONWriter) throws {
    try AttachmentText.write(id, reading, to: &json)
  }

  private func writeID(_ id: String, to json: inout JSONWriter) {
    json.raw("{\"Id\":")
    json.identifier(id)
    json.raw("}")
  }

  /// The statement of one level is never shared with another: a record that refers to its own
  /// entity is read while the first stands on its row.
  private func reader(
    _ place: Place
  ) throws -> (projection: RecordProjection, statement: PreparedSQL)? {
    if let known = readers[place] { return known }
    guard let entity = reading.schema.entity(key: place.entity), reading.rights.mayRead(entity)
    else { return nil }
    let projection = try RecordProjection(entity, level: place.level, reading: reading)
    let statement = try PreparedSQL(
      reading.db,
      "SELECT \(projection.columns) FROM \(try reading.source(of: entity)) WHERE id = ?",
      isShared: false
    )
    readers[place] = (projection, statement)
    return (projection, statement)
  }
}
