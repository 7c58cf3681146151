/// Compact JSON bytes in the making, for answers.
///
/// Pages of records are written straight from the store's columns; only what this writes is ever
/// read again by a parser, so it keeps no state but the bytes.
struct JSONWriter: Sendable {
  private(set) var bytes: [UInt8]
  let style: AnswerStyle

  init(capacity: Int = 256, style: AnswerStyle = []) {
    self.style = style
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  var count: Int { bytes.count }

  /// Adds bytes that are JSON already.
  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    )
  }

  mutating func raw(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  mutating func raw(_ more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }

  mutating func raw(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }

  mutating func raw(_ byte: UInt8) { bytes.append(byte) }

  /// Adds a comma where something stands before, which a bracket or a colon does not count as.
  mutating func comma() {
    switch bytes.last {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), nil: break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  /// Adds a key and its colon, with a comma before it where one is due.
  mutating func key(_ name: String) {
    comma()
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// Adds a string, escaped.
  mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var clean = 0
    for index in text.indices {
      let byte = text[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<index]))
      escape(byte)
      clean = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean...]))
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a string that needs no escapes.
  mutating func quoted(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, suffix: UInt8) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text)
    bytes.append(suffix)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func null() { raw("null") }

  mutating func boolean(_ value: Bool) {
    if value { raw("true") } else { raw("false") }
  }

  mutating func integer(_ value: Int64) { decimal(value, scale: 0) }

  mutating func real(_ value: Double) { bytes.append(contentsOf: "\(value)".utf8) }

  /// Adds `value / 10^scale` with the fewest decimals that keep it.
  mutating func decimal(_ value: Int64, scale: Int) {
    if value == 0 { return bytes.append(UInt8(ascii: "0")) }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var scale = scale
    while scale > 0, rest % 10 == 0 {
      rest /= 10
      scale -= 1
    }
    digits(rest, scale: scale)
  }

  /// Adds `value / 10^scale` with the fewest decimals that keep it.
  mutating func decimal(_ value: Int128, scale: Int) {
    if let short = Int64(exactly: value) { return decimal(short, scale: scale) }
    var (rest, scale) = (value.magnitude, scale)
    while scale > 0, rest % 10 == 0 {
      rest /= 10
      scale -= 1
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let digits = Array(String(rest).utf8)
    let zeros = max(0, scale + 1 - digits.count)
    let all = [UInt8](repeating: UInt8(ascii: "0"), count: zeros) + digits
    bytes.append(contentsOf: all[..<(all.count - scale)])
    if scale > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(contentsOf: all[(all.count - scale)...])
    }
  }

  private mutating func digits(_ value: UInt64, scale: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { output in
      var place = 48
      var rest = value
      var written = 0
      while rest != 0 || written <= scale {
        if written == scale, scale > 0 {
          place -= 1
          output[place] = UInt8(ascii: ".")
        }
        place -= 1
        output[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        written += 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: output[place...]))
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      raw("\\u00")
      bytes.append(byte >> 4 + 0x30)
      let low = byte & 15
      bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
    }
  }
}
