extension Interval: Comparable {
  /// The opposite span; nil where a part does not fit.
  package var negated: Interval? { multiplied(by: -1) }

  /// Both spans together, part by part; nil where a part does not fit.
  package func adding(_ other: Interval) -> Interval? {
    let (months, overflow1) = months.addingReportingOverflow(other.months)
    let (days, overflow2) = days.addingReportingOverflow(other.days)
    let (ticks, overflow3) = ticks.addingReportingOverflow(other.ticks)
    return overflow1 || overflow2 || overflow3
      ? nil : Interval(months: months, days: days, ticks: ticks)
  }

  /// The span so many times, part by part; nil where a part does not fit.
  package func multiplied(by factor: Int64) -> Interval? {
    let (months, overflow1) = months.multipliedReportingOverflow(by: factor)
    let (days, overflow2) = days.multipliedReportingOverflow(by: factor)
    let (ticks, overflow3) = ticks.multipliedReportingOverflow(by: factor)
    return overflow1 || overflow2 || overflow3
      ? nil : Interval(months: months, days: days, ticks: ticks)
  }

  /// The span times a number; nil where a part does not fit.
  ///
  /// What is left of a month counts 30 days to it, what is left of a day 24 hours.
  package func scaled(by factor: Double) -> Interval? {
    let months = Double(months) * factor
    let wholeMonths = months.rounded(.towardZero)
    let days = Double(days) * factor + (months - wholeMonths) * 30
    // A product such as 0.1 · 30 falls just short of a whole day.
    let wholeDays =
      abs(days - days.rounded()) < 1e-9 ? days.rounded() : days.rounded(.towardZero)
    let ticks =
      (Double(ticks) * factor + (days - wholeDays) * Double(Instant.ticksPerDay)).rounded()
    guard let monthCount = Int64(exactly: wholeMonths), let dayCount = Int64(exactly: wholeDays),
      let tickCount = Int64(exactly: abs(days - wholeDays) < 1e-9 ? ticks.rounded() : ticks)
    else { return nil }
    return Interval(months: monthCount, days: dayCount, ticks: tickCount)
  }

  /// The length that decides order: a month counts 30 days, a day 24 hours, as in PostgreSQL.
  ///
  /// Two spans of SQL are equal when their lengths are; `==` asks whether they have the same parts.
  package var comparisonTicks: Int128 {
    Int128(ticks) + (Int128(months) * 30 + Int128(days)) * Int128(Instant.ticksPerDay)
  }

  package static func < (left: Interval, right: Interval) -> Bool {
    left.comparisonTicks < right.comparisonTicks
  }
}

extension Instant {
  /// The instant after a span: first its months on the calendar of a zone (at the end of a shorter
  /// month), then its days there, then its time; nil outside the years 0001 to 9999.
  package func adding(_ interval: Interval, zone: SessionZone) -> Instant? {
    var start = self
    if interval.months != 0 || interval.days != 0 {
      let parts = components(in: zone)
      guard let month = parts.date.adding(months: interval.months),
        let day = month.adding(days: interval.days)
      else { return nil }
      start = Instant(date: day, ticksOfDay: parts.ticksOfDay, zone: zone)
    }
    let (sum, overflow) = start.ticks.addingReportingOverflow(interval.ticks)
    let result = Instant(ticks: sum)
    return overflow || !result.isInRange ? nil : result
  }

  /// The instant before a span; nil outside the years 0001 to 9999.
  package func subtracting(_ interval: Interval, zone: SessionZone) -> Instant? {
    interval.negated.flatMap { adding($0, zone: zone) }
  }

  /// The span from another instant to this one, in days of 24 hours and time, as PostgreSQL has it.
  package func interval(since other: Instant) -> Interval {
    let (difference, overflow) = ticks.subtractingReportingOverflow(other.ticks)
    if overflow { return Interval() }
    return Interval(
      days: difference / Instant.ticksPerDay,
      ticks: difference % Instant.ticksPerDay
    )
  }
}

extension CalendarDate {
  /// The instant after a span that begins with the day's midnight in a zone; nil outside the years
  /// 0001 to 9999.
  package func adding(_ interval: Interval, zone: SessionZone) -> Instant? {
    midnight(in: zone).adding(interval, zone: zone)
  }

  /// The instant before a span that ends with the day's midnight in a zone; nil outside the years
  /// 0001 to 9999.
  package func subtracting(_ interval: Interval, zone: SessionZone) -> Instant? {
    midnight(in: zone).subtracting(interval, zone: zone)
  }
}
