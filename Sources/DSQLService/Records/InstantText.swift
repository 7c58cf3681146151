import DSQLTypes

/// How instants lie in the store: UTC, always 27 bytes, so that their order is that of the text.
enum InstantText {
  /// `2024-01-31T10:00:00.0000000`.
  static func stored(_ instant: Instant) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    instant.appendText(to: &bytes, zone: .utc)
    bytes.removeLast()
    if bytes.count == 19 { bytes.append(UInt8(ascii: ".")) }
    while bytes.count < 27 { bytes.append(UInt8(ascii: "0")) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The stored form of an ISO 8601 text; nil where it is none, or has no offset though one is due.
  static func stored(parsing text: String, requiresOffset: Bool) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"),
      let instant = Instant(parsing: text, zone: .utc)
    else { return nil }
    if requiresOffset {
      // Past the date, a sign can only be the offset's.
      let time = bytes[11...]
      guard
        time.contains(where: {
          $0 == UInt8(ascii: "Z") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        })
      else { return nil }
    }
    return stored(instant)
  }

  /// Writes a stored instant as answers have it: three decimals, up to seven where they are not zero.
  ///
  /// - Source: `data-service-api.md` §5, "Date and time".
  static func write(_ stored: UnsafeBufferPointer<UInt8>, to json: inout JSONWriter) {
    var length = stored.count
    while length > 23, stored[length - 1] == UInt8(ascii: "0") { length -= 1 }
    json.quoted(UnsafeBufferPointer(rebasing: stored[..<length]), suffix: UInt8(ascii: "Z"))
  }
}
