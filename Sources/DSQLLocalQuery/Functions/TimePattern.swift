import DSQLTypes

/// One pattern of `to_char` for times; the raw value is its word in capitals.
enum TimePattern: String, CaseIterable {
  case hour24 = "HH24"
  case hour12 = "HH12"
  case hour = "HH"
  case minute = "MI"
  case secondsOfDayLong = "SSSSS"
  case secondsOfDay = "SSSS"
  case second = "SS"
  case milliseconds = "MS"
  case microseconds = "US"
  case tenths = "FF1"
  case hundredths = "FF2"
  case thousandths = "FF3"
  case fraction4 = "FF4"
  case fraction5 = "FF5"
  case fraction6 = "FF6"
  case meridiem = "AM"
  case meridiemLate = "PM"
  case dottedMeridiem = "A.M."
  case dottedMeridiemLate = "P.M."
  case groupedYear = "Y,YYY"
  case year4 = "YYYY"
  case year3 = "YYY"
  case year2 = "YY"
  case year1 = "Y"
  case isoYear4 = "IYYY"
  case isoYear3 = "IYY"
  case isoYear2 = "IY"
  case isoYear1 = "I"
  case era = "BC"
  case eraLate = "AD"
  case monthName = "MONTH"
  case monthShort = "MON"
  case month = "MM"
  case dayName = "DAY"
  case dayShort = "DY"
  case isoDayOfYear = "IDDD"
  case isoDayOfWeek = "ID"
  case dayOfYear = "DDD"
  case day = "DD"
  case dayOfWeek = "D"
  case week = "WW"
  case isoWeek = "IW"
  case weekOfMonth = "W"
  case century = "CC"
  case julian = "J"
  case quarter = "Q"
  case romanMonth = "RM"
  case zoneHours = "TZH"
  case zoneMinutes = "TZM"
  case zone = "TZ"
  case offset = "OF"

  /// The longer words first, so that `DDD` is not read as `DD` and `D`.
  private static let longestFirst = allCases.sorted {
    $0.rawValue.utf8.count > $1.rawValue.utf8.count
  }

  /// The pattern that a text begins with, and its word as it was written.
  static func read(_ text: Substring) -> (TimePattern, word: String)? {
    for pattern in longestFirst {
      let word = text.prefix(pattern.rawValue.count)
      if word.uppercased() == pattern.rawValue { return (pattern, String(word)) }
    }
    return nil
  }

