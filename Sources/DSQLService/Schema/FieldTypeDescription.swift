import DSQLAPI
import DSQLTypes

/// A field's type in the words of the wire and of the store, with its constraints.
///
/// - Source: `data-service-api.md` §2.4.
struct FieldTypeDescription: Hashable, Sendable {
  /// `fieldDisplayType`.
  var displayType: String
  /// `sqlType.name`.
  var sqlType: String
  var lengthLimit: Int?
  var decimals: Int?
  var minimum: ExactDecimal?
  var maximum: ExactDecimal?

  init(
    displayType: String,
    sqlType: String,
    lengthLimit: Int? = nil,
    decimals: Int? = nil,
    minimum: ExactDecimal? = nil,
    maximum: ExactDecimal? = nil
  ) {
    self.displayType = displayType
    self.sqlType = sqlType
    self.lengthLimit = lengthLimit
    self.decimals = decimals
    self.minimum = minimum
    self.maximum = maximum
  }

  init(_ type: FieldType) {
    self.init(displayType: type.displayTypeName, sqlType: type.sqlTypeName)
    switch type {
    case .text(let limit), .multiline(let limit), .longText(let limit): lengthLimit = limit
    case .decimal(let precision, let range):
      (lengthLimit, decimals) = (1000, precision)
      (minimum, maximum) = (range.minimum, range.maximum)
    case .integer(let range), .bigInteger(let range):
      (minimum, maximum) = (range.minimum, range.maximum)
    case .float(let precision, let range), .double(let precision, let range):
      decimals = precision
      (minimum, maximum) = (range.minimum, range.maximum)
    case .boolean: lengthLimit = 100
    case .date, .instant: lengthLimit = 1000
    case .relationship, .file: lengthLimit = 300
    case .choices: lengthLimit = 4000
    case .autoNumber(let start): minimum = start
    case .instantWithoutOffset, .uuid, .choice, .other: break
    }
  }

  /// The type with its constraints; what is not given has the service's default.
  ///
  /// - Parameter field: The field's name, for the message.
  /// - Returns: The type.
  /// - Throws: A 400 for a type that does not exist and for a constraint outside its range.
  func fieldType(of field: String) throws(RequestFailure) -> FieldType {
    switch (displayType, sqlType) {
    case ("Basic", "NVARCHAR"):
      .text(lengthLimit: try length(200, 1...4000, field))
    case ("Basic", "MULTILINE"):
      .multiline(lengthLimit: try length(200, 1...10_000, field))
    case ("Basic", "MULTILINE_MAX"):
      .longText(lengthLimit: try length(131_072, 1...131_072, field))
    case ("Basic", "DECIMAL"):
      .decimal(precision: try precision(field), range: try range(field))
    case ("Basic", "INT"): .integer(range: try range(field))
    case ("Basic", "BIGINT"): .bigInteger(range: try range(field))
    case ("Basic", "FLOAT"): .float(precision: try precision(field), range: try range(field))
    case ("Basic", "REAL"): .double(precision: try precision(field), range: try range(field))
    case ("Basic", "BIT"): .boolean
    case ("Basic", "DATE"): .date
    case ("Basic", "DATETIMEOFFSET"): .instant
    case ("Basic", "DATETIME2"): .instantWithoutOffset
    case ("Basic", "UNIQUEIDENTIFIER"): .uuid
    case ("Relationship", "UNIQUEIDENTIFIER"): .relationship
    case ("File", "UNIQUEIDENTIFIER"): .file
    case ("ChoiceSetSingle", "INT"): .choice
    case ("ChoiceSetMultiple", "NVARCHAR"): .choices
    case ("AutoNumber", "DECIMAL"):
      .autoNumber(start: try start(field))
    default:
      throw .invalid(
        "Field '\(field)' has the unknown type '\(sqlType)' (\(displayType))."
      )
    }
  }

  private func length(
    _ standard: Int,
    _ allowed: ClosedRange<Int>,
    _ field: String
  ) throws(RequestFailure) -> Int {
    let limit = lengthLimit ?? standard
    guard allowed.contains(limit) else {
      throw .invalid(
        "The length limit of field '\(field)' must be between \(allowed.lowerBound) and "
          + "\(allowed.upperBound)."
      )
    }
    return limit
  }

  private func precision(_ field: String) throws(RequestFailure) -> Int {
    let precision = decimals ?? 2
    guard (0...10).contains(precision) else {
      throw .invalid("The decimal precision of field '\(field)' must be between 0 and 10.")
    }
    return precision
  }

  private func range(_ field: String) throws(RequestFailure) -> NumericRange {
    let range = NumericRange(
      minimum: minimum ?? NumericRange.standard.minimum,
      maximum: maximum ?? NumericRange.standard.maximum
    )
    guard range.minimum < range.maximum else {
      throw .invalid("The minimum of field '\(field)' must be less than its maximum.")
    }
    guard range.minimum >= NumericRange.widest.minimum,
      range.maximum <= NumericRange.widest.maximum
    else {
      throw .invalid(
        "The range of field '\(field)' must lie within -9007199254740991 and 9007199254740991."
      )
    }
    return range
  }

  private func start(_ field: String) throws(RequestFailure) -> ExactDecimal {
    let start = minimum ?? ExactDecimal(1)
    guard start >= ExactDecimal(1), start <= NumericRange.widest.maximum, start == start.floor
    else {
      throw .invalid(
        "The starting value of field '\(field)' must be between 1 and 9007199254740991."
      )
    }
    return start
  }
}
