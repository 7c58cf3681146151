/// What the bytes and characters of a text may begin or continue.
enum Characters {
  enum Kind: Sendable { case space, letter, digit, other, high }

  /// The kind of each byte as the first of a token.
  static let kind: [Kind] = (0...255).map { value in
    let byte = UInt8(value)
    return switch byte {
    case 0x20, 0x09...0x0D: .space
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
    case UInt8(ascii: "_"): .letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case 0x80...: .high
    default: .other
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isHexadecimalDigit(_ byte: UInt8) -> Bool { hexadecimalValue(byte) != nil }

  static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Whether an ASCII byte may stand in a word after its first character, but for `$`.
  static func isWordByte(_ byte: UInt8) -> Bool {
    switch kind[Int(byte)] {
    case .letter, .digit: true
    case .space, .other, .high: false
    }
  }

  /// Whether a character beyond ASCII may stand in a word: letters, and the marks and digits that
  /// go with them.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isAlphabetic { return true }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: true
    default: false
    }
  }

  /// The offset after the word that begins at `start`.
  static func endOfWord(in bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch kind[Int(byte)] {
      case .letter, .digit: index += 1
      case .space: return index
      case .other:
        // As in PostgreSQL, `$` may stand in a word but not begin it.
        if byte == UInt8(ascii: "$"), index > start { index += 1 } else { return index }
      case .high:
        let (scalar, length) = scalar(in: bytes, at: index)
        guard isLetter(scalar) else { return index }
        index += length
      }
    }
    return index
  }

  /// The character whose first byte is at an offset, and the number of its bytes.
  ///
  /// Bytes that are no UTF-8 count as U+FFFD, one at a time.
  static func scalar(in bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard offset + length <= bytes.count, first < 0x80 || first >= 0xC2 else {
      return ("\u{FFFD}", 1)
    }
    var value = UInt32(length == 1 ? first : first & (0xFF >> UInt8(length + 1)))
    for index in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }
}
