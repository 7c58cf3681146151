import FoundationEssentials

/// The records of a request's body, decoded by the fields that their entity had then.
struct SentRecords<Records: Decodable & Sendable>: Sendable {
  private let address: RecordAddress
  private let data: Data
  private let entity: StoredEntity
  private let decoded: Records

  /// Decodes records.
  ///
  /// - Parameters:
  ///   - address: What names the entity.
  ///   - data: The request's body.
  ///   - entity: The entity as it is now.
  ///   - notes: What is told of members that are dropped; nil tells nothing.
  /// - Throws: What the decoder says of the body.
  init(
    address: RecordAddress,
    data: Data,
    entity: StoredEntity,
    notes: RequestNotes?
  ) throws {
    self.address = address
    self.data = data
    self.entity = entity
    if Records.self == [RecordBody].self,
      let records = RecordListReader.records(data, of: entity) as? Records
    {
      decoded = records
    } else {
      decoded = try RecordBody.decoder(of: entity, notes: notes).decode(Records.self, from: data)
    }
  }

  /// The entity as it is now and the records, decoded again where its fields have changed since.
  func records(in schema: TenantSchema) throws -> (entity: StoredEntity, records: Records) {
    let current = try address.findWritable(in: schema)
    if current.fields == entity.fields { return (current, decoded) }
    return (current, try RecordBody.decoder(of: current).decode(Records.self, from: data))
  }
}
