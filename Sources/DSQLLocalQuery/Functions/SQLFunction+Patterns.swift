import DSQLDiagnostics

/// LIKE and regular expressions.
extension SQLFunction {
  static let patterns: [SQLFunction] = [
    // (text, pattern, escape)
    SQLFunction(.like, 3) { a, environment in try like(a, environment, .folded) },
    SQLFunction(.likeBinary, 3) { a, environment in try like(a, environment, .binary) },
    // (text, pattern, whether case is ignored)
    SQLFunction(.regexMatches, 3) { a, environment in
      let expression = try environment.patterns.expression(
        a.text(1),
        ignoresCase: a.integer(2) != 0
      )
      return .boolean(expression.matches(a.text(0)))
    },
    // (text, pattern [, flags])
    SQLFunction(.regexLike, -1) { a, environment in
      let flags = try RegexFlags(a.count > 2 ? a.text(2) : "", of: "regexp_like", allowsGlobal: [])
      let expression = try environment.patterns.expression(
        a.text(1),
        ignoresCase: flags.ignoresCase
      )
      return .boolean(expression.matches(a.text(0)))
    },
    // (text, pattern, replacement [, flags])
    SQLFunction(.regexReplace, -1) { a, environment in
      let flags = try RegexFlags(
        a.count > 3 ? a.text(3) : "",
        of: "regexp_replace",
        allowsGlobal: ["g"]
      )
      let expression = try environment.patterns.expression(
        a.text(1),
        ignoresCase: flags.ignoresCase
      )
      return .text(
        expression.replacing(in: a.text(0), with: a.text(2), everywhere: flags.isGlobal)
      )
    },
  ]

  private static func like(
    _ arguments: Arguments,
    _ environment: FunctionEnvironment,
    _ rule: LikeMatcher.Rule
  ) throws -> SQLResult {
    let matcher = try arguments.withUTF8(1) { pattern in
      try arguments.withUTF8(2) { escape in
        try environment.patterns.like(pattern, escape: escape, rule: rule)
      }
    }
    return .boolean(arguments.withUTF8(0, matcher.matches))
  }
}

/// The flags of a regular expression function: `i` ignores case, `c` does not, `g` is all matches.
private struct RegexFlags {
  var ignoresCase = false
  var isGlobal = false

  init(_ text: String, of function: String, allowsGlobal: Set<Unicode.Scalar>) throws {
    for flag in text.unicodeScalars {
      switch flag {
      case "i": ignoresCase = true
      case "c": ignoresCase = false
      // What these ask for is the case anyway.
      case "s", "t": break
      case _ where allowsGlobal.contains(flag): isGlobal = true
      default:
        throw Diagnostic(
          .invalidParameter,
          "invalid regular expression option of \(function)(): \"\(flag)\""
        )
      }
    }
  }
}
