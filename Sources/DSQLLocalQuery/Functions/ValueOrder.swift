import DSQLTypes

/// How values of one type are compared, by a word that stands in SQL as an argument.
enum ValueOrder: String, Sendable {
  /// Integers, binary numbers, and texts byte by byte.
  case plain = "p"
  /// Texts with letter case ignored.
  case folded = "t"
  case decimal = "d"
  case interval = "i"
  /// Multiple choices as sets.
  case choices = "c"

  init(code: some StringProtocol) { self = ValueOrder(rawValue: String(code)) ?? .plain }

  /// The name of the collation that orders such values in SQL; nil where SQLite's own order does.
  var collation: String? {
    switch self {
    case .plain: nil
    case .folded: "DSQL_TEXT"
    case .decimal: "DSQL_DECIMAL"
    case .interval: "DSQL_INTERVAL"
    case .choices: "DSQL_CHOICES"
    }
  }

  static let collations: [ValueOrder] = [.folded, .decimal, .interval, .choices]

  /// The order of two texts in UTF-8: negative, 0 or positive.
  func compareUTF8(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
    switch self {
    case .plain: Self.compareBytes(a, b)
    case .folded: TextComparison.compareUTF8(a, b)
    case .decimal: DecimalOrder.compare(a, b)
    case .interval: Self.compareIntervals(a, b)
    case .choices: ChoiceList(parsing: a).compare(ChoiceList(parsing: b))
    }
  }

  /// The order of two values that are not NULL and of one storage class.
  func compare(_ a: SQLResult, _ b: SQLResult) -> Int {
    switch (a, b) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left > right ? 1 : 0
    case (.double(let left), .double(let right)): left < right ? -1 : left > right ? 1 : 0
    case (.text(var left), .text(var right)):
      left.withUTF8 { left in right.withUTF8 { right in compareUTF8(left, right) } }
    case (.null, .null): 0
    case (.null, _): -1
    case (_, .null): 1
    // Values of one column have one storage class; anything else is kept as it came.
    case (.integer, _), (.double, _), (.text, _), (.bytes, _): 0
    }
  }

  private static func compareBytes(
    _ a: UnsafeBufferPointer<UInt8>,
    _ b: UnsafeBufferPointer<UInt8>
  ) -> Int {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] {
      return a[index] < b[index] ? -1 : 1
    }
    return a.count - b.count
  }

  private static func compareIntervals(
    _ a: UnsafeBufferPointer<UInt8>,
    _ b: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let left = Interval(parsing: String(decoding: a, as: UTF8.self)) ?? Interval()
    let right = Interval(parsing: String(decoding: b, as: UTF8.self)) ?? Interval()
    return left < right ? -1 : right < left ? 1 : 0
  }
}
