extension Interval {
  /// The span as PostgreSQL writes it: `1 year 2 mons 3 days 04:05:06.7`; `00:00:00` for none.
  package var text: String {
    var words: [String] = []
    // After a negative part a positive one carries its sign.
    var followsNegative = false
    for (value, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")]
    where value != 0 {
      let sign = followsNegative && value > 0 ? "+" : ""
      words.append("\(sign)\(value) \(unit)\(value == 1 ? "" : "s")")
      followsNegative = value < 0
    }
    if ticks != 0 || words.isEmpty { words.append(clockText(followsNegative: followsNegative)) }
    return words.joined(separator: " ")
  }

  private func clockText(followsNegative: Bool) -> String {
    var bytes: [UInt8] = []
    if ticks < 0 {
      bytes.append(UInt8(ascii: "-"))
    } else if followsNegative {
      bytes.append(UInt8(ascii: "+"))
    }
    let magnitude = Int64(clamping: ticks.magnitude)
    let seconds = Int(magnitude / Instant.ticksPerSecond)
    if seconds / 3600 < 10 { bytes.append(UInt8(ascii: "0")) }
    bytes.append(contentsOf: String(seconds / 3600).utf8)
    bytes.append(UInt8(ascii: ":"))
    DigitWriter.append(seconds / 60 % 60, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    DigitWriter.append(seconds % 60, width: 2, to: &bytes)
    DigitWriter.appendFraction(magnitude % Instant.ticksPerSecond, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
