package import DSQLTypes

extension FieldType {
  /// A value as a filter on a field of this type spells it, so that `=` and `in` find the records
  /// that hold this value.
  ///
  /// Nil where no record can hold it (a fraction against whole numbers), for NULL, and for types
  /// whose equality the service does not have.
  ///
  /// - Parameter value: A value in the type that the language gives the field, or a number.
  /// - Returns: The text, or nil.
  /// - Source: `data-service-api.md` §3.4.
  package func filterText(_ value: Value) -> String? {
    switch self {
    case .decimal(let precision, _): Self.filterText(number: value, scale: precision)
    case .integer, .bigInteger, .autoNumber: Self.filterText(number: value, scale: 0)
    case .text, .multiline: if case .text(let text) = value { text } else { nil }
    case .boolean:
      if case .boolean(let flag) = value { flag ? "true" : "false" } else { nil }
    case .date: if case .date(let date) = value { date.text } else { nil }
    case .instant, .instantWithoutOffset:
      if case .timestamp(let instant) = value { instant.text(in: .utc) } else { nil }
    case .uuid, .relationship: if case .uuid(let id) = value { id } else { nil }
    case .choice: if case .choice(let number) = value { String(number) } else { nil }
    case .longText, .float, .double, .file, .choices, .other: nil
    }
  }

  private static func filterText(number value: Value, scale: Int) -> String? {
    let number: ExactDecimal
    switch value {
    case .integer(let integer): number = ExactDecimal(integer)
    case .decimal(let decimal): number = decimal
    case .null, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice: return nil
    }
    let brought = number.truncated(toScale: scale)
    return brought == number ? brought.normalized.text(minimumScale: 0) : nil
  }
}
