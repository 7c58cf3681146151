extension Instant {
  /// 0001-01-01T00:00:00Z.
  package static let first = Instant(ticks: CalendarDate.first.days * ticksPerDay)
  /// 9999-12-31T23:59:59.9999999Z.
  package static let last = Instant(ticks: (CalendarDate.last.days + 1) * ticksPerDay - 1)

  /// Whether the instant lies in the years 0001 to 9999 of UTC.
  package var isInRange: Bool { self >= .first && self <= .last }

  /// A time of a day in a zone; `ticksOfDay` counts units of 100 ns from midnight on the clock.
  package init(date: CalendarDate, ticksOfDay: Int64, zone: SessionZone) {
    let local = date.days * Self.ticksPerDay + ticksOfDay
    let second = Self.floorDivide(local, Self.ticksPerSecond)
    let fraction = local - second * Self.ticksPerSecond
    self.init(ticks: zone.utcSeconds(local: second) * Self.ticksPerSecond + fraction)
  }

  /// The day and the time on a clock in a zone.
  package func components(in zone: SessionZone) -> InstantComponents {
    let second = Self.floorDivide(ticks, Self.ticksPerSecond)
    let offset = zone.offsetSeconds(second)
    let local = ticks + Int64(offset) * Self.ticksPerSecond
    let day = Self.floorDivide(local, Self.ticksPerDay)
    return InstantComponents(
      date: CalendarDate(days: day),
      ticksOfDay: local - day * Self.ticksPerDay,
      offsetSeconds: offset
    )
  }

  /// The day in a zone.
  package func date(in zone: SessionZone) -> CalendarDate { components(in: zone).date }

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// What calendar and clock show at an instant.
package struct InstantComponents: Hashable, Sendable {
  package var date: CalendarDate
  /// Units of 100 ns since midnight on the clock.
  package var ticksOfDay: Int64
  /// Seconds east of UTC.
  package var offsetSeconds: Int

  package init(date: CalendarDate, ticksOfDay: Int64, offsetSeconds: Int) {
    self.date = date
    self.ticksOfDay = ticksOfDay
    self.offsetSeconds = offsetSeconds
  }

  package var hour: Int { Int(ticksOfDay / Instant.ticksPerSecond / 3600) }
  package var minute: Int { Int(ticksOfDay / Instant.ticksPerSecond / 60 % 60) }
  package var second: Int { Int(ticksOfDay / Instant.ticksPerSecond % 60) }
  /// The fraction of the second in units of 100 ns.
  package var fractionTicks: Int64 { ticksOfDay % Instant.ticksPerSecond }
}
