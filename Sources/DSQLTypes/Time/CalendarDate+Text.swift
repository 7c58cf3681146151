extension CalendarDate {
  /// Reads `2024-01-31`; a time after a `T` or a blank is dropped; nil for anything else.
  package init?(parsing text: some StringProtocol) {
    guard let date = withBytes(String(text), { CalendarDate(parsingUTF8: $0) }) else { return nil }
    self = date
  }

  /// Reads a date in UTF-8 as `init(parsing:)` does.
  package init?(parsingUTF8 bytes: UnsafeBufferPointer<UInt8>) {
    var reader = DigitReader(bytes)
    guard let date = reader.date() else { return nil }
    if !reader.isAtEnd {
      guard reader.skipDateSeparator() else { return nil }
      if reader.timeOfDay() == nil { return nil }
      _ = reader.offset()
      guard reader.isAtEnd else { return nil }
    }
    self = date
  }

  /// `2024-01-31`.
  package var text: String {
    var bytes: [UInt8] = []
    appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds `text`.
  package func appendText(to output: inout [UInt8]) {
    let (year, month, day) = civil
    DigitWriter.append(year, width: 4, to: &output)
    output.append(UInt8(ascii: "-"))
    DigitWriter.append(month, width: 2, to: &output)
    output.append(UInt8(ascii: "-"))
    DigitWriter.append(day, width: 2, to: &output)
  }
}
