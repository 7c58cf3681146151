import DSQLAPI
import DSQLTypes

/// Turns values of requests into what the store holds, or says why not.
///
/// - Source: `data-service-api.md` §2.4 and §3.10.
struct FieldCodec {
  let schema: TenantSchema

  /// The stored form of a JSON value that a write gives to a field; not null.
  func stored(_ value: WireValue, for field: StoredField) throws(RequestFailure) -> StoredValue {
    switch (field.storage, value) {
    case (.text, .text(let text)):
      try checkLength(text, field)
      return .text(text)
    case (.longText, .text(let text)):
      try checkLongText(text, field)
      return .text(text)
    case (.scaled, .number(let number)), (.wide, .number(let number)), (.real, .number(let number)):
      return try self.number(number, value.summary, field)
    case (.boolean, .boolean(let flag)):
      return .integer(flag ? 1 : 0)
    case (.date, .text(let text)), (.instant, .text(let text)), (.guid, .text(let text)):
      return try parsed(text, for: field)
    case (.reference, .text(let text)):
      guard let id = GUIDText.normalized(text) else {
        throw .invalid("Error converting value '\(text)' to type 'System.Guid'")
      }
      return .text(id)
    case (.choice, .number(let number?)):
      guard number == number.floor, let choice = number.int64Value else {
        throw .invalid("Single choiceset value \(value.summary) is not integer")
      }
      try checkChoice(choice, value.summary, field)
      return .integer(choice)
    case (.choice, _):
      throw .invalid("Single choiceset value \(value.summary) is not integer")
    case (.reference, _):
      throw .invalid("Error converting value '\(value.summary)' to type 'System.Guid'")
    case (.choices, .list(let values)):
      return try choices(values.map(\.summary), value.summary, field)
    case (.choices, .text(let text)):
      guard let numbers = ChoiceListText.numbers(text) else {
        throw .invalidValue(text, field)
      }
      return try choices(numbers.map { String($0) }, text, field)
    default:
      throw .invalidValue(value.summary, field)
    }
  }

  /// The stored form of the text that a filter compares with, or that is a default value.
  func parsed(_ text: String, for field: StoredField) throws(RequestFailure) -> StoredValue {
    switch field.storage {
    case .text, .longText: return .text(text)
    case .scaled, .wide, .real:
      return try number(ExactDecimal(parsing: text), text, field)
    case .boolean:
      switch text {
      case "true": return .integer(1)
      case "false": return .integer(0)
      default: throw .invalidValue(text, field)
      }
    case .date:
      guard text.utf8.count == 10, let date = CalendarDate(parsing: text) else {
        throw .invalidValue(text, field)
      }
      return .text(date.text)
    case .instant:
      guard
        let stored = InstantText.stored(
          parsing: text,
          requiresOffset: field.definition.type == .instant
        )
      else { throw .invalidValue(text, field) }
      return .text(stored)
    case .guid, .reference, .file:
      guard let id = GUIDText.normalized(text) else { throw .invalidValue(text, field) }
      return .text(id)
    case .choice:
      guard let number = Int64(text) else { throw .invalidValue(text, field) }
      return .integer(number)
    case .choices:
      guard let numbers = ChoiceListText.numbers(text) else { throw .invalidValue(text, field) }
      return .text(ChoiceListText.text(numbers))
    }
  }

  /// What the shadow column holds beside a value.
  func shadow(of value: StoredValue, for field: StoredField) -> StoredValue {
    guard case .text(let text) = value else { return .null }
    return field.storage == .longText
      ? .integer(Int64(text.utf16.count)) : .text(TextComparison.folded(text))
  }

