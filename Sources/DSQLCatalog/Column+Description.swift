import DSQLAPI
import DSQLTypes

extension Column {
  /// The name of the entity that a relationship points at; nil for every other field.
  package var referencedEntity: String? { reference?.entityName }

  /// The type as `CREATE ENTITY` writes it, for instance `TEXT(100)` or `CHOICE(Country)`.
  ///
  /// - Source: `language.md` §2.
  package var typeText: String {
    switch fieldType {
    case .text(let limit): "TEXT(\(limit))"
    case .multiline(let limit): "MULTILINE(\(limit))"
    case .longText: "LONGTEXT"
    case .decimal(precision: 0, let range), .integer(let range), .bigInteger(let range):
      Self.fits32Bits(range) ? "INTEGER" : "BIGINT"
    case .decimal(let precision, _): "DECIMAL(\(Self.digits(of: fieldType)),\(precision))"
    case .float(let precision, _): "FLOAT(\(precision))"
    case .double(let precision, _): "DOUBLE(\(precision))"
    case .boolean: "BOOLEAN"
    case .date: "DATE"
    case .instant: "TIMESTAMPTZ"
    case .instantWithoutOffset: "TIMESTAMP"
    case .uuid, .relationship: "UUID"
    case .file: "FILE"
    case .choice: "CHOICE(\(choiceSetName))"
    case .choices: "CHOICES(\(choiceSetName))"
    case .autoNumber: "AUTONUMBER"
    case .other(let name): name
    }
  }

  /// Whether it is an integer that 32 bits do not hold, a BIGINT.
  package var isWideInteger: Bool {
    switch fieldType {
    case .decimal(precision: 0, let range), .integer(let range), .bigInteger(let range):
      !Self.fits32Bits(range)
    case .text, .multiline, .longText, .decimal, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      false
    }
  }

  private var choiceSetName: String {
    switch type {
    case .choice(let domain), .choices(let domain): domain.name
    case .unknown, .boolean, .integer, .decimal, .double, .text, .date, .timestamp, .interval,
      .uuid, .file:
      ""
    }
  }

  private static func fits32Bits(_ range: NumericRange) -> Bool {
    let limit = ExactDecimal(coefficient: 2_147_483_647, scale: 0)
    let least = ExactDecimal(coefficient: -2_147_483_648, scale: 0)
    return range.maximum <= limit && range.minimum >= least
  }

  /// The digits before and after the point that the greatest value has.
  private static func digits(of type: FieldType) -> Int {
    guard case .decimal(let precision, let range) = type else { return 0 }
    var whole = range.maximum.coefficient.magnitude
    for _ in 0..<range.maximum.scale { whole /= 10 }
    return String(whole).count + precision
  }
}
