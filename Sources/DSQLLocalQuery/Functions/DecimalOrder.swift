import DSQLTypes

/// The order of two decimals that stand as digits in text.
enum DecimalOrder {
  /// Negative, 0 or positive.
  static func compare(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
    if let order = compareAlike(a, b) { return order }
    let left = ExactDecimal(parsingUTF8: a) ?? .zero
    let right = ExactDecimal(parsingUTF8: b) ?? .zero
    return ExactDecimal.compare(left, right)
  }

  /// The order of two numbers without sign and with the point at the same place from the end, which
  /// values of one field nearly always are; nil for others.
  private static func compareAlike(
    _ a: UnsafeBufferPointer<UInt8>,
    _ b: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let first = a.first, let second = b.first, first &- 0x30 < 10, second &- 0x30 < 10,
      decimals(a) == decimals(b)
    else { return nil }
    // No number has a needless zero in front, so the longer one is larger.
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for index in 0..<a.count where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return 0
  }

  private static func decimals(_ digits: UnsafeBufferPointer<UInt8>) -> Int {
    var index = digits.count - 1
    while index >= 0 {
      if digits[index] == UInt8(ascii: ".") { return digits.count - 1 - index }
      index -= 1
    }
    return 0
  }
}