  /// A default value in stored form; nil where the field has none.
  func defaultValue(of field: StoredField) throws(RequestFailure) -> StoredValue? {
    guard let text = field.definition.defaultValue else { return nil }
    let value = try parsed(text, for: field)
    switch (field.storage, value) {
    case (.text, .text(let text)): try checkLength(text, field)
    case (.longText, .text(let text)): try checkLongText(text, field)
    case (.choice, .integer(let number)): try checkChoice(number, text, field)
    case (.choices, .text):
      return try choices((ChoiceListText.numbers(text) ?? []).map { String($0) }, text, field)
    default: break
    }
    return value
  }

  // MARK: Checks

  private func number(
    _ number: ExactDecimal?,
    _ summary: String,
    _ field: StoredField
  ) throws(RequestFailure) -> StoredValue {
    guard let number else { throw .invalidValue(summary, field) }
    let scale: Int
    switch field.storage {
    case .scaled(let decimals), .wide(let decimals), .real(let decimals): scale = decimals
    case .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice, .choices:
      throw .invalidValue(summary, field)
    }
    switch field.definition.type {
    case .integer, .bigInteger:
      guard number == number.floor else { throw .invalidValue(summary, field) }
    case .text, .multiline, .longText, .decimal, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      break
    }
    guard let rounded = number.rounded(toScale: scale) else { throw outOfRange(field) }
    if let range = field.range, rounded < range.minimum || rounded > range.maximum {
      throw outOfRange(field)
    }
    switch field.storage {
    case .real: return .real(rounded.doubleValue)
    case .wide: return .text(WideDecimalText.text(rounded.coefficient))
    case .scaled, .text, .longText, .boolean, .date, .instant, .guid, .reference, .file, .choice,
      .choices:
      guard let coefficient = Int64(exactly: rounded.coefficient) else { throw outOfRange(field) }
      return .integer(coefficient)
    }
  }

  private func outOfRange(_ field: StoredField) -> RequestFailure {
    let minimum = field.range?.minimum.text(minimumScale: 0) ?? ""
    let maximum = field.range?.maximum.text(minimumScale: 0) ?? ""
    return .invalid(
      "Value for field '\(field.name)' is outside the range \(minimum) to \(maximum)."
    )
  }

  private func checkLength(_ text: String, _ field: StoredField) throws(RequestFailure) {
    let limit: Int
    switch field.definition.type {
    case .text(let most), .multiline(let most): limit = most
    case .longText, .decimal, .integer, .bigInteger, .float, .double, .boolean, .date, .instant,
      .instantWithoutOffset, .uuid, .relationship, .file, .choice, .choices, .autoNumber, .other:
      return
    }
    if text.utf8.count > limit, text.utf16.count > limit {
      throw .invalid("Value for field '\(field.name)' exceeds the maximum length of \(limit).")
    }
  }

  private func checkLongText(_ text: String, _ field: StoredField) throws(RequestFailure) {
    if LongTextAnswer.isMarker(text) {
      throw .invalid(
        "Value for field '\(field.name)' is the marker that stands for the text in lists; "
          + "read the record by its Id to get the text."
      )
    }
    guard case .longText(let limit) = field.definition.type else { return }
    let bytes = text.utf16.count * 2
    if bytes > limit {
      throw .invalid(
        "Field '\(field.name)' value is \(bytes) bytes, exceeds the \(limit)-byte limit"
      )
    }
  }

  private func checkChoice(
    _ number: Int64,
    _ summary: String,
    _ field: StoredField
  ) throws(RequestFailure) {
    let known = schema.choices[field.definition.choiceSetID ?? ""] ?? []
    guard known.contains(where: { $0.value.number == number }) else {
      throw .invalidValue(summary, field)
    }
  }

  private func choices(
    _ texts: [String],
    _ summary: String,
    _ field: StoredField
  ) throws(RequestFailure) -> StoredValue {
    var numbers: Set<Int64> = []
    for text in texts {
      guard let number = Int64(text) else { throw .invalidValue(summary, field) }
      try checkChoice(number, summary, field)
      numbers.insert(number)
    }
    if numbers.isEmpty { return .null }
    return .text(ChoiceListText.text(numbers.sorted()))
  }
}
