import DSQLDiagnostics
import DSQLTypes

/// A field of a date or a span: what `date_part` takes out and `date_trunc` cuts to.
enum TimeField: String {
  case microseconds, milliseconds, second, minute, hour, day, week, month, quarter, year, decade
  case century, millennium
  case dayOfWeek = "dow"
  case isoDayOfWeek = "isodow"
  case dayOfYear = "doy"
  case isoYear = "isoyear"
  case epoch
  case julian
  case timezone
  case timezoneHour = "timezone_hour"
  case timezoneMinute = "timezone_minute"

  /// Reads a name in any letter case, plural or short.
  init(_ name: String, of type: String) throws {
    let word = TextComparison.simpleLowercase(name)
    if let field = TimeField(rawValue: word) {
      self = field
      return
    }
    switch word {
    case "microsecond", "us", "usec", "usecs": self = .microseconds
    case "millisecond", "ms", "msec", "msecs": self = .milliseconds
    case "seconds", "sec", "secs", "s": self = .second
    case "minutes", "min", "mins", "m": self = .minute
    case "hours", "hr", "hrs", "h": self = .hour
    case "days", "d": self = .day
    case "weeks", "w": self = .week
    case "months", "mon", "mons": self = .month
    case "quarters", "qtr": self = .quarter
    case "years", "yr", "yrs", "y": self = .year
    case "decades", "dec", "decs": self = .decade
    case "centuries", "cent", "c": self = .century
    case "millennia", "millenniums", "mil", "mils": self = .millennium
    default:
      throw Diagnostic(
        .invalidParameter,
        "unit \"\(name)\" not recognized for type \(type)"
      )
    }
  }

  static func unsupported(_ name: String, of type: String) -> Diagnostic {
    Diagnostic(.featureNotSupported, "unit \"\(name)\" not supported for type \(type)")
  }

  /// The field of an instant on the calendar and clock of a zone; nil where it has none.
  func value(of instant: Instant, zone: SessionZone) -> ExactDecimal? {
    let parts = instant.components(in: zone)
    let (year, month, day) = parts.date.civil
    let secondTicks = parts.ticksOfDay % (60 * Instant.ticksPerSecond)
    switch self {
    case .microseconds, .milliseconds, .second: return seconds(secondTicks)
    case .minute: return whole(parts.minute)
    case .hour: return whole(parts.hour)
    case .day: return whole(day)
    case .week: return whole(parts.date.isoWeek.week)
    case .month: return whole(month)
    case .quarter: return whole((month + 2) / 3)
    case .year: return whole(year)
    case .decade: return whole(year / 10)
    case .century: return whole((year + 99) / 100)
    case .millennium: return whole((year + 999) / 1000)
    case .dayOfWeek: return whole(parts.date.weekday)
    case .isoDayOfWeek: return whole(parts.date.isoWeekday)
    case .dayOfYear: return whole(parts.date.dayOfYear)
    case .isoYear: return whole(parts.date.isoWeek.year)
    case .epoch:
      return ExactDecimal(coefficient: Int128(instant.ticks), scale: 7).rounded(toScale: 6)
    case .julian: return whole(Int(parts.date.days) + 2_440_588)
    case .timezone: return whole(parts.offsetSeconds)
    case .timezoneHour: return whole(parts.offsetSeconds / 3600)
    case .timezoneMinute: return whole(parts.offsetSeconds / 60 % 60)
    }
  }

  /// The field of a span; nil where it has none.
  func value(of interval: Interval) -> ExactDecimal? {
    let (months, ticks) = (interval.months, interval.ticks)
    let minutes = ticks / (60 * Instant.ticksPerSecond)
    switch self {
    case .microseconds, .milliseconds, .second:
      return seconds(ticks % (60 * Instant.ticksPerSecond))
    case .minute: return whole(Int(minutes % 60))
    case .hour: return whole(Int(minutes / 60))
    case .day: return whole(Int(interval.days))
    case .month: return whole(Int(months % 12))
    case .quarter: return whole(Int(months % 12 / 3 + 1))
    case .year: return whole(Int(months / 12))
    case .decade: return whole(Int(months / 120))
    case .century: return whole(Int(months / 1200))
    case .millennium: return whole(Int(months / 12_000))
    case .epoch:
      // A year counts 365.25 days here, a month that is left 30.
      let days =
        Int128(months / 12) * 36525 + (Int128(months % 12) * 30 + Int128(interval.days)) * 100
      let total = days * Int128(Instant.ticksPerDay) / 100 + Int128(ticks)
      return ExactDecimal(coefficient: total, scale: 7).rounded(toScale: 6)
    case .week, .dayOfWeek, .isoDayOfWeek, .dayOfYear, .isoYear, .julian, .timezone, .timezoneHour,
      .timezoneMinute:
      return nil
    }
  }

