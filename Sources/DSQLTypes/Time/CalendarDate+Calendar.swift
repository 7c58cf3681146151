extension CalendarDate {
  /// 0001-01-01.
  package static let first = CalendarDate(days: -719_162)
  /// 9999-12-31.
  package static let last = CalendarDate(days: 2_932_896)

  /// Whether the day lies in the years 0001 to 9999.
  package var isInRange: Bool { self >= .first && self <= .last }

  /// A day of the years 0001 to 9999; nil where the calendar has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.init(days: Self.days(year: year, month: month, day: day))
  }

  package var year: Int { civil.year }
  /// 1 to 12.
  package var month: Int { civil.month }
  /// 1 to 31.
  package var day: Int { civil.day }

  /// The day of the week: 0 is Sunday, 6 Saturday.
  package var weekday: Int {
    let shifted = (days + 4) % 7
    return Int(shifted < 0 ? shifted + 7 : shifted)
  }

  /// The day of the week as ISO 8601 counts: 1 is Monday, 7 Sunday.
  package var isoWeekday: Int { weekday == 0 ? 7 : weekday }

  /// The week as ISO 8601 counts (1 to 53) and the year that it belongs to.
  package var isoWeek: (year: Int, week: Int) {
    // The week's Thursday decides the year.
    let thursday = CalendarDate(days: days + Int64(4 - isoWeekday))
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  /// 1 to 366.
  package var dayOfYear: Int {
    let (year, _, _) = civil
    return Int(days - Self.days(year: year, month: 1, day: 1)) + 1
  }

  /// How many days a month has.
  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day; years before 1 are counted with a year 0.
  package var civil: (year: Int, month: Int, day: Int) {
    // Eras of 400 years that begin on 1 March, so that a leap day comes last.
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Days since 1970-01-01 of a day that exists.
  static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// So many months later, or the last day of that month where it is shorter; nil outside the years
  /// 0001 to 9999.
  package func adding(months: Int64) -> CalendarDate? {
    let (year, month, day) = civil
    let (total, overflow) = Int64(year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, total >= 12, total < 120_000 else { return nil }
    let (newYear, newMonth) = (Int(total / 12), Int(total % 12) + 1)
    return CalendarDate(
      year: newYear,
      month: newMonth,
      day: min(day, Self.length(ofMonth: newMonth, year: newYear))
    )
  }

  /// So many days later; nil outside the years 0001 to 9999.
  package func adding(days more: Int64) -> CalendarDate? {
    let (sum, overflow) = days.addingReportingOverflow(more)
    let date = CalendarDate(days: sum)
    return overflow || !date.isInRange ? nil : date
  }

  /// The midnight with which the day begins in a zone.
  package func midnight(in zone: SessionZone) -> Instant {
    Instant(date: self, ticksOfDay: 0, zone: zone)
  }
}
