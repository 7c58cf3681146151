/// What a token is, as far as its characters tell.
package enum TokenKind: UInt8, CaseIterable, Sendable {
  /// After the last token; also where a statement's semicolon stands.
  case endOfInput
  /// A bare name or a keyword.
  case word
  /// `"name"`, `[name]` or `` `name` ``.
  case quotedIdentifier
  /// `'text'`.
  case string
  /// `E'text'`.
  case escapeString
  /// `$tag$text$tag$`.
  case dollarString
  case integer
  case hexadecimal
  case decimal
  case scientific
  /// `$1`.
  case parameter
  /// `:name`, `:'name'`, `:"name"`, `:{?name}`.
  case variable
  case leftParenthesis
  case rightParenthesis
  case comma
  case dot
  case semicolon
  case colon
  case doubleColon
  case star
  case plus
  case minus
  case slash
  case percent
  case caret
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case concatenate
  case matches
  case matchesIgnoringCase
  case notMatches
  case notMatchesIgnoringCase
  /// An operator of other languages or of PostgreSQL that dsql does not have: `==`, `&&`, `->>`.
  case foreignOperator
  /// `-- text` or `/* text */`; made only on request.
  case comment
}
