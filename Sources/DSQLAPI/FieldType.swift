package import DSQLTypes

/// The type of a field with its constraints, in the service's own terms.
///
/// - Source: `data-service-api.md` §2.4, and the table of types in `client-wire-log.md` §2.1.
package enum FieldType: Hashable, Sendable {
  /// NVARCHAR, 1 to 4000 characters.
  case text(lengthLimit: Int)
  /// MULTILINE, 1 to 10000 characters.
  case multiline(lengthLimit: Int)
  /// MULTILINE_MAX, bytes of UTF-16; lists and queries answer a marker in place of the text.
  case longText(lengthLimit: Int)
  /// DECIMAL with 0 to 10 decimals; with 0 it is an integer to the language.
  case decimal(precision: Int, range: NumericRange)
  /// INT.
  case integer(range: NumericRange)
  /// BIGINT.
  case bigInteger(range: NumericRange)
  /// FLOAT, binary, shown with this many decimals.
  case float(precision: Int, range: NumericRange)
  /// REAL, likewise.
  case double(precision: Int, range: NumericRange)
  case boolean
  case date
  /// DATETIMEOFFSET, "Date-Time" in the product.
  case instant
  /// DATETIME2, kept as UTC.
  case instantWithoutOffset
  case uuid
  case relationship
  case file
  case choice
  case choices
  /// A DECIMAL that the service numbers.
  case autoNumber(start: ExactDecimal)
  /// A type that no source names, by its `sqlType.name`; read as text.
  case other(String)
}

/// The least and greatest value that a numeric field takes.
package struct NumericRange: Hashable, Sendable {
  package var minimum: ExactDecimal
  package var maximum: ExactDecimal

  package init(minimum: ExactDecimal, maximum: ExactDecimal) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// ±1,000,000,000,000, what the service assumes.
  package static let standard = NumericRange(
    minimum: ExactDecimal(coefficient: -1_000_000_000_000, scale: 0),
    maximum: ExactDecimal(coefficient: 1_000_000_000_000, scale: 0)
  )

  /// ±9,007,199,254,740,991, the widest that the service takes (2^53 − 1).
  package static let widest = NumericRange(
    minimum: ExactDecimal(coefficient: -9_007_199_254_740_991, scale: 0),
    maximum: ExactDecimal(coefficient: 9_007_199_254_740_991, scale: 0)
  )

  /// ±2,147,483,647.
  package static let integer32 = NumericRange(
    minimum: ExactDecimal(coefficient: -2_147_483_647, scale: 0),
    maximum: ExactDecimal(coefficient: 2_147_483_647, scale: 0)
  )
}
