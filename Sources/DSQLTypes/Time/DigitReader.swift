/// Reads the parts of dates and times out of UTF-8.
struct DigitReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// `2024-01-31`.
  mutating func date() -> CalendarDate? {
    guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
      let day = number(digits: 2)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// The `T`, `t` or blanks between a date and a time.
  mutating func skipDateSeparator() -> Bool {
    if skip("T") || skip("t") { return true }
    guard skip(" ") else { return false }
    while skip(" ") {}
    return true
  }

  /// `10:00`, `10:00:00` or `10:00:00.123456789` in units of 100 ns.
  ///
  /// Digits beyond them are dropped; `24:00:00` is the end of the day.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), minute < 60
    else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if skip(":") {
      guard let read = number(digits: 2), read < 60 else { return nil }
      second = read
      if skip(".") {
        guard let read = fractionTicks() else { return nil }
        fraction = read
      }
    }
    let ticks = Int64((hour * 60 + minute) * 60 + second) * Instant.ticksPerSecond + fraction
    return ticks <= Instant.ticksPerDay ? ticks : nil
  }

  /// `Z`, `+02:00`, `+0200`, `+02` or `+01:04:32` in seconds east of UTC; nil where there is none.
  mutating func offset() -> Int? {
    let start = index
    while skip(" ") {}
    if skip("Z") || skip("z") { return 0 }
    let isWest = next == UInt8(ascii: "-")
    guard skip("+") || skip("-"), let hours = number(digits: 2) else {
      index = start
      return nil
    }
    var seconds = hours * 3600
    if skip(":") || next.map({ $0 &- 0x30 < 10 }) == true {
      guard let minutes = number(digits: 2), minutes < 60 else {
        index = start
        return nil
      }
      seconds += minutes * 60
      if skip(":") {
        guard let more = number(digits: 2), more < 60 else {
          index = start
          return nil
        }
        seconds += more
      }
    }
    guard seconds < 16 * 3600 else {
      index = start
      return nil
    }
    return isWest ? -seconds : seconds
  }

  private mutating func fractionTicks() -> Int64? {
    var ticks: Int64 = 0
    var digits = 0
    while let byte = next, byte &- 0x30 < 10 {
      if digits < 7 { ticks = ticks * 10 + Int64(byte - 0x30) }
      digits += 1
      index += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 7)..<7 { ticks *= 10 }
    return ticks
  }

  private mutating func number(digits: Int) -> Int? {
    guard index + digits <= bytes.count else { return nil }
    var value = 0
    for place in index..<(index + digits) {
      guard bytes[place] &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(bytes[place] - 0x30)
    }
    index += digits
    return value
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    index += 1
    return true
  }
}
