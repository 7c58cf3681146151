package import DSQLDiagnostics

/// Makes trees of statements, and tells every fault that it finds on the way.
///
/// After a fault it goes on at the next place that makes sense, so one run tells all of them. A tree
/// that comes with diagnostics is only a part of what was meant: a missing operand is NULL in it.
package struct Parser {
  /// The levels that may lie within each other: a parenthesis is one, a call two, a query seven, as
  /// they take stack while they are read; a thread with 512 KiB is enough for all.
  ///
  /// Trees are no higher than this either, so that walking one needs little stack.
  package static let nestingLimit = 200

  let lexed: LexedText
  /// The tokens of one statement, the last of kind `endOfInput`; a misspelt word is made the keyword
  /// that was meant.
  var tokens: ContiguousArray<Token>
  var index = 0
  var diagnostics: [Diagnostic] = []
  /// The token of the last fault: a second one at the same place is its consequence.
  var lastErrorIndex = -1
  /// The token at which a list went on without a comma: it does so once only, or it would never end.
  var lastListIndex = -1
  var depth = 0
  /// The height of the highest expression completed since it was last set to 0.
  var childHeight = 0
  /// Whether the end of the text is known to be no end of a statement, so that it is told no more.
  var isCutShort: Bool

  private init(_ lexed: LexedText, tokens: ContiguousArray<Token>, isCutShort: Bool) {
    self.lexed = lexed
    self.tokens = tokens
    self.isCutShort = isCutShort
  }

  // MARK: Entry points

  /// The statements of a text and its faults, in the order of their places.
  package static func parse(_ source: SourceText) -> ParsedScript { parse(source.text) }

  /// The statements of a text and its faults, in the order of their places.
  package static func parse(_ text: String) -> ParsedScript {
    let lexed = Lexer.lex(text)
    var statements: [Statement] = []
    var diagnostics = lexed.diagnostics
    for tokens in statementTokens(of: lexed) {
      let isLast = tokens.last?.lower == lexed.bytes.count
      var parser = Parser(
        lexed,
        tokens: tokens,
        isCutShort: isLast && lexed.isUnterminated
      )
      if let statement = parser.parseWholeStatement() { statements.append(statement) }
      diagnostics.append(contentsOf: parser.diagnostics)
    }
    diagnostics.sortByPlace()
    return ParsedScript(statements: statements, diagnostics: diagnostics)
  }

  /// The one statement of a text, with or without a semicolon; no statement in an empty text.
  package static func parseStatement(_ text: String) -> ParsedStatement {
    let script = parse(text)
    var diagnostics = script.diagnostics
    if script.statements.count > 1 {
      diagnostics.append(
        Diagnostic(
          .syntaxError,
          "more than one statement where one is expected",
          span: script.statements[1].span
        )
      )
    }
    return ParsedStatement(statement: script.statements.first, diagnostics: diagnostics)
  }

  /// The one expression of a text.
  package static func parseExpression(_ text: String) -> ParsedExpression {
    let lexed = Lexer.lex(text)
    var parser = Parser(lexed, tokens: lexed.tokens, isCutShort: lexed.isUnterminated)
    let expression = parser.parseExpression()
    if !parser.atEnd { parser.reportUnexpected() }
    var diagnostics = lexed.diagnostics + parser.diagnostics
    diagnostics.sortByPlace()
    return ParsedExpression(expression: expression, diagnostics: diagnostics)
  }

  /// The tokens of each statement that is not empty, cut at semicolons outside parentheses.
  private static func statementTokens(of lexed: LexedText) -> [ContiguousArray<Token>] {
    var statements: [ContiguousArray<Token>] = []
    var start = 0
    var depth = 0
    for (index, token) in lexed.tokens.enumerated() {
      switch token.kind {
      case .leftParenthesis: depth += 1
      case .rightParenthesis: depth = max(depth - 1, 0)
      case .semicolon where depth > 0: break
      case .semicolon, .endOfInput:
        if index > start {
          var tokens = ContiguousArray(lexed.tokens[start..<index])
          tokens.append(Token(.endOfInput, token.lower, token.lower))
          statements.append(tokens)
        }
        start = index + 1
      default: break
      }
    }
    return statements
  }

  // MARK: Cursor

  var current: Token { tokens[index] }

  var atEnd: Bool { tokens[index].kind == .endOfInput }

  func peek(_ distance: Int = 1) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  func at(_ kind: TokenKind) -> Bool { tokens[index].kind == kind }

  func at(_ keyword: Keyword) -> Bool { tokens[index].keyword == keyword }

  func at(_ first: Keyword, _ second: Keyword) -> Bool {
    at(first) && peek().keyword == second
  }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  mutating func take(_ kind: TokenKind) -> Bool {
    guard tokens[index].kind == kind else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard tokens[index].keyword == keyword else { return false }
    advance()
    return true
  }

  mutating func take(_ first: Keyword, _ second: Keyword) -> Bool {
    guard at(first, second) else { return false }
    index += 2
    return true
  }

  /// The place from an offset to the end of the last token taken.
  func span(from lower: Int) -> SourceSpan {
    SourceSpan(lower, index > 0 ? max(lower, tokens[index - 1].upper) : lower)
  }

  // MARK: Nesting

  /// Goes one level deeper; false, and the rest of the statement is skipped, where that is too deep.
  mutating func enter(_ levels: Int = 1) -> Bool {
    depth += levels
    if depth <= Parser.nestingLimit { return true }
    reportTooDeep(hint: "Put fewer parentheses, calls and queries within each other.")
    return false
  }

  mutating func leave(_ levels: Int = 1) { depth -= levels }

  /// Counts one more node on top of the highest so far; false where the tree is too high.
  mutating func grow() -> Bool {
    childHeight += 1
    if childHeight <= Parser.nestingLimit { return true }
    reportTooDeep(
      hint: "Put parts of a long chain of operators or of queries in parentheses, and fewer calls"
        + " and queries within each other."
    )
    return false
  }

  mutating func reportTooDeep(hint: String) {
    if !diagnostics.contains(where: { $0.code == .nestingTooDeep }) {
      report(
        .nestingTooDeep,
        "statement is nested too deeply",
        span: current.span,
        hint: hint
      )
    }
    index = tokens.count - 1
    lastErrorIndex = index
  }
}

extension [Diagnostic] {
  /// Sorts by the place, and equal places by the order in which they were found.
  fileprivate mutating func sortByPlace() {
    guard count > 1 else { return }
    self = enumerated().sorted {
      ($0.element.span?.lower ?? 0, $0.offset) < ($1.element.span?.lower ?? 0, $1.offset)
    }.map(\.element)
  }
}
