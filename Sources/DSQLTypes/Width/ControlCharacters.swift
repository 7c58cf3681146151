/// Control characters made visible, so that data never commands a terminal.
///
/// C0 and C1 controls and DEL are written `\x1B`; the marks that turn or isolate the direction of
/// writing and the invisible line separators are written `\u202E`.
///
/// - Source: `shell-conventions.md` §9.
package enum ControlCharacters {
  /// Whether a scalar is written as an escape.
  @inline(__always)
  static func isHidden(_ value: UInt32) -> Bool {
    if value < 0x20 || (value >= 0x7F && value < 0xA0) { return true }
    if value < 0x61C { return false }
    switch value {
    case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: return true
    default: return false
    }
  }

  /// A text as it may be sent to a terminal; tabs become blanks up to the next multiple of 8, line
  /// breaks are escaped as well.
  package static func escaped(_ text: String, width: DisplayWidth = DisplayWidth()) -> String {
    var output: [UInt8] = []
    withBytes(text) { _ = appendEscaped($0, startCell: 0, width: width, to: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Adds a text in UTF-8 as it may be sent to a terminal, and answers the cells it takes.
  ///
  /// - Parameters:
  ///   - bytes: One line of text.
  ///   - startCell: The cell in which it begins, from which tabs are counted.
  ///   - width: How characters are measured.
  ///   - output: Where the text is added.
  /// - Returns: The number of cells.
  package static func appendEscaped(
    _ bytes: UnsafeBufferPointer<UInt8>,
    startCell: Int,
    width: DisplayWidth,
    to output: inout [UInt8]
  ) -> Int {
    var cells = 0
    var runStart = 0
    var index = 0
    func endRun(_ output: inout [UInt8]) {
      guard runStart < index else { return }
      let run = UnsafeBufferPointer(rebasing: bytes[runStart..<index])
      output.append(contentsOf: run)
      cells += width.cells(ofUTF8: run)
    }
    while index < bytes.count {
      let scalar = UTF8Scalar.decode(bytes, at: index)
      let isInvalid = scalar.value == 0xFFFD && scalar.length == 1
      guard isHidden(scalar.value) || isInvalid else {
        index += scalar.length
        continue
      }
      endRun(&output)
      if scalar.value == 0x09 {
        let blanks = 8 - (startCell + cells) % 8
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: blanks))
        cells += blanks
      } else {
        let before = output.count
        appendEscape(isInvalid ? UInt32(bytes[index]) : scalar.value, to: &output)
        cells += output.count - before
      }
      index += scalar.length
      runStart = index
    }
    endRun(&output)
    return cells
  }

  private static func appendEscape(_ value: UInt32, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    output.append(UInt8(ascii: value < 0x100 ? "x" : "u"))
    for shift in stride(from: value < 0x100 ? 4 : 12, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt32(shift) & 0xF)
      output.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
  }
}

extension ControlCharacters {
  /// Whether a text in UTF-8 has anything that is written as an escape, tabs and line breaks
  /// included.
  package static func needsEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x7F { return true }
        index += 1
        continue
      }
      let scalar = UTF8Scalar.decode(bytes, at: index)
      if isHidden(scalar.value) || (scalar.value == 0xFFFD && scalar.length == 1) { return true }
      index += scalar.length
    }
    return false
  }
}
