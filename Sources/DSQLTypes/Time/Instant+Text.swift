extension Instant {
  /// Reads `2024-01-31T10:00:00.123Z` and its relatives.
  ///
  /// Between date and time stands `T`, `t` or a blank; the seconds and their fraction may be absent,
  /// digits beyond 100 ns are dropped; the offset is `Z`, `±hh:mm`, `±hhmm` or `±hh`. Without an
  /// offset the time is read in the zone, and a date alone is its midnight there. Nil for anything
  /// else and outside the years 0001 to 9999.
  package init?(parsing text: some StringProtocol, zone: SessionZone) {
    guard let instant = withBytes(String(text), { Instant(parsingUTF8: $0, zone: zone) }) else {
      return nil
    }
    self = instant
  }

  /// Reads an instant in UTF-8 as `init(parsing:zone:)` does.
  package init?(parsingUTF8 bytes: UnsafeBufferPointer<UInt8>, zone: SessionZone) {
    var reader = DigitReader(bytes)
    guard let date = reader.date() else { return nil }
    var ticksOfDay: Int64 = 0
    var offset: Int?
    if !reader.isAtEnd {
      guard reader.skipDateSeparator(), let time = reader.timeOfDay() else { return nil }
      ticksOfDay = time
      offset = reader.offset()
      guard reader.isAtEnd else { return nil }
    }
    if let offset {
      self.init(
        ticks: date.days * Self.ticksPerDay + ticksOfDay - Int64(offset) * Self.ticksPerSecond
      )
    } else {
      self.init(date: date, ticksOfDay: ticksOfDay, zone: zone)
    }
    guard isInRange else { return nil }
  }

  /// `2024-01-31T10:00:00Z`, or `…+02:00` where the zone is not at UTC; a fraction only where it is
  /// not zero, without trailing zeros.
  package func text(in zone: SessionZone) -> String {
    var bytes: [UInt8] = []
    appendText(to: &bytes, zone: zone)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds `text(in:)`.
  package func appendText(to output: inout [UInt8], zone: SessionZone) {
    let parts = components(in: zone)
    parts.date.appendText(to: &output)
    output.append(UInt8(ascii: "T"))
    let seconds = Int(parts.ticksOfDay / Self.ticksPerSecond)
    DigitWriter.append(seconds / 3600, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    DigitWriter.append(seconds / 60 % 60, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    DigitWriter.append(seconds % 60, width: 2, to: &output)
    DigitWriter.appendFraction(parts.fractionTicks, to: &output)
    if parts.offsetSeconds == 0 { return output.append(UInt8(ascii: "Z")) }
    let offset = abs(parts.offsetSeconds)
    output.append(UInt8(ascii: parts.offsetSeconds < 0 ? "-" : "+"))
    DigitWriter.append(offset / 3600, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    DigitWriter.append(offset / 60 % 60, width: 2, to: &output)
    if offset % 60 != 0 {
      output.append(UInt8(ascii: ":"))
      DigitWriter.append(offset % 60, width: 2, to: &output)
    }
  }
}
