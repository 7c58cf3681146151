import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLTypes
import Foundation

/// Checks the values of one column against its field and turns them into what is sent.
///
/// - Source: `data-service-api.md` §2.4, §2.5 and §3.10.
struct FieldEncoder: Sendable {
  let column: Column
  /// Whether the field needs a value and an empty text would be none.
  private let refusesEmpty: Bool

  /// - Parameters:
  ///   - column: The field.
  ///   - emptyIsNull: Whether the service stores an empty text as NULL.
  init(_ column: Column, emptyIsNull: Bool = false) {
    self.column = column
    refusesEmpty = emptyIsNull && column.isRequired
  }

  /// What is sent for a value, or why it cannot be.
  func encoded(_ value: Value) throws(FieldFault) -> FieldValue {
    if value.isNull { return try nothing() }
    switch column.fieldType {
    case .text(let limit), .multiline(let limit):
      return .text(try text(value, atMost: limit))
    case .longText(let limit):
      return .text(try longText(value, bytes: limit))
    case .other:
      return .text(try text(value, atMost: .max))
    case .decimal(let precision, let range):
      return .number(try digits(value, precision: precision, range))
    case .integer(let range), .bigInteger(let range):
      return .number(try digits(value, precision: 0, range))
    case .float(_, let range), .double(_, let range):
      return .number(try digits(value, precision: nil, range))
    case .boolean:
      if case .boolean(let flag) = value { return .boolean(flag) }
      throw mismatch
    case .date:
      if case .date(let date) = value, date.isInRange { return .text(date.text) }
      throw fault(.invalidDatetime, "takes dates from 0001-01-01 to 9999-12-31")
    case .instant, .instantWithoutOffset:
      if case .timestamp(let instant) = value, instant.isInRange {
        return .text(instant.text(in: .utc))
      }
      throw fault(.invalidDatetime, "takes instants of the years 0001 to 9999")
    case .uuid, .relationship:
      return .text(try identifier(value))
    case .choice:
      return .number(String(try choice(value)))
    case .choices:
      return try choices(value)
    case .autoNumber, .file:
      throw fault(.readOnlyField, "cannot be written")
    }
  }

  private func nothing() throws(FieldFault) -> FieldValue {
    if column.isRequired { throw fault(.requiredFieldMissing, "needs a value") }
    return .null
  }

  private func text(_ value: Value, atMost limit: Int) throws(FieldFault) -> String {
    guard let text = value.text(type: column.type, zone: .utc) else { throw mismatch }
    if refusesEmpty, text.isEmpty { throw emptiness }
    let length = text.utf16.count
    if length > limit {
      throw fault(
        .textTooLong,
        "takes at most \(limit.counted("character")), the value has \(length.grouped)"
      )
    }
    return text
  }

  private func longText(_ value: Value, bytes limit: Int) throws(FieldFault) -> String {
    guard let text = value.text(type: column.type, zone: .utc) else { throw mismatch }
    if LongTextMarker.begins(text) {
      throw fault(
        .invalidParameter,
        "would lose its text: the value is the service's marker for a long text"
      )
    }
    if refusesEmpty, text.isEmpty { throw emptiness }
    let bytes = text.utf16.count * 2
    if bytes > limit {
      throw fault(
        .textTooLong,
        "takes at most \(limit.grouped) bytes of UTF-16, the value has \(bytes.grouped)"
      )
    }
    return text
  }

  private var emptiness: FieldFault {
    fault(.requiredFieldMissing, "needs a value, and the service stores an empty text as NULL")
  }

  /// The digits of a number, rounded half away from zero to the field's precision.
  private func digits(
    _ value: Value,
    precision: Int?,
    _ range: NumericRange
  ) throws(FieldFault) -> String {
    var number: ExactDecimal
    switch value {
    case .integer(let integer): number = ExactDecimal(integer)
    case .decimal(let decimal): number = decimal
    case .double(let binary):
      if precision == nil {
        guard binary >= range.minimum.doubleValue, binary <= range.maximum.doubleValue else {
          throw outside(DoubleText.text(binary), range)
        }
        return DoubleText.text(binary)
      }
      guard let exact = ExactDecimal(binary) else { throw outside(DoubleText.text(binary), range) }
      number = exact
    case .null, .boolean, .text, .date, .timestamp, .interval, .uuid, .choice: throw mismatch
    }
    if let precision, number.scale > precision {
      guard let rounded = number.rounded(toScale: precision) else {
        throw outside(number.text(minimumScale: 0), range)
      }
      number = rounded
    }
    let digits = number.normalized.text(minimumScale: 0)
    if number < range.minimum || range.maximum < number { throw outside(digits, range) }
    return digits
  }

  private func outside(_ digits: String, _ range: NumericRange) -> FieldFault {
    let (minimum, maximum) = (range.minimum, range.maximum)
    return fault(
      .numericOutOfRange,
      "takes numbers from \(minimum.text(minimumScale: 0)) to \(maximum.text(minimumScale: 0)), "
        + "not \(digits)"
    )
  }

  private func identifier(_ value: Value) throws(FieldFault) -> String {
    switch value {
    case .uuid(let text), .text(let text):
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let isIdentifier =
        parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
        && parts.allSatisfy { $0.utf8.allSatisfy(\.isHexadecimal) }
      if isIdentifier { return text }
      throw fault(.invalidLiteral, "takes ids, not \"\(text)\"")
    case .null, .boolean, .integer, .decimal, .double, .date, .timestamp, .interval, .choice:
      throw mismatch
    }
  }

  private func choice(_ value: Value) throws(FieldFault) -> Int64 {
    guard case .choice(let domain) = column.type else { throw mismatch }
    switch value {
    case .choice(let number), .integer(let number):
      if domain.choices.contains(where: { $0.number == number }) { return number }
      throw unknownChoice("#\(number)", domain)
    case .text(let label):
      if let number = domain.numbers(matching: label).first { return number }
      throw unknownChoice("\"\(label)\"", domain)
    case .null, .boolean, .decimal, .double, .date, .timestamp, .interval, .uuid:
      throw mismatch
    }
  }

  private func choices(_ value: Value) throws(FieldFault) -> FieldValue {
    guard case .choices(let domain) = column.type, case .text(let json) = value else {
      throw mismatch
    }
    guard let labels = try? JSONDecoder().decode([String].self, from: Data(json.utf8)) else {
      throw fault(.invalidLiteral, "takes a JSON array of labels")
    }
    if labels.isEmpty { return try nothing() }
    var numbers: [Int64] = []
    for label in labels {
      guard let number = domain.numbers(matching: label).first else {
        throw unknownChoice("\"\(label)\"", domain)
      }
      if !numbers.contains(number) { numbers.append(number) }
    }
    return .numbers(numbers)
  }

  private func unknownChoice(_ written: String, _ domain: ChoiceDomain) -> FieldFault {
    let labels = domain.choices.map(\.label).joined(separator: ", ")
    return fault(.invalidLiteral, "has no choice \(written), only \(labels)")
  }

  private var mismatch: FieldFault {
    fault(.typeMismatch, "takes no value of another type than \(column.type.name)")
  }

  private func fault(_ code: DiagnosticCode, _ reason: String) -> FieldFault {
    FieldFault(code, column.name, reason)
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
