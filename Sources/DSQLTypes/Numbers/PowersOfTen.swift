/// Powers of ten and digit counts of 128-bit numbers.
enum PowersOfTen {
  /// The most digits that a decimal has.
  static let digits = 38

  /// 10^0 to 10^38.
  static let all: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 0..<digits { powers.append((powers.last ?? 1) * 10) }
    return powers
  }()

  /// 10^38: the magnitude that no decimal reaches.
  static let limit: UInt128 = all[digits]

  /// The number of decimal digits; 0 has none.
  static func digitCount(_ magnitude: UInt128) -> Int {
    // 1233/4096 is just above log10(2), so the estimate is right or one too high.
    let estimate = ((128 - magnitude.leadingZeroBitCount) * 1233) >> 12
    return estimate < all.count && magnitude >= all[estimate] ? estimate + 1 : estimate
  }

  /// A magnitude without its last digits, rounded half away from zero.
  static func dropDigits(_ count: Int, of magnitude: UInt128) -> UInt128 {
    if count <= 0 { return magnitude }
    if count > digits { return 0 }
    let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: all[count])
    return remainder >= all[count] - remainder ? quotient + 1 : quotient
  }
}
