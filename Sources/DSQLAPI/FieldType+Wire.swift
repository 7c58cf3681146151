import DSQLTypes

// How a type is written into `sqlType` and `fieldDisplayType`.
//
// - Source: `data-service-api.md` §2.4; the constraints that stand there as fixed must be sent, or a
//   later edit of the field fails.
extension FieldType {
  /// The value of `fieldDisplayType`.
  package var displayTypeName: String {
    switch self {
    case .text, .multiline, .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean,
      .date, .instant, .instantWithoutOffset, .uuid, .other:
      "Basic"
    case .relationship: "Relationship"
    case .file: "File"
    case .choice: "ChoiceSetSingle"
    case .choices: "ChoiceSetMultiple"
    case .autoNumber: "AutoNumber"
    }
  }

  /// The value of `sqlType.name`.
  package var sqlTypeName: String {
    switch self {
    case .text, .choices: "NVARCHAR"
    case .multiline: "MULTILINE"
    case .longText: "MULTILINE_MAX"
    case .decimal, .autoNumber: "DECIMAL"
    case .integer, .choice: "INT"
    case .bigInteger: "BIGINT"
    case .float: "FLOAT"
    case .double: "REAL"
    case .boolean: "BIT"
    case .date: "DATE"
    case .instant: "DATETIMEOFFSET"
    case .instantWithoutOffset: "DATETIME2"
    case .uuid, .relationship, .file: "UNIQUEIDENTIFIER"
    case .other(let name): name
    }
  }

  func writeSQLType(to json: inout JSONText) {
    json.beginObject()
    json.key("name")
    json.string(sqlTypeName)
    switch self {
    case .text(let limit), .multiline(let limit), .longText(let limit):
      json.key("lengthLimit")
      json.literal(String(limit))
    case .decimal(let precision, let range):
      json.key("lengthLimit")
      json.literal("1000")
      Self.write(precision: precision, range: range, to: &json)
    case .integer(let range), .bigInteger(let range):
      Self.write(precision: nil, range: range, to: &json)
    case .float(let precision, let range), .double(let precision, let range):
      Self.write(precision: precision, range: range, to: &json)
    case .boolean:
      json.key("lengthLimit")
      json.literal("100")
    case .date, .instant:
      json.key("lengthLimit")
      json.literal("1000")
    case .relationship, .file:
      json.key("lengthLimit")
      json.literal("300")
    case .choices:
      json.key("lengthLimit")
      json.literal("4000")
    case .autoNumber(let start):
      json.key("minValue")
      json.literal(start.text(minimumScale: 0))
    case .instantWithoutOffset, .uuid, .choice, .other: break
    }
    json.endObject()
  }

  private static func write(precision: Int?, range: NumericRange, to json: inout JSONText) {
    if let precision {
      json.key("decimalPrecision")
      json.literal(String(precision))
    }
    json.key("maxValue")
    json.literal(range.maximum.text(minimumScale: 0))
    json.key("minValue")
    json.literal(range.minimum.text(minimumScale: 0))
  }
}
