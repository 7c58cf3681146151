import DSQLDiagnostics

extension Parser {
  // MARK: Telling

  /// Tells a fault, unless the end of the text is known to be cut short and the fault stands there.
  mutating func report(
    _ code: DiagnosticCode,
    _ message: String,
    span: SourceSpan,
    hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, span: span, hint: hint))
  }

  /// Tells that the current token does not fit, once for each token.
  mutating func reportUnexpected(hint: String? = nil) {
    guard index > lastErrorIndex else { return }
    lastErrorIndex = index
    if atEnd {
      guard !isCutShort else { return }
      let end = index > 0 ? tokens[index - 1].upper : current.lower
      report(.syntaxError, "syntax error at end of input", span: .at(end), hint: hint)
    } else if !(isCutShort && index + 2 == tokens.count && !at(.word)) {
      report(
        .syntaxError,
        "syntax error at or near \"\(shortSource(of: current))\"",
        span: current.span,
        hint: foreignHint(current) ?? hint
      )
    }
  }

  /// Tells that something of the language of PostgreSQL is not there, with a way round it.
  mutating func reportUnsupported(_ what: String, from lower: Int, hint: String) {
    report(.featureNotSupported, "\(what) is not supported", span: span(from: lower), hint: hint)
    lastErrorIndex = max(lastErrorIndex, index - 1)
  }

  /// The characters of a token, cut where they are many.
  func shortSource(of token: Token) -> String {
    let source = lexed.source(of: token)
    return source.count > 40 ? source.prefix(40) + "…" : source
  }

  /// What to write in place of an operator of another language.
  private func foreignHint(_ token: Token) -> String? {
    switch token.kind {
    case .foreignOperator: foreignOperatorHint(lexed.source(of: token))
    case .variable: "Only the shell replaces variables; here none is known."
    default: nil
    }
  }

  private func foreignOperatorHint(_ source: String) -> String {
    switch source {
    case "==": "Use = to compare."
    case "&&": "Use AND."
    case "!": "Use NOT."
    case "|": "Use || to join texts."
    case "->", "->>": "Use json_extract(value, path)."
    case "<=>": "Use IS NOT DISTINCT FROM."
    case ":=", "=>": "Use =."
    case "?": "A parameter is written $1."
    case "#": "A comment begins with --."
    default: "There is no operator \(source)."
    }
  }

  // MARK: Expecting

  /// Takes a keyword, or a word that is near it; else tells that it is missing.
  @discardableResult
  mutating func expect(_ keyword: Keyword, hint: String? = nil) -> Bool {
    if take(keyword) { return true }
    if correct(to: [keyword]) != nil {
      advance()
      return true
    }
    reportUnexpected(hint: hint ?? "\(keyword.text) is expected here.")
    return false
  }

  /// Takes a mark, or tells that it is missing.
  @discardableResult
  mutating func expect(_ kind: TokenKind, _ hint: String) -> Bool {
    if take(kind) { return true }
    reportUnexpected(hint: hint)
    return false
  }

  /// Takes a closing parenthesis; where it is missing, what lies before the next one is skipped.
  mutating func closeParenthesis() {
    if take(.rightParenthesis) { return }
    reportUnexpected(hint: "Perhaps a closing parenthesis is missing before it.")
    skipToStop(beyondCommas: true)
    _ = take(.rightParenthesis)
  }

  // MARK: Misspelt keywords

  /// Makes the word at the cursor the keyword that it is near to, and tells so.
  ///
  /// - Parameter candidates: The keywords that could stand here.
  /// - Returns: The keyword, which is now the current token; nil where the word is near none.
  mutating func correct(to candidates: [Keyword]) -> Keyword? {
    guard let keyword = nearest(to: current, among: candidates) else { return nil }
    reportUnexpected(hint: "Perhaps you meant \"\(keyword.text)\".")
    tokens[index].keyword = keyword
    return keyword
  }

  /// The keyword that a bare word, itself not reserved, is near to.
  func nearest(to token: Token, among candidates: [Keyword]) -> Keyword? {
    guard token.kind == .word, token.keyword?.isReserved != true,
      token.keyword.map(candidates.contains) != true
    else { return nil }
    let word = lexed.source(of: token)
    guard word.utf8.count > 1, word.utf8.count < 20 else { return nil }
    let names = NearName.suggestions(for: word, among: candidates.lazy.map(\.text))
    // The first letter is rarely wrong: `DSC` is DESC, not ASC.
    let initial = word.uppercased().prefix(1)
    let name = names.first { $0.hasPrefix(initial) } ?? names.first
    return name.flatMap(Keyword.init(text:))
  }

  /// Whether the bare word at the cursor, which could be an alias, is a misspelt keyword instead:
  /// it is near one and what follows fits no alias.
  mutating func correctAlias() -> Bool {
    let next = peek()
    let isOdd: Bool =
      switch next.kind {
      case .endOfInput, .comma, .rightParenthesis, .semicolon, .dot: false
      case .leftParenthesis: peek(3).kind != .comma && peek(3).kind != .rightParenthesis
      case .word where next.keyword == .select || next.keyword == .all: true
      case .word: !isClauseStart(at: index + 1) && next.keyword != .as && next.keyword != .set
      default: true
      }
    return isOdd && correct(to: Parser.clauseKeywords) != nil
  }

  /// The keywords that begin a clause behind an expression or a table.
  static let clauseKeywords: [Keyword] = [
    .from, .where, .group, .having, .window, .order, .limit, .offset, .fetch, .union, .intersect,
    .except, .join, .inner, .left, .right, .full, .cross, .on, .using, .returning, .set,
  ]

  // MARK: Skipping

  /// Whether a token begins a clause, ends a branch of CASE or begins a query: an expression is over
  /// there, whatever it was.
  func isClauseStart(at index: Int) -> Bool {
    guard let keyword = tokens[index].keyword else { return false }
    return switch keyword {
    case .values: tokens[index + 1].kind == .leftParenthesis
    case .left, .right: tokens[index + 1].kind != .leftParenthesis
    case .from, .where, .group, .having, .window, .order, .limit, .offset, .fetch, .for, .union,
      .intersect, .except, .returning, .on, .using, .join, .inner, .full, .cross, .natural, .select,
      .then, .when, .else, .end, .into, .tablesample:
      true
    default: false
    }
  }

  /// Whether the current token ends an element of a list or a whole list.
  var atStop: Bool {
    switch current.kind {
    case .endOfInput, .comma, .rightParenthesis, .semicolon: true
    case .word: isClauseStart(at: index)
    default: false
    }
  }

  /// Whether an expression may begin with the current token.
  var canStartOperand: Bool {
    switch current.kind {
    case .word: !(current.keyword?.isReserved ?? false) || isOperandKeyword
    case .quotedIdentifier, .string, .escapeString, .dollarString, .integer, .hexadecimal,
      .decimal, .scientific, .parameter, .variable, .leftParenthesis:
      true
    default: false
    }
  }

  private var isOperandKeyword: Bool {
    switch current.keyword {
    case .case, .cast, .not, .null, .true, .false, .currentDate, .currentTimestamp, .currentTime:
      true
    default: false
    }
  }

  /// Skips to the next token that ends an element; what lies in parentheses is skipped whole.
  mutating func skipToStop(beyondCommas: Bool = false) {
    while !atEnd, !atStop || (beyondCommas && at(.comma)) || at(.semicolon) {
      if at(.leftParenthesis) { skipParentheses() } else { advance() }
    }
  }

  /// Skips from an opening parenthesis to behind the closing one.
  mutating func skipParentheses() {
    var open = 0
    while !atEnd {
      if at(.leftParenthesis) { open += 1 }
      if at(.rightParenthesis) { open -= 1 }
      advance()
      if open <= 0 { return }
    }
  }

  // MARK: Lists

  /// Whether a further element follows: takes the comma before it, or tells that it is missing.
  ///
  /// The keywords given end the list though they are not reserved.
  mutating func continuesList(before keywords: [Keyword] = []) -> Bool {
    if take(.comma) { return !endsAfterComma() }
    if atStop, !at(.semicolon) { return false }
    if let keyword = current.keyword, keywords.contains(keyword) { return false }
    if correct(to: keywords + Parser.clauseKeywords) != nil { return false }
    if canStartOperand, index > lastListIndex {
      lastListIndex = index
      reportUnexpected(hint: "Perhaps a comma is missing before it.")
      return true
    }
    reportUnexpected()
    skipToStop()
    return take(.comma) && !endsAfterComma()
  }

  /// Tells a comma with no element after it.
  private mutating func endsAfterComma() -> Bool {
    guard atStop, !at(.comma), !isNameLikeKeyword else { return false }
    reportUnexpected(hint: "Perhaps the comma before it is one too many.")
    return true
  }
}
