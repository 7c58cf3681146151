import DSQLDiagnostics
import DSQLTypes

/// Casts to and from days, instants and spans.
extension SQLFunction {
  static let timeCasts: [SQLFunction] = [
    SQLFunction(.dateFromText, 1) { a, _ in
      guard let date = CalendarDate(parsing: trimmed(a.text(0))) else {
        throw invalidTime("date", a.text(0))
      }
      return .integer(date.days)
    },
    SQLFunction(.dateText, 1) { a, _ in .text(a.date(0).text) },
    SQLFunction(.dateFromInstant, 1) { a, environment in
      .integer(a.instant(0).date(in: environment.zone).days)
    },
    SQLFunction(.instantFromText, 1) { a, environment in
      let text = trimmed(a.text(0))
      if let instant = Instant(parsing: text, zone: environment.zone) {
        return .integer(instant.ticks)
      }
      guard let date = CalendarDate(parsing: text) else {
        throw invalidTime("timestamp", a.text(0))
      }
      return .integer(date.midnight(in: environment.zone).ticks)
    },
    SQLFunction(.instantText, 1) { a, environment in
      .text(a.instant(0).text(in: environment.zone))
    },
    SQLFunction(.instantFromDate, 1) { a, environment in
      .integer(a.date(0).midnight(in: environment.zone).ticks)
    },
    SQLFunction(.intervalFromText, 1) { a, _ in
      guard let interval = Interval(parsing: a.text(0)) else {
        throw invalidTime("interval", a.text(0))
      }
      return .text(interval.text)
    },
  ]

  private static func invalidTime(_ type: String, _ text: String) -> Diagnostic {
    Diagnostic(.invalidDatetime, "invalid input syntax for type \(type): \"\(text)\"")
  }
}
