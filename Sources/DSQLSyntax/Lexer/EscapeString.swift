/// The meaning of `E'…'`: `\n`, `\t`, `\b`, `\f`, `\r`, `\ooo`, `\xhh`, `\uxxxx`, `\Uxxxxxxxx`;
/// any other character after a backslash is itself.
///
/// - Source: PostgreSQL's manual, §4.1.2.2.
enum EscapeString {
  /// Decodes the bytes between an opening quote and its closing one, which may be missing.
  static func decode(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(upper - lower)
    var index = lower
    while index < upper {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "'"):
        guard index < upper else { return String(decoding: text, as: UTF8.self) }
        text.append(byte)
        index += 1
      case UInt8(ascii: "\\") where index < upper:
        decodeEscape(bytes, &index, upper, into: &text)
      default: text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes one escape; the index is after the backslash.
  private static func decodeEscape(
    _ bytes: [UInt8],
    _ index: inout Int,
    _ upper: Int,
    into text: inout [UInt8]
  ) {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      index -= 1
      append(number(bytes, &index, upper, radix: 8, digits: 3) & 0xFF, to: &text)
    case UInt8(ascii: "x"): appendCode(byte, bytes, &index, upper, digits: 2, into: &text)
    case UInt8(ascii: "u"): appendCode(byte, bytes, &index, upper, digits: 4, into: &text)
    case UInt8(ascii: "U"): appendCode(byte, bytes, &index, upper, digits: 8, into: &text)
    default: text.append(byte)
    }
  }

  private static func appendCode(
    _ letter: UInt8,
    _ bytes: [UInt8],
    _ index: inout Int,
    _ upper: Int,
    digits: Int,
    into text: inout [UInt8]
  ) {
    let start = index
    let value = number(bytes, &index, upper, radix: 16, digits: digits)
    if index == start { text.append(letter) } else { append(value, to: &text) }
  }

  private static func number(
    _ bytes: [UInt8],
    _ index: inout Int,
    _ upper: Int,
    radix: UInt32,
    digits: Int
  ) -> UInt32 {
    var value: UInt32 = 0
    let end = min(index + digits, upper)
    while index < end, let digit = Characters.hexadecimalValue(bytes[index]), digit < radix {
      value = value &* radix &+ digit
      index += 1
    }
    return value
  }

  /// Appends a code point; one that is none, and zero, becomes U+FFFD.
  private static func append(_ value: UInt32, to text: inout [UInt8]) {
    let scalar = value == 0 ? nil : Unicode.Scalar(value)
    text.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
  }
}
