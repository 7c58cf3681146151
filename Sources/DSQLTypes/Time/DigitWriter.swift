/// Writes numbers of fixed width.
enum DigitWriter {
  /// Adds a number of up to 9 digits, with zeros in front up to a width.
  static func append(_ value: Int, width: Int, to output: inout [UInt8]) {
    if width == 2, value >= 0, value < 100 {
      output.append(0x30 + UInt8(truncatingIfNeeded: value / 10))
      output.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
      return
    }
    if value < 0 { output.append(UInt8(ascii: "-")) }
    var divisor = 1
    var digits = 1
    while digits < width || (value.magnitude / UInt(divisor)) >= 10 {
      divisor *= 10
      digits += 1
    }
    var rest = Int(value.magnitude)
    while divisor > 0 {
      output.append(0x30 + UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  /// Adds a point and the digits of a fraction of a second in units of 100 ns, without trailing
  /// zeros; nothing where it is zero.
  static func appendFraction(_ ticks: Int64, to output: inout [UInt8]) {
    guard ticks != 0 else { return }
    output.append(UInt8(ascii: "."))
    var rest = ticks
    var divisor: Int64 = Instant.ticksPerSecond / 10
    while rest != 0 {
      output.append(0x30 + UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }
}
