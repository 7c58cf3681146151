import DSQLTypes

/// A pattern of `to_char` for dates, instants and spans.
///
/// - Source: PostgreSQL, "Template Patterns for Date/Time Formatting".
struct TimeFormat {
  private enum Part {
    case literal(String)
    /// A pattern, whether FM stands before it, and the `th` or `TH` after it.
    case field(TimePattern, word: String, isCompact: Bool, suffix: String?)
  }

  private let parts: [Part]

  init(_ pattern: String) {
    var parts: [Part] = []
    var rest = Substring(pattern)
    var isCompact = false
    while let character = rest.first {
      if rest.hasPrefix("FM") || rest.hasPrefix("fm") {
        isCompact = true
        rest = rest.dropFirst(2)
      } else if let (field, word) = TimePattern.read(rest) {
        rest = rest.dropFirst(word.count)
        let suffix = ["TH", "th"].first { rest.hasPrefix($0) }
        rest = rest.dropFirst(suffix?.count ?? 0)
        parts.append(.field(field, word: word, isCompact: isCompact, suffix: suffix))
        isCompact = false
      } else if character == "\"" {
        let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.endIndex
        parts.append(.literal(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
      } else {
        if character == "\\", rest.count > 1 { rest = rest.dropFirst() }
        parts.append(.literal(String(rest.removeFirst())))
      }
    }
    self.parts = parts
  }

  func text(_ instant: Instant, zone: SessionZone) -> String {
    let components = instant.components(in: zone)
    let (year, month, day) = components.date.civil
    return text(
      TimeFields(
        year: year,
        month: month,
        day: day,
        date: components.date,
        hour: components.hour,
        minute: components.minute,
        second: components.second,
        ticks: components.fractionTicks,
        offsetSeconds: components.offsetSeconds,
        zone: zone.identifier
      )
    )
  }

  func text(_ interval: Interval) -> String {
    let seconds = interval.ticks / Instant.ticksPerSecond
    return text(
      TimeFields(
        year: Int(interval.months / 12),
        month: Int(interval.months % 12),
        day: Int(interval.days),
        date: nil,
        hour: Int(seconds / 3600),
        minute: Int(seconds / 60 % 60),
        second: Int(seconds % 60),
        ticks: interval.ticks % Instant.ticksPerSecond,
        offsetSeconds: 0,
        zone: ""
      )
    )
  }

  private func text(_ fields: TimeFields) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): return text
      case .field(let field, let word, let isCompact, let suffix):
        var text = field.text(fields, word: word, isCompact: isCompact)
        if let suffix {
          let ending = TimeFields.ordinalSuffix(text)
          text += suffix == "TH" ? ending.uppercased() : ending
        }
        return text
      }
    }.joined()
  }
}

/// What calendar and clock show, or what a span is made of.
struct TimeFields {
  var year: Int
  var month: Int
  var day: Int
  /// Nil for a span.
  var date: CalendarDate?
  var hour: Int
  var minute: Int
  var second: Int
  /// The fraction of the second, in units of 100 ns.
  var ticks: Int64
  var offsetSeconds: Int
  var zone: String

  /// `st`, `nd`, `rd` or `th`, for a number in digits.
  static func ordinalSuffix(_ digits: String) -> String {
    let last = Array(digits.utf8.suffix(2))
    if last.count == 2, last[0] == UInt8(ascii: "1") { return "th" }
    switch last.last {
    case UInt8(ascii: "1"): return "st"
    case UInt8(ascii: "2"): return "nd"
    case UInt8(ascii: "3"): return "rd"
    default: return "th"
    }
  }
}
