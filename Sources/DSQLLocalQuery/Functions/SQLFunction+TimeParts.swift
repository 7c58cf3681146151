import DSQLDiagnostics
import DSQLTypes

/// `date_trunc`, `date_part` and `to_char`.
extension SQLFunction {
  static let timeParts: [SQLFunction] = [
    // (unit, instant [, zone])
    SQLFunction(.instantTruncate, -1) { a, environment in
      let unit = try TimeField(a.text(0), of: "timestamp with time zone")
      let zone = a.count > 2 ? try environment.zone(named: a.text(2)) : environment.zone
      guard let start = unit.start(of: a.instant(1), zone: zone) else {
        throw TimeField.unsupported(a.text(0), of: "timestamp with time zone")
      }
      return .integer(start.ticks)
    },
    SQLFunction(.intervalTruncate, 2) { a, _ in
      let unit = try TimeField(a.text(0), of: "interval")
      guard let interval = unit.start(of: a.interval(1)) else {
        throw TimeField.unsupported(a.text(0), of: "interval")
      }
      return .text(interval.text)
    },
    // (field, instant, form of the answer)
    SQLFunction(.instantPart, 3) { a, environment in
      let field = try TimeField(a.text(0), of: "timestamp with time zone")
      guard let value = field.value(of: a.instant(1), zone: environment.zone) else {
        throw TimeField.unsupported(a.text(0), of: "timestamp with time zone")
      }
      return number(value, form: a.text(2))
    },
    SQLFunction(.intervalPart, 3) { a, _ in
      let field = try TimeField(a.text(0), of: "interval")
      guard let value = field.value(of: a.interval(1)) else {
        throw TimeField.unsupported(a.text(0), of: "interval")
      }
      return number(value, form: a.text(2))
    },
    SQLFunction(.instantToText, 2) { a, environment in
      .text(TimeFormat(a.text(1)).text(a.instant(0), zone: environment.zone))
    },
    SQLFunction(.intervalToText, 2) { a, _ in .text(TimeFormat(a.text(1)).text(a.interval(0))) },
    SQLFunction(.numberToText, 2) { a, _ in .text(NumberFormat(a.text(1)).text(a.decimal(0))) },
  ]

  private static func number(_ value: ExactDecimal, form: String) -> SQLResult {
    switch form {
    case "d": .decimal(value)
    case "i": value.int64Value.map(SQLResult.integer) ?? .null
    default: .double(value.doubleValue)
    }
  }
}
