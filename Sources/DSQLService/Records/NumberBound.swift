import DSQLTypes

/// A number that a filter compares a numeric field with.
///
/// It may have more decimals than the field, or lie beyond what the column holds; then it lies
/// between two values of the column, and no record equals it.
struct NumberBound {
  private var storage: FieldStorage
  /// The greatest value of the column that is not above the number.
  private var floor: StoredValue
  private var isExact: Bool

  /// Reads a filter's value; nil where the field is no number.
  ///
  /// - Throws: A 400 for a text that is no number.
  init?(_ text: String, _ field: StoredField) throws(RequestFailure) {
    guard field.storage.isNumber else { return nil }
    guard let number = ExactDecimal(parsing: text) else { throw .invalidValue(text, field) }
    storage = field.storage
    switch field.storage {
    case .real:
      floor = .real(number.doubleValue)
      isExact = true
    case .scaled(let scale):
      let found = Self.floor(number, scale, within: Int128(Int64.min)...Int128(Int64.max))
      floor = .integer(Int64(clamping: found.coefficient))
      isExact = found.isExact
    case .wide(let scale):
      let most = WideDecimalText.offset - 1
      let found = Self.floor(number, scale, within: -most...most)
      floor = .text(WideDecimalText.text(found.coefficient))
      isExact = found.isExact
    case .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice, .choices:
      return nil
    }
  }

  /// The column's value that equals the number; nil where none does.
  var exactValue: StoredValue? { isExact ? floor : nil }

  /// The column compared with the number.
  func condition(_ column: String, _ sqlOperator: String) -> SQLCondition {
    if isExact { return SQLCondition("\(column) \(sqlOperator) ?", [floor]) }
    switch sqlOperator {
    case "=": return .never
    case "<>": return SQLCondition("\(column) IS NOT NULL")
    case ">", ">=": return SQLCondition("\(column) > ?", [floor])
    default: return SQLCondition("\(column) <= ?", [floor])
    }
  }

  private static func floor(
    _ number: ExactDecimal,
    _ scale: Int,
    within range: ClosedRange<Int128>
  ) -> (coefficient: Int128, isExact: Bool) {
    if number.scale <= scale {
      guard let exact = number.rounded(toScale: scale) else {
        return (number.coefficient < 0 ? range.lowerBound : range.upperBound, false)
      }
      return clamped(exact.coefficient, true, range)
    }
    let cut = number.truncated(toScale: scale)
    let isExact = cut == number
    let coefficient = cut.scale == scale ? cut.coefficient : 0
    return clamped(coefficient - (isExact || number.coefficient > 0 ? 0 : 1), isExact, range)
  }

  private static func clamped(
    _ coefficient: Int128,
    _ isExact: Bool,
    _ range: ClosedRange<Int128>
  ) -> (coefficient: Int128, isExact: Bool) {
    if range.contains(coefficient) { return (coefficient, isExact) }
    return (coefficient < 0 ? range.lowerBound : range.upperBound, false)
  }
}
