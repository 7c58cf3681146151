/// Writes a column's value as JSON.
enum CellText {
  /// Writes a value that is not null; references and files as their ids.
  static func write(
    _ storage: FieldStorage,
    _ row: PreparedSQL,
    _ column: Int32,
    to json: inout JSONWriter
  ) {
    switch storage {
    case .text: json.string(row.bytes(column))
    case .longText: json.string(LongTextAnswer.text(length: row.integer(column)))
    case .scaled(let scale): json.decimal(row.integer(column), scale: scale)
    case .wide(let scale):
      json.decimal(WideDecimalText.coefficient(row.bytes(column)), scale: scale)
    case .real: json.real(row.real(column))
    case .boolean: json.boolean(row.integer(column) != 0)
    case .date: json.quoted(row.bytes(column))
    case .guid, .reference, .file: json.identifier(row.bytes(column))
    case .instant: InstantText.write(row.bytes(column), to: &json)
    case .choice: json.integer(row.integer(column))
    case .choices:
      if json.style.contains(.choicesAsText) {
        json.quoted(row.bytes(column))
      } else {
        json.raw(row.bytes(column))
      }
    }
  }
}
