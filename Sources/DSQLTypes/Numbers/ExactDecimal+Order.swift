extension ExactDecimal: Comparable, Hashable {
  package static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.scale == right.scale
      ? left.coefficient == right.coefficient : compare(left, right) == 0
  }

  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    compare(left, right) < 0
  }

  package func hash(into hasher: inout Hasher) {
    let short = normalized
    hasher.combine(short.coefficient)
    hasher.combine(short.scale)
  }

  /// The order of two numbers by value: -1, 0 or 1.
  package static func compare(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
    let signs = (left.coefficient.signum(), right.coefficient.signum())
    if signs.0 != signs.1 { return signs.0 < signs.1 ? -1 : 1 }
    let wanted = max(left.scale, right.scale)
    // A side that does not fit at the other's scale is the larger one in magnitude.
    guard let first = left.coefficient(atScale: wanted) else { return Int(signs.0) }
    guard let second = right.coefficient(atScale: wanted) else { return -Int(signs.0) }
    return first == second ? 0 : first < second ? -1 : 1
  }

  /// Bytes that memcmp orders as the numbers are ordered; equal numbers have equal bytes.
  ///
  /// One byte holds the sign and the power of ten of the first digit, then come the digits two by
  /// two without trailing zeros; a negative number has every byte inverted and one more at its end,
  /// so that a shorter one comes later.
  package var orderPreservingKey: [UInt8] {
    var key: [UInt8] = []
    appendOrderPreservingKey(to: &key)
    return key
  }

  /// Adds `orderPreservingKey`.
  package func appendOrderPreservingKey(to output: inout [UInt8]) {
    guard coefficient != 0 else { return output.append(0x80) }
    var rest = coefficient.magnitude
    let digits = PowersOfTen.digitCount(rest)
    let flip: UInt8 = coefficient < 0 ? 0xFF : 0
    output.append(UInt8(0xC0 + digits - 1 - scale) ^ flip)
    var left = digits
    while rest != 0 {
      let pair: UInt128
      if left >= 2 {
        (pair, rest) = rest.quotientAndRemainder(dividingBy: PowersOfTen.all[left - 2])
      } else {
        (pair, rest) = (rest * 10, 0)
      }
      output.append(UInt8(truncatingIfNeeded: pair + 1) ^ flip)
      left -= 2
    }
    if flip != 0 { output.append(0xFF) }
  }
}
