extension Interval {
  /// Reads a span as PostgreSQL does: `3 days`, `1 year 2 mons 3 days 04:05:06`, `2 hours 30
  /// minutes`, `-1 day ago`, `1-2`, ISO 8601 `P1Y2M3DT4H`; nil for anything else.
  ///
  /// A number without a unit counts seconds. A fraction of a unit goes to the smaller ones: a month
  /// has 30 days, a day 24 hours.
  package init?(parsing text: some StringProtocol) {
    var parser = IntervalParser(text)
    guard let interval = parser.parse() else { return nil }
    self = interval
  }
}

/// Reads one interval.
private struct IntervalParser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var months = ExactDecimal.zero
  private var days = ExactDecimal.zero
  private var ticks = ExactDecimal.zero
  private var isNegated = false

  init(_ text: some StringProtocol) {
    scalars = Array(TextComparison.simpleLowercase(String(text)).unicodeScalars)
  }

  mutating func parse() -> Interval? {
    skipBlanks()
    let isISO = next == "p" || ((next == "-" || next == "+") && peek(1) == "p")
    guard isISO ? parseISO() : parseWords() else { return nil }
    return total()
  }

  /// `1 year 2 mons 04:05:06 ago`.
  private mutating func parseWords() -> Bool {
    if next == "@" { index += 1 }
    var found = false
    skipBlanks()
    while next != nil {
      if word("ago") {
        skipBlanks()
        isNegated = true
        return found && next == nil
      }
      guard parsePart() else { return false }
      found = true
      skipBlanks()
    }
    return found
  }

  private mutating func parsePart() -> Bool {
    let start = index
    guard let value = number() else { return false }
    if next == ":" {
      index = start
      return parseClock()
    }
    if next == "-", value.scale == 0, let digit = peek(1), ("0"..."9").contains(digit) {
      index += 1
      guard let rest = number(), rest.scale == 0 else { return false }
      let more = isNegative(at: start) ? rest.negated : rest
      return add(value, of: .month(12)) && add(more, of: .month(1))
    }
    skipBlanks()
    let name = letters()
    if name.isEmpty { return next == nil && add(value, of: .tick(Instant.ticksPerSecond)) }
    guard let unit = IntervalUnit(name) else { return false }
    return add(value, of: unit)
  }

  /// `04:05`, `04:05:06.7`, with a sign that holds for all of it.
  private mutating func parseClock() -> Bool {
    let isNegative = isNegative(at: index)
    guard let hours = number(), hours.scale == 0, skip(":"), let minutes = digits(),
      let minuteCount = minutes.int64Value, minutes.scale == 0, minuteCount < 60
    else { return false }
    var seconds = ExactDecimal.zero
    if skip(":") {
      guard let read = digits(), let whole = read.truncated().int64Value, whole < 60 else {
        return false
      }
      seconds = read
    }
    return add(hours, of: .tick(3600 * Instant.ticksPerSecond))
      && add(isNegative ? minutes.negated : minutes, of: .tick(60 * Instant.ticksPerSecond))
      && add(isNegative ? seconds.negated : seconds, of: .tick(Instant.ticksPerSecond))
  }

  /// `P1Y2M3DT4H5M6S`, `P2W`.
  private mutating func parseISO() -> Bool {
    if next == "-" { isNegated = true }
    if next != "p" { index += 1 }
    index += 1
    var isTime = false
    var found = false
    while let character = next {
      if character == "t", !isTime {
        isTime = true
        index += 1
        continue
      }
      guard let value = number(), let letter = next else { return false }
      index += 1
      let unit: IntervalUnit
      switch (letter, isTime) {
      case ("y", false): unit = .month(12)
      case ("m", false): unit = .month(1)
      case ("w", false): unit = .day(7)
      case ("d", false): unit = .day(1)
      case ("h", true): unit = .tick(3600 * Instant.ticksPerSecond)
      case ("m", true): unit = .tick(60 * Instant.ticksPerSecond)
      case ("s", true): unit = .tick(Instant.ticksPerSecond)
      default: return false
      }
      guard add(value, of: unit) else { return false }
      found = true
    }
    return found
  }

  private mutating func add(_ value: ExactDecimal, of unit: IntervalUnit) -> Bool {
    func sum(_ total: inout ExactDecimal, _ factor: Int64) -> Bool {
      guard let product = try? value.multiplied(ExactDecimal(factor)),
        let result = try? total.adding(product)
      else { return false }
      total = result
      return true
    }
    switch unit {
    case .month(let factor): return sum(&months, factor)
    case .day(let factor): return sum(&days, factor)
    case .tick(let factor): return sum(&ticks, factor)
    case .microsecond: return sum(&ticks, 10)
    }
  }

  /// The parts, each brought to whole units, what is left over going down.
  private func total() -> Interval? {
    let wholeMonths = months.truncated()
    guard let monthRest = try? months.subtracting(wholeMonths).multiplied(ExactDecimal(30)),
      let allDays = try? days.adding(monthRest),
      let dayRest = try? allDays.subtracting(allDays.truncated())
        .multiplied(ExactDecimal(Instant.ticksPerDay)),
      let allTicks = try? ticks.adding(dayRest),
      let monthCount = wholeMonths.int64Value,
      let dayCount = allDays.truncated().int64Value,
      let tickCount = allTicks.int64Value
    else { return nil }
    let interval = Interval(months: monthCount, days: dayCount, ticks: tickCount)
    return isNegated ? interval.negated : interval
  }

  private var next: Unicode.Scalar? { peek(0) }

  private func peek(_ ahead: Int) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private func isNegative(at place: Int) -> Bool { scalars[place] == "-" }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\n" { index += 1 }
  }

  private mutating func letters() -> String {
    var result = String.UnicodeScalarView()
    while let scalar = next, ("a"..."z").contains(scalar) || scalar == "µ" {
      result.append(scalar)
      index += 1
    }
    return String(result)
  }

  private mutating func word(_ wanted: String) -> Bool {
    let start = index
    if letters() == wanted { return true }
    index = start
    return false
  }

  private mutating func number() -> ExactDecimal? {
    let isNegative = next == "-"
    if next == "-" || next == "+" { index += 1 }
    return digits().map { isNegative ? $0.negated : $0 }
  }

  private mutating func digits() -> ExactDecimal? {
    var text = String.UnicodeScalarView()
    while let scalar = next, ("0"..."9").contains(scalar) || scalar == "." {
      text.append(scalar)
      index += 1
    }
    return ExactDecimal(parsing: String(text))
  }
}

