/// Strings as JSON has them.
enum JSONText {
  /// Writes a string with its quotes.
  static func write(_ text: String, to sink: inout ByteSink) {
    var text = text
    text.withUTF8 { write($0, to: &sink) }
  }

  /// Writes a string in UTF-8 with its quotes.
  static func write(_ bytes: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    sink.write(UInt8(ascii: "\""))
    var runStart = 0
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
      sink.write(UnsafeBufferPointer(rebasing: bytes[runStart..<index]))
      runStart = index + 1
      sink.write(UInt8(ascii: "\\"))
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): sink.write(byte)
      case 0x08: sink.write(UInt8(ascii: "b"))
      case 0x09: sink.write(UInt8(ascii: "t"))
      case 0x0A: sink.write(UInt8(ascii: "n"))
      case 0x0C: sink.write(UInt8(ascii: "f"))
      case 0x0D: sink.write(UInt8(ascii: "r"))
      default:
        sink.write("u00")
        sink.write(UInt8(ascii: byte < 0x10 ? "0" : "1"))
        let low = byte & 0x0F
        sink.write(low < 10 ? 0x30 + low : 0x57 + low)
      }
    }
    sink.write(UnsafeBufferPointer(rebasing: bytes[runStart...]))
    sink.write(UInt8(ascii: "\""))
  }

  /// Member names for columns: a name that came before gets `_2`, the next one `_3`.
  static func keys(_ names: [String]) -> [String] {
    let all = Set(names)
    var used: Set<String> = []
    return names.map { name in
      var key = name
      var number = 2
      while used.contains(key) || (key != name && all.contains(key)) {
        key = "\(name)_\(number)"
        number += 1
      }
      used.insert(key)
      return key
    }
  }
}
