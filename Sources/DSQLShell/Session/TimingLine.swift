import DSQLEngine

/// The line that `\timing` prints.
///
/// - Source: `shell-conventions.md` §9.
enum TimingLine {
  /// `Time: 1201.815 ms (00:01.202), 3 requests, 2,500 rows read`.
  static func text(_ duration: Duration, _ outcome: StatementOutcome) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    var line = "Time: \(microseconds / 1000).\(padded(microseconds % 1000, 3)) ms"
    if microseconds >= 1_000_000 { line += " (\(clockTime((microseconds + 500) / 1000)))" }
    let requests = outcome.requests + outcome.probes
    line += ", \(counted(requests, "request")), \(counted(outcome.rowsRead, "row")) read"
    return line + "\n"
  }

  /// A number with a comma between thousands.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(grouped(number)) \(noun)s"
  }

  private static func clockTime(_ milliseconds: Int64) -> String {
    let (hours, rest) = (milliseconds / 3_600_000, milliseconds % 3_600_000)
    let (minutes, left) = (rest / 60_000, rest % 60_000)
    let tail = "\(padded(minutes, 2)):\(padded(left / 1000, 2)).\(padded(left % 1000, 3))"
    return hours == 0 ? tail : "\(padded(hours, 2)):\(tail)"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(width - text.count, 0)) + text
  }
}
