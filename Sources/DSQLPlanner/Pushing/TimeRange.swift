import DSQLPlan
import DSQLTypes

/// A year, month, … or second of UTC: from its first instant up to the next one's.
struct TimeRange {
  /// What `date_trunc` cuts to; the raw value is its name.
  enum Unit: String {
    case second, minute, hour, day, week, month, quarter, year

    init?(_ value: Value) {
      guard case .text(let name) = value else { return nil }
      self.init(rawValue: TextComparison.simpleLowercase(name))
    }
  }

  private let first: Instant
  private let next: Instant
  /// Whether the value that it was made for is its first instant.
  private let isWhole: Bool

  /// The unit that holds an instant; nil outside the calendar.
  init?(_ unit: Unit, holding instant: Instant) {
    let day = instant.date(in: .utc)
    let (year, month, _) = day.civil
    let dates: (first: CalendarDate?, next: CalendarDate?)
    switch unit {
    case .second:
      self.init(instant, length: Instant.ticksPerSecond)
      return
    case .minute:
      self.init(instant, length: 60 * Instant.ticksPerSecond)
      return
    case .hour:
      self.init(instant, length: 3600 * Instant.ticksPerSecond)
      return
    case .day: dates = (day, day.adding(days: 1))
    case .week:
      // The first day of 1970 was a Thursday; weeks begin on Monday.
      let weekday = ((day.days + 3) % 7 + 7) % 7
      let monday = day.adding(days: -weekday)
      dates = (monday, monday?.adding(days: 7))
    case .month: dates = Self.months(year, month, 1)
    case .quarter: dates = Self.months(year, (month - 1) / 3 * 3 + 1, 3)
    case .year: dates = Self.months(year, 1, 12)
    }
    guard let first = dates.first, let next = dates.next else { return nil }
    self.init(first, next, instant)
  }

  /// A year; nil outside the calendar.
  init?(year: Int64) {
    guard (1...9998).contains(year) else { return nil }
    let dates = Self.months(Int(year), 1, 12)
    guard let first = dates.first, let next = dates.next else { return nil }
    self.init(first, next, first.midnight(in: .utc))
  }

  private init(_ first: CalendarDate, _ next: CalendarDate, _ instant: Instant) {
    self.first = first.midnight(in: .utc)
    self.next = next.midnight(in: .utc)
    isWhole = self.first == instant
  }

  private init(_ instant: Instant, length: Int64) {
    let rest = (instant.ticks % length + length) % length
    first = Instant(ticks: instant.ticks - rest)
    next = Instant(ticks: instant.ticks - rest + length)
    isWhole = rest == 0
  }

  private static func months(
    _ year: Int,
    _ month: Int,
    _ count: Int64
  ) -> (first: CalendarDate?, next: CalendarDate?) {
    let first = CalendarDate(year: year, month: month, day: 1)
    return (first, first?.adding(months: count))
  }

  /// What says of a field that the unit which holds it compares so with the value.
  func condition(_ symbol: ComparisonOperator, _ field: BoundExpression) -> BoundExpression? {
    guard let start = constant(first, field.type), let end = constant(next, field.type) else {
      return nil
    }
    func compare(_ symbol: ComparisonOperator, _ other: BoundExpression) -> BoundExpression {
      BoundExpression(.comparison(symbol, field, other, .folded), .boolean)
    }
    switch symbol {
    case .equal:
      return isWhole
        ? BoundExpression(.and([compare(.greaterOrEqual, start), compare(.less, end)]), .boolean)
        : BoundExpression(.constant(.boolean(false)), .boolean)
    case .notEqual:
      return isWhole
        ? BoundExpression(.or([compare(.less, start), compare(.greaterOrEqual, end)]), .boolean)
        : BoundExpression(.isNull(field, isNegated: true), .boolean)
    case .less: return compare(.less, isWhole ? start : end)
    case .lessOrEqual: return compare(.less, end)
    case .greater: return compare(.greaterOrEqual, end)
    case .greaterOrEqual: return compare(.greaterOrEqual, isWhole ? start : end)
    }
  }

  /// An end in the field's type.
  private func constant(_ instant: Instant, _ type: DataType) -> BoundExpression? {
    switch type {
    case .timestamp: return BoundExpression(.constant(.timestamp(instant)), .timestamp)
    case .date:
      let date = instant.date(in: .utc)
      return date.midnight(in: .utc) == instant
        ? BoundExpression(.constant(.date(date)), .date) : nil
    case .unknown, .boolean, .integer, .decimal, .double, .text, .interval, .uuid, .choice,
      .choices, .file:
      return nil
    }
  }
}
