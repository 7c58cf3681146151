/// How tightly an operator binds; a later case binds tighter.
///
/// - Source: PostgreSQL's `gram.y`, the table before its rules.
enum Precedence: Int, Comparable {
  case lowest
  case or
  case and
  case not
  /// `IS …`.
  case test
  /// `= <> < <= > >=`.
  case comparison
  /// `BETWEEN IN LIKE ILIKE`.
  case membership
  /// `||` and `~`.
  case other
  case additive
  case multiplicative
  /// `^`, which goes from left to right too.
  case exponential
  case timeZone
  case collation
  case sign
  case cast
  case primary

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The level above, for an operand that must bind tighter.
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }

  /// Whether two operators of this level cannot follow each other: `a < b < c`.
  var isNonassociative: Bool {
    switch self {
    case .test, .comparison, .membership: true
    case .lowest, .or, .and, .not, .other, .additive, .multiplicative, .exponential, .timeZone,
      .collation, .sign, .cast, .primary:
      false
    }
  }
}

extension BinaryOperator {
  /// The level of the operator.
  var precedence: Precedence {
    switch self {
    case .isDistinctFrom, .isNotDistinctFrom: .test
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .matches, .matchesIgnoringCase, .notMatches, .notMatchesIgnoringCase, .concatenate: .other
    case .add, .subtract: .additive
    case .multiply, .divide, .modulo: .multiplicative
    case .power: .exponential
    }
  }

  /// The operator that a token alone is.
  init?(_ kind: TokenKind) {
    switch kind {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .matches: self = .matches
    case .matchesIgnoringCase: self = .matchesIgnoringCase
    case .notMatches: self = .notMatches
    case .notMatchesIgnoringCase: self = .notMatchesIgnoringCase
    case .concatenate: self = .concatenate
    case .plus: self = .add
    case .minus: self = .subtract
    case .star: self = .multiply
    case .slash: self = .divide
    case .percent: self = .modulo
    case .caret: self = .power
    case .endOfInput, .word, .quotedIdentifier, .string, .escapeString, .dollarString, .integer,
      .hexadecimal, .decimal, .scientific, .parameter, .variable, .leftParenthesis,
      .rightParenthesis, .comma, .dot, .semicolon, .colon, .doubleColon, .foreignOperator,
      .comment:
      return nil
    }
  }
}
