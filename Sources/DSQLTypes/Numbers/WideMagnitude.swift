/// A product of two 128-bit numbers on its way back to 38 digits.
struct WideMagnitude {
  private(set) var high: UInt128
  private(set) var low: UInt128

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// Whether the number has at most 38 digits.
  var isBelowLimit: Bool { high == 0 && low < PowersOfTen.limit }

  /// Divides by ten and answers the digit that falls away.
  mutating func dropDigit() -> UInt64 {
    let limbs = [
      UInt64(truncatingIfNeeded: high >> 64), UInt64(truncatingIfNeeded: high),
      UInt64(truncatingIfNeeded: low >> 64), UInt64(truncatingIfNeeded: low),
    ]
    var quotients: [UInt64] = []
    var remainder: UInt64 = 0
    for limb in limbs {
      let part = (10 as UInt64).dividingFullWidth((remainder, limb))
      quotients.append(part.quotient)
      remainder = part.remainder
    }
    high = UInt128(quotients[0]) << 64 | UInt128(quotients[1])
    low = UInt128(quotients[2]) << 64 | UInt128(quotients[3])
    return remainder
  }
}
