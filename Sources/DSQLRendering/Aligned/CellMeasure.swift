import DSQLTypes

/// Measures cells that can be written as they are.
enum CellMeasure {
  /// The width of a cell that needs more than one line, an escape or a cut.
  static let special: Int32 = -1

  /// The cells of a text of one line without anything to escape; `special` for others.
  @inline(__always)
  static func cells(_ bytes: UnsafeBufferPointer<UInt8>, _ width: DisplayWidth) -> Int32 {
    isPlain(bytes) ? Int32(truncatingIfNeeded: bytes.count) : slowCells(bytes, width)
  }

  /// Whether all bytes are printable ASCII.
  @inline(__always)
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var index = 0
    let raw = UnsafeRawPointer(base)
    while index + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let high: UInt64 = 0x8080_8080_8080_8080
      // The high bit of a byte stays clear in the first for bytes of ASCII but DEL, and set in the
      // second for bytes from the blank on.
      let beyond = (word | (word & ~high) &+ 0x0101_0101_0101_0101) & high
      let printable = ((word | high) &- 0x2020_2020_2020_2020) & high
      if beyond != 0 || printable != high { return false }
      index += 8
    }
    while index < bytes.count {
      if base[index] &- 0x20 >= 0x5F { return false }
      index += 1
    }
    return true
  }

  private static func slowCells(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ width: DisplayWidth
  ) -> Int32 {
    ControlCharacters.needsEscape(bytes)
      ? special : Int32(truncatingIfNeeded: width.cells(ofUTF8: bytes))
  }
}
