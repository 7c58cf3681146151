/// Reads Unicode scalars out of UTF-8 bytes without making a `String`.
enum UTF8Scalar {
  /// The scalar that begins at an index below `bytes.count`, and how many bytes it takes.
  ///
  /// A byte that begins no valid sequence is read as U+FFFD, alone.
  @inline(__always)
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>,
    at index: Int
  ) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let left = bytes.count - index
    if first < 0xC2 { return (0xFFFD, 1) }
    guard left > 1, bytes[index + 1] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
    let second = UInt32(bytes[index + 1] & 0x3F)
    if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
    guard left > 2, bytes[index + 2] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
    let third = UInt32(bytes[index + 2] & 0x3F)
    if first < 0xF0 {
      let value = (first & 0x0F) << 12 | second << 6 | third
      if value < 0x800 || (0xD800...0xDFFF).contains(value) { return (0xFFFD, 1) }
      return (value, 3)
    }
    guard first < 0xF5, left > 3, bytes[index + 3] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
    let value = (first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[index + 3] & 0x3F)
    if value < 0x10000 || value > 0x10FFFF { return (0xFFFD, 1) }
    return (value, 4)
  }

  /// Adds a scalar's UTF-8.
  static func append(_ value: UInt32, to output: inout [UInt8]) {
    switch value {
    case ..<0x80:
      output.append(UInt8(truncatingIfNeeded: value))
    case ..<0x800:
      output.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case ..<0x10000:
      output.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      output.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
