import DSQLAPI
import DSQLCatalog
import DSQLTypes

/// How the language writes the type of a field.
///
/// - Source: `language.md` §2.
enum TypeSpelling {
  static func text(of column: Column) -> String {
    switch column.fieldType {
    case .text(let length): "TEXT(\(length))"
    case .multiline(let length): "MULTILINE(\(length))"
    case .longText: "LONGTEXT"
    case .decimal(let precision, let range):
      precision == 0 ? integer(range) : decimal(precision, range)
    case .integer: "INTEGER"
    case .bigInteger: "BIGINT"
    case .float(let precision, _): "FLOAT(\(precision))"
    case .double(let precision, _): "DOUBLE(\(precision))"
    case .boolean: "BOOLEAN"
    case .date: "DATE"
    case .instant, .instantWithoutOffset: "TIMESTAMP"
    case .uuid, .relationship: "UUID"
    case .file: "FILE"
    case .choice: "CHOICE(\(setName(column.type)))"
    case .choices: "CHOICES(\(setName(column.type)))"
    case .autoNumber: "AUTONUMBER"
    case .other(let name): name
    }
  }

  private static func integer(_ range: NumericRange) -> String {
    let narrow = NumericRange.integer32
    let fits = !(range.minimum < narrow.minimum) && !(narrow.maximum < range.maximum)
    return fits ? "INTEGER" : "BIGINT"
  }

  /// `DECIMAL(p,s)` where the range is that of p digits, else `DECIMAL` with its decimals alone.
  private static func decimal(_ precision: Int, _ range: NumericRange) -> String {
    var coefficient: Int128 = 1
    for digits in 1...38 {
      coefficient *= 10
      if digits >= precision,
        range.maximum == ExactDecimal(coefficient: coefficient - 1, scale: precision)
      {
        return "DECIMAL(\(digits),\(precision))"
      }
    }
    var whole = 0
    var rest = range.maximum.truncated().coefficient
    while rest > 0 {
      whole += 1
      rest /= 10
    }
    return "DECIMAL(\(min(38, max(1, whole) + precision)),\(precision))"
  }

  private static func setName(_ type: DataType) -> String {
    switch type {
    case .choice(let domain), .choices(let domain): domain.name
    case .unknown, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval,
      .uuid, .file:
      ""
    }
  }
}
