import FoundationEssentials

/// A record as a request sends it: the values of known fields, in the order of the schema.
///
/// Other members of the object are dropped, as the service does.
struct RecordBody: Decodable, Sendable {
  /// The field's place in `StoredEntity.fields`, and the value.
  var values: [(place: Int, value: WireValue)]
  /// `Id`, where it is there and a text.
  var id: String?

  /// Where the decoder finds the entity whose record it reads.
  private static let entityKey = CodingUserInfoKey(rawValue: "entity")
  /// Where the decoder finds whom to tell of members that are dropped.
  private static let notesKey = CodingUserInfoKey(rawValue: "notes")

  init(values: [(place: Int, value: WireValue)]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKey.self)
    guard let key = Self.entityKey, let entity = decoder.userInfo[key] as? StoredEntity else {
      throw RequestFailure.internalError
    }
    values = []
    values.reserveCapacity(entity.fields.count)
    for (place, field) in entity.fields.enumerated() {
      guard let value = try WireValue(container, field.name, expecting: field.expectedShape) else {
        continue
      }
      if place == 0, case .text(let text) = value { id = text }
      values.append((place, value))
    }
    if let key = Self.notesKey, let notes = decoder.userInfo[key] as? RequestNotes {
      Self.warn(of: container.allKeys.map(\.stringValue).sorted(), entity, notes)
    }
  }

  /// Tells of members that have no effect.
  ///
  /// - Source: `data-service-api.md` §3.10.
  private static func warn(of keys: [String], _ entity: StoredEntity, _ notes: RequestNotes) {
    for key in keys {
      if let field = entity.field(key) {
        if field.storage == .file { notes.warn("the value of FILE field \"\(key)\" is dropped") }
      } else {
        notes.warn("member \"\(LoggedPath.text(key))\" is no field and is dropped")
      }
    }
  }

  /// A decoder of an entity's records.
  static func decoder(of entity: StoredEntity, notes: RequestNotes? = nil) -> JSONDecoder {
    let decoder = JSONDecoder()
    if let key = entityKey { decoder.userInfo[key] = entity }
    if let key = notesKey, let notes { decoder.userInfo[key] = notes }
    return decoder
  }

  /// Writes the record as it came.
  func write(to json: inout JSONWriter, entity: StoredEntity) {
    json.raw("{")
    for (place, value) in values {
      json.key(entity.fields[place].name)
      value.write(to: &json)
    }
    json.raw("}")
  }
}

extension StoredField {
  /// The kind of JSON value that a write of the field sends.
  var expectedShape: WireValue.Shape {
    switch storage {
    case .text, .longText, .date, .instant, .guid, .reference: .text
    case .scaled(0), .choice: .integer
    case .scaled, .wide, .real: .number
    case .boolean: .boolean
    case .choices: .list
    case .file: .any
    }
  }
}
