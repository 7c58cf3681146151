extension ExactDecimal {
  /// Reads a number: a sign, digits with or without a point, an exponent; at most 38 digits.
  ///
  /// Nil for anything else, blanks included, and for numbers that need more digits.
  package init?(parsing text: some StringProtocol) {
    let parsed = text.utf8.withContiguousStorageIfAvailable { ExactDecimal(parsingUTF8: $0) }
    if let parsed {
      guard let parsed else { return nil }
      self = parsed
      return
    }
    guard let parsed = withBytes(String(text), { ExactDecimal(parsingUTF8: $0) }) else {
      return nil
    }
    self = parsed
  }

  /// Reads a number in UTF-8 as `init(parsing:)` does.
  package init?(parsingUTF8 bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      index = 1
    }
    var magnitude: UInt128 = 0
    var decimals = 0
    // Zeros that are added only once a digit follows them, so that needless ones never count.
    var pendingZeros = 0
    var hasDigit = false
    var hasPoint = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte &- 0x30 < 10 {
        hasDigit = true
        if hasPoint { decimals += 1 }
        if byte == 0x30 {
          pendingZeros += magnitude == 0 ? 0 : 1
        } else {
          guard PowersOfTen.digitCount(magnitude) + pendingZeros < PowersOfTen.digits else {
            return nil
          }
          magnitude = magnitude * PowersOfTen.all[pendingZeros + 1] + UInt128(byte - 0x30)
          pendingZeros = 0
        }
      } else {
        break
      }
      index += 1
    }
    guard hasDigit else { return nil }
    var exponent = 0
    if index < bytes.count {
      guard let read = Self.exponent(bytes, from: index) else { return nil }
      exponent = read
    }
    self.init(
      isNegative: isNegative,
      magnitude: magnitude,
      trailingZeros: pendingZeros,
      scale: decimals - exponent
    )
  }

  /// A number with so many zeros after `magnitude`; nil where it needs more than 38 digits.
  private init?(isNegative: Bool, magnitude: UInt128, trailingZeros: Int, scale: Int) {
    if magnitude == 0 {
      self.init(coefficient: 0, scale: min(max(scale, 0), PowersOfTen.digits))
      return
    }
    // The written zeros are kept as far as there is room, since they are the number's scale.
    var (magnitude, zeros, scale) = (magnitude, trailingZeros, scale)
    if scale < 0 {
      zeros -= scale
      scale = 0
    }
    let room = PowersOfTen.digits - PowersOfTen.digitCount(magnitude)
    let dropped = max(zeros - room, scale - PowersOfTen.digits, 0)
    // What falls away has to be zeros, and decimals.
    guard dropped <= zeros, dropped <= scale else { return nil }
    magnitude *= PowersOfTen.all[zeros - dropped]
    self.init(
      coefficient: isNegative ? -Int128(magnitude) : Int128(magnitude),
      scale: scale - dropped
    )
  }

  /// The exponent in `e-12` at an index, which has to reach to the end.
  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    var isNegative = false
    if index < bytes.count,
      bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
    {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10, value < 100_000 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// The number as digits, without exponent or plus sign, with at least so many decimals.
  package func text(minimumScale: Int) -> String {
    var bytes: [UInt8] = []
    appendText(minimumScale: minimumScale, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds what `text(minimumScale:)` answers.
  package func appendText(minimumScale: Int, to output: inout [UInt8]) {
    if coefficient < 0 { output.append(UInt8(ascii: "-")) }
    let digits = Array(String(coefficient.magnitude).utf8)
    let whole = digits.count - scale
    if whole > 0 {
      output.append(contentsOf: digits[..<whole])
    } else {
      output.append(UInt8(ascii: "0"))
    }
    guard max(scale, minimumScale) > 0 else { return }
    output.append(UInt8(ascii: "."))
    for _ in 0..<max(-whole, 0) { output.append(UInt8(ascii: "0")) }
    output.append(contentsOf: digits[max(whole, 0)...])
    for _ in 0..<max(minimumScale - scale, 0) { output.append(UInt8(ascii: "0")) }
  }
}
