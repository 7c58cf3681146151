import DSQLDiagnostics
import DSQLTypes

/// Texts by code points: cutting, padding, turning.
extension SQLFunction {
  static let texts: [SQLFunction] = [
    SQLFunction(.lower, 1) { a, _ in .text(TextComparison.simpleLowercase(a.text(0))) },
    SQLFunction(.upper, 1) { a, _ in .text(TextComparison.simpleUppercase(a.text(0))) },
    // (text, start [, length]); counted from 1, and places before the text count too
    SQLFunction(.substring, -1) { a, _ in
      let scalars = a.scalars(0)
      let start = a.integer(1)
      guard a.count > 2 else {
        return .text(slice(scalars, from: start, upTo: Int64(scalars.count) + 1))
      }
      if a.integer(2) < 0 {
        throw Diagnostic(.invalidParameter, "negative substring length not allowed")
      }
      let (end, overflow) = start.addingReportingOverflow(a.integer(2))
      return .text(slice(scalars, from: start, upTo: overflow ? .max : end))
    },
    SQLFunction(.left, 2) { a, _ in
      let scalars = a.scalars(0)
      return .text(text(scalars.prefix(kept(a.integer(1), of: scalars.count))))
    },
    SQLFunction(.right, 2) { a, _ in
      let scalars = a.scalars(0)
      return .text(text(scalars.suffix(kept(a.integer(1), of: scalars.count))))
    },
    // (text, length [, fill])
    SQLFunction(.padLeft, -1) { a, _ in
      let (kept, fill) = try padding(a)
      return .text(text(fill + kept))
    },
    SQLFunction(.padRight, -1) { a, _ in
      let (kept, fill) = try padding(a)
      return .text(text(kept + fill))
    },
    SQLFunction(.reverse, 1) { a, _ in .text(text(a.scalars(0).reversed())) },
    SQLFunction(.repeated, 2) { a, _ in
      let count = max(a.integer(1), 0)
      let text = a.text(0)
      let (length, overflow) = Int64(text.utf8.count).multipliedReportingOverflow(by: count)
      if overflow || length > longest { throw tooLong }
      return .text(String(repeating: text, count: Int(count)))
    },
    SQLFunction(.initcap, 1) { a, _ in .text(initcap(a.scalars(0))) },
    SQLFunction(.startsWith, 2) { a, _ in
      a.withUTF8(0) { text in a.withUTF8(1) { .boolean(text.starts(with: $0)) } }
    },
    // (text, replacement, start [, length])
    SQLFunction(.overlay, -1) { a, _ in
      let scalars = a.scalars(0)
      let replacement = a.scalars(1)
      let start = a.integer(2)
      if start <= 0 {
        throw Diagnostic(.invalidParameter, "negative substring length not allowed")
      }
      let length = a.count > 3 ? a.integer(3) : Int64(replacement.count)
      let (after, overflow) = start.addingReportingOverflow(length)
      return .text(
        slice(scalars, from: 1, upTo: start) + text(replacement)
          + slice(scalars, from: overflow ? .max : after, upTo: Int64(scalars.count) + 1)
      )
    },
  ]

  /// The largest text that a function makes, in bytes.
  static let longest: Int64 = 100_000_000

  static var tooLong: Diagnostic {
    Diagnostic(.programLimitExceeded, "requested length too large")
  }

  static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The scalars at the 1-based places from one up to another, as far as the text has them.
  private static func slice(
    _ scalars: [Unicode.Scalar],
    from start: Int64,
    upTo end: Int64
  ) -> String {
    let lower = Int(min(max(start, 1) - 1, Int64(scalars.count)))
    let upper = Int(min(max(end, 1) - 1, Int64(scalars.count)))
    return text(scalars[lower..<max(lower, upper)])
  }

  /// How many of `count` scalars stay: a negative number leaves so many out.
  private static func kept(_ wanted: Int64, of count: Int) -> Int {
    wanted >= 0 ? Int(min(wanted, Int64(count))) : max(count - Int(clamping: wanted.magnitude), 0)
  }

  private static func padding(
    _ arguments: Arguments
  ) throws -> (kept: [Unicode.Scalar], fill: [Unicode.Scalar]) {
    let scalars = arguments.scalars(0)
    let length = max(arguments.integer(1), 0)
    if length > longest { throw tooLong }
    let pattern = arguments.count > 2 ? arguments.scalars(2) : [" "]
    if pattern.isEmpty || Int(length) <= scalars.count {
      return (Array(scalars.prefix(Int(length))), [])
    }
    return (scalars, (0..<(Int(length) - scalars.count)).map { pattern[$0 % pattern.count] })
  }

  /// Words begin after anything that is neither a letter nor a digit.
  private static func initcap(_ scalars: [Unicode.Scalar]) -> String {
    var result = ""
    var isInWord = false
    for scalar in scalars {
      let letter = String(scalar)
      result +=
        isInWord
        ? TextComparison.simpleLowercase(letter) : TextComparison.simpleUppercase(letter)
      isInWord = isAlphanumeric(scalar)
    }
    return result
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    case .nonspacingMark, .spacingMark: true
    default: scalar.properties.isAlphabetic
    }
  }
}