  /// The field as text; `word` gives the letter case of names.
  func text(_ fields: TimeFields, word: String, isCompact: Bool) -> String {
    func number(_ value: Int?, _ width: Int) -> String {
      guard let value else { return "" }
      let digits = String(value.magnitude)
      let zeros = isCompact ? 0 : max(width - digits.count, 0)
      return (value < 0 ? "-" : "") + String(repeating: "0", count: zeros) + digits
    }
    func name(_ names: [String], _ index: Int?, isPadded: Bool) -> String {
      guard let index, names.indices.contains(index) else { return "" }
      let name = Self.cased(names[index], as: word)
      let blanks = isPadded && !isCompact ? max(9 - name.count, 0) : 0
      return name + String(repeating: " ", count: blanks)
    }
    let date = fields.date
    switch self {
    case .hour24: return number(fields.hour, 2)
    case .hour12, .hour:
      if date == nil { return number(fields.hour, 2) }
      return number(fields.hour % 12 == 0 ? 12 : fields.hour % 12, 2)
    case .minute: return number(fields.minute, 2)
    case .secondsOfDay, .secondsOfDayLong:
      return number((fields.hour * 60 + fields.minute) * 60 + fields.second, 0)
    case .second: return number(fields.second, 2)
    case .milliseconds: return number(Int(fields.ticks / 10_000), 3)
    case .microseconds: return number(Int(fields.ticks / 10), 6)
    case .tenths, .hundredths, .thousandths, .fraction4, .fraction5, .fraction6:
      return fraction(fields.ticks)
    case .meridiem, .meridiemLate: return meridiem(fields, ["AM", "PM"], word)
    case .dottedMeridiem, .dottedMeridiemLate: return meridiem(fields, ["A.M.", "P.M."], word)
    case .groupedYear:
      return "\(fields.year / 1000)," + lastDigits(fields.year, 3)
    case .year4: return number(fields.year, 4)
    case .year3: return lastDigits(fields.year, 3)
    case .year2: return lastDigits(fields.year, 2)
    case .year1: return lastDigits(fields.year, 1)
    case .isoYear4: return number(date?.isoWeek.year, 4)
    case .isoYear3: return lastDigits(date?.isoWeek.year ?? 0, 3)
    case .isoYear2: return lastDigits(date?.isoWeek.year ?? 0, 2)
    case .isoYear1: return lastDigits(date?.isoWeek.year ?? 0, 1)
    case .era, .eraLate: return Self.cased("AD", as: word)
    case .monthName: return name(Self.months, fields.month - 1, isPadded: true)
    case .monthShort:
      return name(Self.months.map { String($0.prefix(3)) }, fields.month - 1, isPadded: false)
    case .month: return number(fields.month, 2)
    case .dayName: return name(Self.days, date?.weekday, isPadded: true)
    case .dayShort:
      return name(Self.days.map { String($0.prefix(3)) }, date?.weekday, isPadded: false)
    case .isoDayOfYear: return number(date.map { ($0.isoWeek.week - 1) * 7 + $0.isoWeekday }, 3)
    case .isoDayOfWeek: return number(date?.isoWeekday, 1)
    case .dayOfYear: return number(date?.dayOfYear ?? fields.day, 3)
    case .day: return number(fields.day, 2)
    case .dayOfWeek: return number(date.map { $0.weekday + 1 }, 1)
    case .week: return number(date.map { ($0.dayOfYear - 1) / 7 + 1 }, 2)
    case .isoWeek: return number(date?.isoWeek.week, 2)
    case .weekOfMonth: return number((fields.day - 1) / 7 + 1, 1)
    case .century: return number((fields.year + 99) / 100, 2)
    case .julian: return number(date.map { Int($0.days) + 2_440_588 }, 0)
    case .quarter: return number((fields.month + 2) / 3, 1)
    case .romanMonth:
      let blanks = isCompact ? 0 : 4 - Self.romans[(fields.month + 11) % 12].count
      return Self.cased(Self.romans[(fields.month + 11) % 12], as: word)
        + String(repeating: " ", count: blanks)
    case .zoneHours: return sign(fields) + twoDigits(abs(fields.offsetSeconds) / 3600)
    case .zoneMinutes: return twoDigits(abs(fields.offsetSeconds) / 60 % 60)
    case .zone:
      let name = fields.offsetSeconds == 0 && fields.zone == "UTC" ? "UTC" : offset(fields)
      return word.first?.isLowercase == true ? name.lowercased() : name
    case .offset: return offset(fields)
    }
  }

  private func fraction(_ ticks: Int64) -> String {
    let digits = String(Instant.ticksPerSecond + ticks).dropFirst()
    return String(digits.prefix(Int(rawValue.suffix(1)) ?? 6))
  }

  private func meridiem(_ fields: TimeFields, _ names: [String], _ word: String) -> String {
    Self.cased(names[fields.hour % 24 >= 12 ? 1 : 0], as: word)
  }

  private func lastDigits(_ year: Int, _ count: Int) -> String {
    String(String(10_000 + abs(year) % 10_000).suffix(count))
  }

  private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

  private func sign(_ fields: TimeFields) -> String { fields.offsetSeconds < 0 ? "-" : "+" }

  private func offset(_ fields: TimeFields) -> String {
    let minutes = abs(fields.offsetSeconds) / 60 % 60
    return sign(fields) + twoDigits(abs(fields.offsetSeconds) / 3600)
      + (minutes == 0 ? "" : ":" + twoDigits(minutes))
  }

  /// A name in capitals, small letters, or as it is, after the first two letters of a word.
  private static func cased(_ name: String, as word: String) -> String {
    let letters = word.filter(\.isLetter)
    guard let first = letters.first else { return name }
    if first.isLowercase { return name.lowercased() }
    return letters.dropFirst().first?.isLowercase == true ? name : name.uppercased()
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  private static let romans = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
  ]
}
