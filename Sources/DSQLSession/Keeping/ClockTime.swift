import FoundationEssentials

/// A time of day in messages: `15:42`.
enum ClockTime {
  static func text(of seconds: Int64, in timeZone: TimeZone) -> String {
    let date = Date(timeIntervalSince1970: Double(seconds))
    let local = seconds + Int64(timeZone.secondsFromGMT(for: date))
    let minutes = ((local % 86_400 + 86_400) % 86_400) / 60
    func digits(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(digits(minutes / 60)):\(digits(minutes % 60))"
  }
}
