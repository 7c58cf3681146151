extension Value {
  /// The value as text, as CAST to TEXT and messages have it; nil for NULL.
  ///
  /// - Parameters:
  ///   - type: The value's type: its scale and its choice set are needed.
  ///   - zone: Where instants are shown.
  /// - Returns: The text, or nil.
  package func text(type: DataType, zone: SessionZone) -> String? {
    switch self {
    case .null: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .decimal(let number):
      if case .decimal(let scale) = type {
        number.text(minimumScale: scale ?? 0)
      } else {
        number.text(minimumScale: 0)
      }
    case .double(let number): DoubleText.text(number)
    case .text(let text), .uuid(let text): text
    case .date(let date): date.text
    case .timestamp(let instant): instant.text(in: zone)
    case .interval(let interval): interval.text
    case .choice(let number):
      if case .choice(let domain) = type { domain.label(of: number) } else { "#\(number)" }
    }
  }
}
