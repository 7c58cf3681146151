/// Numbers in sentences.
enum Figures {
  /// The number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(abs(number)))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  static func counted(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Seconds as milliseconds with one decimal.
  static func milliseconds(_ seconds: Double, isGrouped: Bool = true) -> String {
    let tenths = Int((seconds * 10_000).rounded())
    let whole = isGrouped ? grouped(tenths / 10) : String(tenths / 10)
    return "\(whole).\(tenths % 10)"
  }
}