/// What a word after a number counts.
private enum IntervalUnit {
  case month(Int64)
  case day(Int64)
  case tick(Int64)
  case microsecond

  init?(_ name: String) {
    switch name {
    case "microsecond", "microseconds", "us", "usec", "usecs", "usecond", "useconds", "µs":
      self = .microsecond
    case "millisecond", "milliseconds", "ms", "msec", "msecs", "msecond", "mseconds":
      self = .tick(Instant.ticksPerSecond / 1000)
    case "second", "seconds", "sec", "secs", "s": self = .tick(Instant.ticksPerSecond)
    case "minute", "minutes", "min", "mins", "m": self = .tick(60 * Instant.ticksPerSecond)
    case "hour", "hours", "hr", "hrs", "h": self = .tick(3600 * Instant.ticksPerSecond)
    case "day", "days", "d": self = .day(1)
    case "week", "weeks", "w": self = .day(7)
    case "month", "months", "mon", "mons": self = .month(1)
    case "quarter", "quarters": self = .month(3)
    case "year", "years", "yr", "yrs", "y": self = .month(12)
    case "decade", "decades", "dec", "decs": self = .month(120)
    case "century", "centuries", "cent", "c": self = .month(1200)
    case "millennium", "millennia", "millenniums", "mil", "mils": self = .month(12_000)
    default: return nil
    }
  }
}
