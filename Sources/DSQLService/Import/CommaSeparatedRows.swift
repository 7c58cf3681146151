/// Reads a text with commas between values, and quotes around those that need them, row by row.
///
/// A line may end with LF, CR or both; a blank line is no row. A quote inside a value that does not
/// begin with one stands for itself.
///
/// - Source: RFC 4180; `data-service-api.md` §3.11.
struct CommaSeparatedRows {
  private let bytes: [UInt8]
  private var place: Int

  /// Begins at the first row.
  ///
  /// - Parameter bytes: The file, UTF-8 with or without a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The values of the next row; nil after the last one.
  mutating func next() throws(RequestFailure) -> [String]? {
    while place < bytes.count, isLineEnd(bytes[place]) { place += 1 }
    guard place < bytes.count else { return nil }
    var values: [String] = []
    while true {
      values.append(bytes[place...].first == Self.quote ? try quoted() : plain())
      guard place < bytes.count, bytes[place] == Self.comma else { break }
      place += 1
      // A comma at the very end stands before an empty value.
      if place == bytes.count {
        values.append("")
        break
      }
    }
    return values
  }

  private mutating func plain() -> String {
    let start = place
    while place < bytes.count, bytes[place] != Self.comma, !isLineEnd(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func quoted() throws(RequestFailure) -> String {
    var text: [UInt8] = []
    place += 1
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      guard byte == Self.quote else {
        text.append(byte)
        continue
      }
      if place < bytes.count, bytes[place] == Self.quote {
        text.append(byte)
        place += 1
        continue
      }
      let rest = plain()
      return String(decoding: text, as: UTF8.self) + rest
    }
    throw .invalid("Bulk upload failed. A quoted value does not end.")
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == Self.lineFeed || byte == Self.carriageReturn
  }

  /// Writes a row, with quotes where a value needs them.
  static func write(_ values: [String], to bytes: inout [UInt8]) {
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(comma) }
      let needsQuotes = value.utf8.contains {
        $0 == comma || $0 == quote || $0 == lineFeed || $0 == carriageReturn
      }
      // A row of one empty value would read as a blank line.
      guard needsQuotes || (value.isEmpty && values.count == 1) else {
        bytes += value.utf8
        continue
      }
      bytes.append(quote)
      for byte in value.utf8 {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
    }
    bytes += [carriageReturn, lineFeed]
  }
}