  /// The instant at which the field's unit began; nil for what is no unit.
  func start(of instant: Instant, zone: SessionZone) -> Instant? {
    let parts = instant.components(in: zone)
    let (year, month, day) = parts.date.civil
    if let unit = clockTicks {
      // Below a day the clock is cut, so that an hour that comes twice stays the one it was.
      return Instant(ticks: instant.ticks - parts.ticksOfDay % unit)
    }
    let date: CalendarDate? =
      switch self {
      case .day: CalendarDate(year: year, month: month, day: day)
      case .week: CalendarDate(days: parts.date.days - Int64(parts.date.isoWeekday - 1))
      case .month: CalendarDate(year: year, month: month, day: 1)
      case .quarter: CalendarDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)
      case .year: CalendarDate(year: year, month: 1, day: 1)
      case .decade: CalendarDate(year: max(year / 10 * 10, 1), month: 1, day: 1)
      case .century: CalendarDate(year: (year - 1) / 100 * 100 + 1, month: 1, day: 1)
      case .millennium: CalendarDate(year: (year - 1) / 1000 * 1000 + 1, month: 1, day: 1)
      case .microseconds, .milliseconds, .second, .minute, .hour, .dayOfWeek, .isoDayOfWeek,
        .dayOfYear, .isoYear, .epoch, .julian, .timezone, .timezoneHour, .timezoneMinute:
        nil
      }
    return date?.midnight(in: zone)
  }

  /// A span without what is smaller than the unit; nil for what is no unit.
  func start(of interval: Interval) -> Interval? {
    if let unit = clockTicks {
      return Interval(
        months: interval.months,
        days: interval.days,
        ticks: interval.ticks - interval.ticks % unit
      )
    }
    let months: Int64
    switch self {
    case .day: return Interval(months: interval.months, days: interval.days)
    case .month: months = 1
    case .quarter: months = 3
    case .year: months = 12
    case .decade: months = 120
    case .century: months = 1200
    case .millennium: months = 12_000
    case .week, .microseconds, .milliseconds, .second, .minute, .hour, .dayOfWeek, .isoDayOfWeek,
      .dayOfYear, .isoYear, .epoch, .julian, .timezone, .timezoneHour, .timezoneMinute:
      return nil
    }
    return Interval(months: interval.months - interval.months % months)
  }

  /// How long a unit below a day is.
  private var clockTicks: Int64? {
    switch self {
    case .microseconds: 10
    case .milliseconds: 10_000
    case .second: Instant.ticksPerSecond
    case .minute: 60 * Instant.ticksPerSecond
    case .hour: 3600 * Instant.ticksPerSecond
    case .day, .week, .month, .quarter, .year, .decade, .century, .millennium, .dayOfWeek,
      .isoDayOfWeek, .dayOfYear, .isoYear, .epoch, .julian, .timezone, .timezoneHour,
      .timezoneMinute:
      nil
    }
  }

  private func whole(_ value: Int) -> ExactDecimal { ExactDecimal(Int64(value)) }

  /// Ticks within a minute in the field's unit, with PostgreSQL's decimals.
  private func seconds(_ ticks: Int64) -> ExactDecimal? {
    switch self {
    case .microseconds: ExactDecimal(coefficient: Int128(ticks), scale: 1).rounded(toScale: 0)
    case .milliseconds: ExactDecimal(coefficient: Int128(ticks), scale: 4).rounded(toScale: 3)
    default: ExactDecimal(coefficient: Int128(ticks), scale: 7).rounded(toScale: 6)
    }
  }
}
