import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

// Functions of texts that the service answers by the text itself or by its beginning.
extension Pushability {
  /// The text behind `lower(x)` or `upper(x)`, where the comparison ignores letter case anyway; nil
  /// where it is none, or where that could matter.
  ///
  /// A dotless i has the capital I, though they are not equal: no capital is the dotless i, which the
  /// text itself may be.
  func caseless(
    _ operand: BoundExpression,
    _ others: [BoundExpression],
    _ rule: TextRule
  ) -> BoundExpression? {
    guard rule == .folded, collation == .language,
      case .function(let function, let arguments) = operand.kind,
      arguments.count == 1, plainText(arguments[0]) != nil
    else { return nil }
    if function == .lower { return arguments[0] }
    let isSafe = others.allSatisfy { other in
      guard case .text(let text)? = other.value else { return false }
      return !text.unicodeScalars.contains { $0 == "i" || $0 == "I" || $0 == "\u{131}" }
    }
    return function == .upper && isSafe ? arguments[0] : nil
  }

  /// `left(x, 3) = 'abc'` and `substr(x, 1, 3) = 'abc'`; nil for anything else.
  func beginning(
    _ operand: BoundExpression,
    equals other: BoundExpression,
    _ rule: TextRule
  ) -> Answer? {
    guard case .function(let function, let arguments) = operand.kind,
      case .text(let text)? = other.value
    else { return nil }
    let length: Value?
    if function == .left, arguments.count == 2 {
      length = arguments[1].value
    } else if function == .substring, arguments.count == 3, arguments[1].value == .integer(1) {
      length = arguments[2].value
    } else {
      return nil
    }
    guard case .integer(let count)? = length, count >= 0, let column = plainText(arguments[0])
    else { return nil }
    let written = text.unicodeScalars.count
    if written > count { return .exact(.never) }
    let reason = "the service is asked for what begins so"
    if written < count || rule == .binary || text.isEmpty || text.holdsWildcard {
      return prefix(text, of: column, reason)
    }
    return ruled(.like, column) { .exact(leaf(column, .startsWith, .value(text))) }
  }

  /// `x ~ '^abc'`, by the letters that every match begins with.
  func matches(
    _ operand: BoundExpression,
    _ pattern: BoundExpression,
    ignoresCase: Bool
  ) -> Answer {
    if ignoresCase, collation == .binary {
      return .unsupported("the service has no regular expressions")
    }
    guard let column = plainText(operand), case .text(let text)? = pattern.value,
      let beginning = Self.beginning(ofMatches: text)
    else { return .unsupported("the service has no regular expressions") }
    return prefix(beginning, of: column, "the service has no regular expressions")
  }

  /// What every text that a pattern matches begins with; nil where that is not plain.
  private static func beginning(ofMatches pattern: String) -> String? {
    let scalars = Array(pattern.unicodeScalars)
    guard scalars.first == "^", !scalars.contains("|") else { return nil }
    var literal = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated().dropFirst() {
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || scalar == " " || scalar == "-" || scalar == "_"
      guard isPlain else {
        // What may come any number of times may be missing.
        if "*?{".unicodeScalars.contains(scalar), index > 1 { literal.removeLast() }
        break
      }
      literal.append(scalar)
    }
    return literal.isEmpty ? nil : String(literal)
  }
}

extension String {
  /// Whether the service may read a part of it as a wildcard.
  ///
  /// - Source: `data-service-api.md` §3.4.
  var holdsWildcard: Bool {
    unicodeScalars.contains { $0 == "%" || $0 == "_" || $0 == "[" }
  }
}
