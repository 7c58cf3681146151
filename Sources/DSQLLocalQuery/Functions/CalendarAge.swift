import DSQLTypes

/// The span between two instants in years, months, days and time, as `age` tells it.
enum CalendarAge {
  /// Counts fields of the calendar; a missing day is borrowed from the earlier instant's month.
  ///
  /// - Source: `timestamp_age` in PostgreSQL's `timestamp.c`.
  static func between(_ later: Instant, _ earlier: Instant, zone: SessionZone) -> Interval {
    let isNegative = later < earlier
    let first = (isNegative ? earlier : later).components(in: zone)
    let second = (isNegative ? later : earlier).components(in: zone)
    let (from, to) = (second.date.civil, first.date.civil)
    var ticks = first.ticksOfDay - second.ticksOfDay
    var days = to.day - from.day
    var months = to.month - from.month
    var years = to.year - from.year
    if ticks < 0 {
      ticks += Instant.ticksPerDay
      days -= 1
    }
    while days < 0 {
      days += CalendarDate.length(ofMonth: from.month, year: from.year)
      months -= 1
    }
    while months < 0 {
      months += 12
      years -= 1
    }
    let span = Interval(months: Int64(years * 12 + months), days: Int64(days), ticks: ticks)
    return isNegative ? span.negated ?? span : span
  }
}
