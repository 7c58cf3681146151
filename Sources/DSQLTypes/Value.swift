/// One value, for constants and for places where speed does not count.
///
/// Rows travel in `RowBatch`es, never as arrays of values.
package enum Value: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case decimal(ExactDecimal)
  case double(Double)
  case text(String)
  case date(CalendarDate)
  case timestamp(Instant)
  case interval(Interval)
  /// A UUID in lower case with hyphens.
  case uuid(String)
  /// One choice, by its number.
  case choice(Int64)

  package var isNull: Bool { self == .null }
}

/// A day of the Gregorian calendar, years 0001 to 9999.
package struct CalendarDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before.
  package let days: Int64

  package init(days: Int64) { self.days = days }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.days < right.days
  }
}

/// A point in time, to a tenth of a microsecond.
package struct Instant: Hashable, Sendable, Comparable {
  /// Units of 100 nanoseconds since 1970-01-01T00:00:00Z; negative before.
  package let ticks: Int64

  package static let ticksPerSecond: Int64 = 10_000_000
  package static let ticksPerDay: Int64 = 864_000_000_000

  package init(ticks: Int64) { self.ticks = ticks }

  package static func < (left: Instant, right: Instant) -> Bool { left.ticks < right.ticks }
}

/// A span of time as PostgreSQL has it: months, days and time are kept apart.
package struct Interval: Hashable, Sendable {
  package let months: Int64
  package let days: Int64
  /// Units of 100 nanoseconds.
  package let ticks: Int64

  package init(months: Int64 = 0, days: Int64 = 0, ticks: Int64 = 0) {
    self.months = months
    self.days = days
    self.ticks = ticks
  }
}

/// A decimal number of at most 38 digits, exact.
///
/// The value is `coefficient / 10^scale`. Two decimals are equal when their values are, whatever
/// their scales.
package struct ExactDecimal: Sendable {
  package let coefficient: Int128
  /// Decimals after the point, 0 to 38.
  package let scale: Int

  package init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }
}
