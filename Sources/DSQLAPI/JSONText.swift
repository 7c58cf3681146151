/// Compact JSON in the making, with keys in the order written and numbers by their own digits.
///
/// Foundation's encoder keeps neither, and EXPLAIN must show a body exactly as it is sent.
package struct JSONText: Sendable {
  /// The bytes so far, UTF-8.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes `{`.
  package mutating func beginObject() { open(0x7B) }
  /// Writes `}`.
  package mutating func endObject() { close(0x7D) }
  /// Writes `[`.
  package mutating func beginArray() { open(0x5B) }
  /// Writes `]`.
  package mutating func endArray() { close(0x5D) }

  /// Writes a key of an object; its value follows.
  package mutating func key(_ name: String) {
    string(name)
    bytes.append(0x3A)
    needsComma = false
  }

  /// Writes a string value, escaped.
  package mutating func string(_ value: String) {
    separate()
    bytes.append(0x22)
    for byte in value.utf8 {
      switch byte {
      case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
      case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
      case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: Array("\\u00".utf8))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
    needsComma = true
  }

  /// Writes a value as it is: a number's digits, `true`, `false`, `null`.
  package mutating func literal(_ value: String) {
    separate()
    bytes.append(contentsOf: value.utf8)
    needsComma = true
  }

  /// Writes an array, each element by a function.
  package mutating func array<Element>(
    _ elements: [Element],
    _ write: (inout JSONText, Element) -> Void
  ) {
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }

  private mutating func open(_ byte: UInt8) {
    separate()
    bytes.append(byte)
    needsComma = false
  }

  private mutating func close(_ byte: UInt8) {
    bytes.append(byte)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = false
  }
}
