import DSQLDiagnostics
import DSQLTypes

/// Days and instants, which stand as integers.
extension SQLFunction {
  static let dates: [SQLFunction] = [
    SQLFunction(.dateAddDays, 2) { a, _ in
      guard let date = a.date(0).adding(days: a.integer(1)) else { throw Diagnostic.dateOutOfRange }
      return .integer(date.days)
    },
    SQLFunction(.instantAdd, 2) { a, environment in
      guard let instant = a.instant(0).adding(a.interval(1), zone: environment.zone) else {
        throw Diagnostic.instantOutOfRange
      }
      return .integer(instant.ticks)
    },
    SQLFunction(.instantSubtract, 2) { a, environment in
      guard let instant = a.instant(0).subtracting(a.interval(1), zone: environment.zone) else {
        throw Diagnostic.instantOutOfRange
      }
      return .integer(instant.ticks)
    },
    SQLFunction(.instantDifference, 2) { a, _ in
      .text(a.instant(0).interval(since: a.instant(1)).text)
    },
    SQLFunction(.makeDate, 3) { a, _ in
      let parts = (a.integer(0), a.integer(1), a.integer(2))
      guard
        let date = CalendarDate(
          year: Int(clamping: parts.0),
          month: Int(clamping: parts.1),
          day: Int(clamping: parts.2)
        )
      else {
        throw Diagnostic(
          .invalidDatetime,
          "date field value out of range: \(parts.0)-\(padded(parts.1))-\(padded(parts.2))"
        )
      }
      return .integer(date.days)
    },
    // (zone, instant): what a clock in that zone shows, read as a time of the session's zone
    SQLFunction(.timezone, 2) { a, environment in
      let parts = a.instant(1).components(in: try environment.zone(named: a.text(0)))
      let local = Instant(
        date: parts.date,
        ticksOfDay: parts.ticksOfDay,
        zone: environment.zone
      )
      return .integer(local.ticks)
    },
    // (later, earlier), by the calendar of the session's zone
    SQLFunction(.age, 2) { a, environment in
      .text(CalendarAge.between(a.instant(0), a.instant(1), zone: environment.zone).text)
    },
  ]

  private static func padded(_ number: Int64) -> String {
    number >= 0 && number < 10 ? "0\(number)" : String(number)
  }
}

extension Diagnostic {
  static var dateOutOfRange: Diagnostic { Diagnostic(.invalidDatetime, "date out of range") }

  static var instantOutOfRange: Diagnostic {
    Diagnostic(.invalidDatetime, "timestamp out of range")
  }

  static var intervalOutOfRange: Diagnostic {
    Diagnostic(.invalidDatetime, "interval out of range")
  }
}
