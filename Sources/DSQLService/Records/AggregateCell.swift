import DSQLTypes

/// The value of an aggregate in one group.
enum AggregateCell {
  case null
  /// `coefficient / 10^scale`.
  case decimal(Int128, Int)
  case real(Double)
  /// A date or an instant in stored form.
  case time(FieldStorage, String)

  func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.null()
    case .decimal(let coefficient, let scale): json.decimal(coefficient, scale: scale)
    case .real(let value): json.real(value)
    case .time(let storage, var text):
      text.withUTF8 { bytes in
        if storage == .instant {
          InstantText.write(bytes, to: &json)
        } else {
          json.quoted(bytes)
        }
      }
    }
  }

  /// The order of two cells of one aggregate, null lowest unless it is said to be highest: -1, 0
  /// or 1.
  static func compare(
    _ left: AggregateCell,
    _ right: AggregateCell,
    nullsHigh: Bool = false
  ) -> Int {
    switch (left, right) {
    case (.null, .null): 0
    case (.null, _): nullsHigh ? 1 : -1
    case (_, .null): nullsHigh ? -1 : 1
    case (.decimal(let first, let firstScale), .decimal(let second, let secondScale)):
      ExactDecimal.compare(
        ExactDecimal(coefficient: first, scale: firstScale),
        ExactDecimal(coefficient: second, scale: secondScale)
      )
    case (.real(let first), .real(let second)): first < second ? -1 : first > second ? 1 : 0
    case (.time(_, let first), .time(_, let second)):
      StoredValue.compare(.text(first), .text(second))
    case (.decimal, _), (.real, _), (.time, _): 0
    }
  }
}

extension StoredValue {
  /// The order of two values of one column as SQLite has it, null lowest unless it is said to be
  /// highest: -1, 0 or 1.
  static func compare(
    _ left: StoredValue,
    _ right: StoredValue,
    nullsHigh: Bool = false
  ) -> Int {
    switch (left, right) {
    case (.null, .null): 0
    case (.null, _): nullsHigh ? 1 : -1
    case (_, .null): nullsHigh ? -1 : 1
    case (.integer(let first), .integer(let second)): first < second ? -1 : first > second ? 1 : 0
    case (.real(let first), .real(let second)): first < second ? -1 : first > second ? 1 : 0
    case (.text(let first), .text(let second)):
      first.utf8.lexicographicallyPrecedes(second.utf8)
        ? -1 : second.utf8.lexicographicallyPrecedes(first.utf8) ? 1 : 0
    case (.integer, _), (.real, _), (.text, _): 0
    }
  }
}
