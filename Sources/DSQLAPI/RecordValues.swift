/// The fields of one record that a write sends, in the order written.
///
/// - Source: `data-service-api.md` §3.10.
package struct RecordValues: Hashable, Sendable {
  package var fields: [RecordField]

  package init(_ fields: [RecordField] = []) { self.fields = fields }

  /// The JSON object as it is sent.
  ///
  /// Updates in a batch carry the record's id as `Id`.
  package func write(to json: inout JSONText, id: String? = nil) {
    json.beginObject()
    if let id {
      json.key("Id")
      json.string(id)
    }
    for field in fields {
      json.key(field.name)
      field.value.write(to: &json)
    }
    json.endObject()
  }
}

/// One field of a record that a write sends.
package struct RecordField: Hashable, Sendable {
  /// The stored spelling of the field's name; the service minds letter case.
  package var name: String
  package var value: FieldValue

  package init(_ name: String, _ value: FieldValue) {
    self.name = name
    self.value = value
  }
}

/// A value as JSON has it.
package enum FieldValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// A number by its digits, so that none is lost.
  case number(String)
  case text(String)
  /// The numbers of a multiple choice.
  case numbers([Int64])

  package func write(to json: inout JSONText) {
    switch self {
    case .null: json.literal("null")
    case .boolean(let value): json.literal(value ? "true" : "false")
    case .number(let digits): json.literal(digits)
    case .text(let text): json.string(text)
    case .numbers(let numbers): json.array(numbers) { $0.literal(String($1)) }
    }
  }
}
