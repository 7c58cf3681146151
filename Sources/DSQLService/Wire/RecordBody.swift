import FoundationEssentials

/// A record as a request sends it: the values of known fields in the order of the schema, and what
/// else came along.
struct RecordBody: Decodable, Sendable {
  /// The field's place in `StoredEntity.fields`, and the value.
  var values: [(place: Int, value: WireValue)]
  /// `Id`, where it is there and a text.
  var id: String?
  /// Members that name no field; they are dropped, and echoed in a failure.
  var unknown: [String: WireValue]

  /// Where the decoder finds the entity whose record it reads.
  static let entityKey = CodingUserInfoKey(rawValue: "entity")

  init(values: [(place: Int, value: WireValue)]) {
    self.values = values
    unknown = [:]
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKey.self)
    guard let key = Self.entityKey, let entity = decoder.userInfo[key] as? StoredEntity else {
      throw RequestFailure.internalError
    }
    values = []
    unknown = [:]
    var known = 0
    for (place, field) in entity.fields.enumerated() where container.contains(WireKey(field.name)) {
      known += 1
      let value = try WireValue(container, field.name, expecting: field.expectedShape)
      if place == 0, case .text(let text) = value { id = text }
      values.append((place, value))
    }
    if known < container.allKeys.count {
      for key in container.allKeys where entity.field(key.stringValue) == nil {
        unknown[key.stringValue] = try container.decode(WireValue.self, forKey: key)
      }
    }
  }

  /// Writes the record as it came.
  func write(to json: inout JSONWriter, entity: StoredEntity) {
    json.raw("{")
    for (place, value) in values {
      json.key(entity.fields[place].name)
      value.write(to: &json)
    }
    for (name, value) in unknown.sorted(by: { $0.key < $1.key }) {
      json.key(name)
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
    case .scaled, .wide, .real, .choice: .number
    case .boolean: .boolean
    case .choices: .list
    case .file: .any
    }
  }
}
