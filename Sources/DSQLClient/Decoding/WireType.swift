import DSQLAPI
import DSQLTypes

/// The type that a field of the wire has.
///
/// `fieldDisplayType` decides; only where it is `Basic`, or missing, does `sqlType.name`.
///
/// - Source: `data-service-api.md` §2.3 and §2.4.
struct WireType {
  let type: FieldType

  init(field: LooseObject) {
    let sqlType = field.object("sqlType")
    switch field.text("fieldDisplayType")?.lowercased() {
    case "relationship": type = .relationship
    case "file": type = .file
    case "choicesetsingle": type = .choice
    case "choicesetmultiple": type = .choices
    case "autonumber":
      let one = ExactDecimal(coefficient: 1, scale: 0)
      type = .autoNumber(start: sqlType.flatMap { Self.decimal($0.text("minValue")) } ?? one)
    default: type = Self.basic(sqlType, name: sqlType?.text("name") ?? "")
    }
  }

  private static func basic(_ sqlType: LooseObject?, name: String) -> FieldType {
    let length = sqlType?.integer("lengthLimit").map { Int($0) }
    let precision = sqlType?.integer("decimalPrecision").map { Int($0) } ?? 2
    let range = NumericRange(
      minimum: decimal(sqlType?.text("minValue")) ?? NumericRange.standard.minimum,
      maximum: decimal(sqlType?.text("maxValue")) ?? NumericRange.standard.maximum
    )
    switch name.uppercased() {
    case "NVARCHAR": return .text(lengthLimit: length ?? 200)
    case "MULTILINE": return .multiline(lengthLimit: length ?? 200)
    case "MULTILINE_MAX": return .longText(lengthLimit: length ?? 131_072)
    case "DECIMAL": return .decimal(precision: precision, range: range)
    case "INT": return .integer(range: range)
    case "BIGINT": return .bigInteger(range: range)
    case "FLOAT": return .float(precision: precision, range: range)
    case "REAL": return .double(precision: precision, range: range)
    case "BIT": return .boolean
    case "DATE": return .date
    case "DATETIMEOFFSET": return .instant
    case "DATETIME2": return .instantWithoutOffset
    case "UNIQUEIDENTIFIER": return .uuid
    default: return .other(name)
    }
  }

  private static func decimal(_ text: String?) -> ExactDecimal? {
    text.flatMap { ExactDecimal(parsing: $0) }
  }
}
