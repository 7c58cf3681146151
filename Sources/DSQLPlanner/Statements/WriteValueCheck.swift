import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLTypes

/// Holds a value against what the schema says of a field.
///
/// - Source: `data-service-api.md` §2.4 and §2.5.
struct WriteValueCheck {
  let column: Column
  /// Whether the service stores an empty text as NULL.
  let emptyIsNull: Bool

  /// What is wrong with the value; nil where the field takes it.
  func fault(of value: Value, at span: SourceSpan?) -> Diagnostic? {
    switch value {
    case .null:
      return column.isRequired
        ? Diagnostic(
          .requiredFieldMissing,
          "null value in column \"\(column.name)\", which is required",
          span: span
        ) : nil
    case .text(let text):
      if text.isEmpty, emptyIsNull, column.isRequired {
        return Diagnostic(
          .requiredFieldMissing,
          "empty text in column \"\(column.name)\", which is required",
          span: span,
          detail: "The service stores an empty text as NULL."
        )
      }
      return lengthFault(text, span)
    case .integer(let number): return rangeFault(ExactDecimal(number), span)
    case .decimal(let number): return rangeFault(number, span)
    case .double(let number):
      return ExactDecimal(number).flatMap { rangeFault($0, span) }
    case .boolean, .date, .timestamp, .interval, .uuid, .choice: return nil
    }
  }

  private func lengthFault(_ text: String, _ span: SourceSpan?) -> Diagnostic? {
    let length: Int
    let limit: Int
    let unit: String
    switch column.fieldType {
    case .text(let most), .multiline(let most):
      (length, limit, unit) = (text.utf16.count, most, "characters")
    case .longText(let most):
      (length, limit, unit) = (text.utf16.count * 2, most, "bytes")
    case .decimal, .integer, .bigInteger, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      return nil
    }
    if length <= limit { return nil }
    return Diagnostic(
      .textTooLong,
      "value too long for column \"\(column.name)\"",
      span: span,
      detail: "It has \(length) \(unit); the column takes \(limit)."
    )
  }

  private func rangeFault(_ number: ExactDecimal, _ span: SourceSpan?) -> Diagnostic? {
    let range: NumericRange
    var rounded = number
    switch column.fieldType {
    case .decimal(let precision, let limits):
      range = limits
      rounded = number.rounded(toScale: precision) ?? number
    case .integer(let limits), .bigInteger(let limits), .float(_, let limits),
      .double(_, let limits):
      range = limits
    case .text, .multiline, .longText, .boolean, .date, .instant, .instantWithoutOffset, .uuid,
      .relationship, .file, .choice, .choices, .autoNumber, .other:
      return nil
    }
    if !(rounded < range.minimum), !(range.maximum < rounded) { return nil }
    return Diagnostic(
      .numericOutOfRange,
      "value \(number.text(minimumScale: 0)) is out of range for column \"\(column.name)\"",
      span: span,
      detail: "The column takes \(range.minimum.text(minimumScale: 0)) to"
        + " \(range.maximum.text(minimumScale: 0))."
    )
  }
}
