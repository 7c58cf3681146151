/// What the end of an unfinished text waits for.
///
/// - Source: `shell-conventions.md` §7.
package enum PendingInput: Hashable, Sendable, CaseIterable {
  /// Nothing: no statement has begun.
  case none
  /// The rest of a statement, at least its semicolon.
  case statement
  /// The closing `'`.
  case singleQuote
  /// The closing `"`, `]` or `` ` ``.
  case doubleQuote
  /// The closing tag of `$tag$`.
  case dollarQuote
  case parenthesis
  /// The closing `*/`.
  case blockComment

  /// The character that `%R` shows in a prompt.
  package var promptCharacter: Character {
    switch self {
    case .none: "="
    case .statement: "-"
    case .singleQuote: "'"
    case .doubleQuote: "\""
    case .dollarQuote: "$"
    case .parenthesis: "("
    case .blockComment: "*"
    }
  }
}
