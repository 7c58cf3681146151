import DSQLDiagnostics
import DSQLTypes

/// Spans of time, which stand as texts.
extension SQLFunction {
  static let intervals: [SQLFunction] = [
    SQLFunction(.intervalAdd, 2) { a, _ in try span(a.interval(0).adding(a.interval(1))) },
    SQLFunction(.intervalSubtract, 2) { a, _ in
      try span(a.interval(1).negated.flatMap { a.interval(0).adding($0) })
    },
    SQLFunction(.intervalMultiply, 2) { a, _ in
      let factor = a.double(1)
      if let whole = Int64(exactly: factor) {
        return try span(a.interval(0).multiplied(by: whole))
      }
      return try span(a.interval(0).scaled(by: factor))
    },
  ]

  /// Whole numbers, decimals, binary numbers and times that step from a first value to a last one;
  /// the first argument of each function is the kind.
  static let series: [SQLFunction] = [
    // (kind, value, last, step)
    SQLFunction(.seriesContinues, 4) { a, environment in
      let isUp = try isAscending(a, environment)
      switch a.text(0) {
      case "d":
        let order = ExactDecimal.compare(a.decimal(1), a.decimal(2))
        return .boolean(isUp ? order <= 0 : order >= 0)
      case "f":
        return .boolean(isUp ? a.double(1) <= a.double(2) : a.double(1) >= a.double(2))
      default:
        return .boolean(isUp ? a.integer(1) <= a.integer(2) : a.integer(1) >= a.integer(2))
      }
    },
    // (kind, value, step); NULL beyond the last value that there is
    SQLFunction(.seriesNext, 3) { a, environment in
      switch a.text(0) {
      case "d": return (try? a.decimal(1).adding(a.decimal(2))).map(SQLResult.decimal) ?? .null
      case "f": return .double(a.double(1) + a.double(2))
      case "t":
        let next = a.instant(1).adding(a.interval(2), zone: environment.zone)
        return next.map { .integer($0.ticks) } ?? .null
      default:
        let (next, overflow) = a.integer(1).addingReportingOverflow(a.integer(2))
        return overflow ? .null : .integer(next)
      }
    },
  ]

  private static func isAscending(
    _ arguments: Arguments,
    _ environment: FunctionEnvironment
  ) throws -> Bool {
    let sign =
      switch arguments.text(0) {
      case "d": Int(arguments.decimal(3).coefficient.signum())
      case "f": arguments.double(3) < 0 ? -1 : arguments.double(3) > 0 ? 1 : 0
      case "t": Int(arguments.interval(3).comparisonTicks.signum())
      default: Int(arguments.integer(3).signum())
      }
    if sign == 0 { throw Diagnostic(.invalidParameter, "step size cannot equal zero") }
    return sign > 0
  }

  private static func span(_ interval: Interval?) throws -> SQLResult {
    guard let interval else { throw Diagnostic.intervalOutOfRange }
    return .text(interval.text)
  }
}
