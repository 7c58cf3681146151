import DSQLDiagnostics

extension Parser {
  /// `NOT x`, `-x`, `+x` or an operand.
  mutating func parsePrefix() -> SQLExpression {
    let token = current
    switch token.kind {
    case .minus: return parseUnary(.minus, .sign)
    case .plus: return parseUnary(.plus, .sign)
    case .word where token.keyword == .not: return parseUnary(.not, .not)
    case .foreignOperator where lexed.source(of: token) == "!":
      reportUnexpected()
      return parseUnary(.not, .not)
    default: return parseOperand()
    }
  }

  private mutating func parseUnary(
    _ unary: UnaryOperator,
    _ level: Precedence
  ) -> SQLExpression {
    let token = current
    advance()
    let operand = parseExpression(level)
    return .unary(
      UnaryExpression(
        operator: unary,
        operand: operand,
        operatorSpan: token.span,
        span: span(from: token.lower)
      )
    )
  }

  /// What operators stand between.
  private mutating func parseOperand() -> SQLExpression {
    switch current.kind {
    case .integer: takeLiteral(.integer)
    case .decimal: takeLiteral(.decimal)
    case .scientific: takeLiteral(.scientific)
    case .hexadecimal: takeLiteral(.hexadecimal)
    case .string, .escapeString, .dollarString: takeStringLiteral()
    case .parameter: takeParameter()
    case .leftParenthesis: parseParenthesis()
    case .word where current.keyword == nil && peek().kind == .leftParenthesis: parseCall()
    case .word: parseWordOperand()
    case .quotedIdentifier: parseNamed()
    default: missingOperand()
    }
  }

  /// Tells that an operand is missing; takes the token unless something else needs it.
  private mutating func missingOperand() -> SQLExpression {
    let hint: String? =
      switch current.kind {
      case .star: "A star stands alone in a select list or in count(*)."
      case .rightParenthesis, .comma, .endOfInput: "An expression is expected here."
      default: nil
      }
    reportUnexpected(hint: hint)
    let placeholder = placeholder()
    switch current.kind {
    case .variable, .colon, .semicolon, .dot: advance()
    default: break
    }
    return placeholder
  }

  // MARK: Constants

  private mutating func takeLiteral(_ kind: LiteralKind) -> SQLExpression {
    let token = current
    advance()
    return .literal(Literal(kind: kind, text: lexed.source(of: token), span: token.span))
  }

  private mutating func takeWordLiteral(_ kind: LiteralKind, _ text: String) -> SQLExpression {
    let token = current
    advance()
    return .literal(Literal(kind: kind, text: text, span: token.span))
  }

  private mutating func takeStringLiteral() -> SQLExpression {
    let start = current.lower
    let text = takeStrings()
    return .literal(Literal(kind: .string, text: text, span: span(from: start)))
  }

  private mutating func takeParameter() -> SQLExpression {
    let token = current
    advance()
    let digits = lexed.source(of: token).dropFirst()
    let number = Int(digits).flatMap { (1...65_535).contains($0) ? $0 : nil }
    if number == nil {
      report(
        .undefinedParameter,
        "there is no parameter $\(digits)",
        span: token.span,
        hint: "Parameters count from $1."
      )
    }
    return .parameter(ParameterReference(index: number ?? 1, span: token.span))
  }

  // MARK: Parentheses

  /// `(expr)`, `(expr, …)`, `(query)`.
  private mutating func parseParenthesis() -> SQLExpression {
    let start = current.lower
    if parenthesisHoldsQuery(at: index) { return parseSubquery() }
    advance()
    let first = parseExpression()
    if at(.comma) { return parseRow(first, from: start) }
    closeParenthesis()
    return first
  }

  /// `(first, expr, …)`.
  private mutating func parseRow(_ first: SQLExpression, from start: Int) -> SQLExpression {
    var elements = [first]
    while continuesList() { elements.append(parseExpression()) }
    closeParenthesis()
    return .row(RowExpression(elements: elements, span: span(from: start)))
  }

  private mutating func parseSubquery() -> SQLExpression {
    let start = current.lower
    advance()
    let query = parseQuery()
    closeParenthesis()
    return .subquery(SubqueryExpression(query: query, span: span(from: start)))
  }

  // MARK: Words

  private mutating func parseWordOperand() -> SQLExpression {
    guard let keyword = current.keyword else { return parseNamed() }
    return parseKeywordOperand(keyword)
  }

  private mutating func parseKeywordOperand(_ keyword: Keyword) -> SQLExpression {
    let isCall = peek().kind == .leftParenthesis
    switch keyword {
    case .null: return takeWordLiteral(.null, "NULL")
    case .true: return takeWordLiteral(.true, "TRUE")
    case .false: return takeWordLiteral(.false, "FALSE")
    case .case: return parseCase()
    case .cast: return parseCast()
    case .exists where isCall: return parseExists()
    case .row where isCall: return parseRow()
    case .extract where isCall, .substring where isCall, .position where isCall,
      .trim where isCall, .overlay where isCall:
      return parseSpecialCall(keyword)
    case .currentDate, .currentTime, .currentTimestamp, .localtime, .localtimestamp, .currentUser,
      .sessionUser, .user:
      return parseBareCall()
    case .array where peek().kind == .quotedIdentifier || isCall: return parseArray()
    case .select: return parseBareQuery()
    case .values where isCall: return parseBareQuery()
    default: return parseNamed()
    }
  }

  /// A query where a value is expected, without the parentheses it needs.
  private mutating func parseBareQuery() -> SQLExpression {
    reportUnexpected(hint: "A query inside an expression stands in parentheses.")
    let start = current.lower
    let query = parseQuery()
    return .subquery(SubqueryExpression(query: query, span: span(from: start)))
  }

  private mutating func parseArray() -> SQLExpression {
    let start = current.lower
    advance()
    if at(.leftParenthesis) { skipParentheses() } else { advance() }
    reportUnsupported(
      "ARRAY",
      from: start,
      hint: "A list of choices is written as a text: '[\"a\",\"b\"]'."
    )
    return placeholder()
  }

  /// `ROW(a, b)`.
  private mutating func parseRow() -> SQLExpression {
    let start = current.lower
    index += 2
    let elements = at(.rightParenthesis) ? [] : parseExpressionList()
    closeParenthesis()
    return .row(RowExpression(elements: elements, span: span(from: start)))
  }

  /// `EXISTS (query)`.
  private mutating func parseExists() -> SQLExpression {
    let start = current.lower
    advance()
    if !parenthesisHoldsQuery(at: index) {
      advance()
      reportUnexpected(hint: "EXISTS takes a query.")
      skipToStop(beyondCommas: true)
      _ = take(.rightParenthesis)
      return placeholder()
    }
    advance()
    let query = parseQuery()
    closeParenthesis()
    return .exists(ExistsExpression(query: query, span: span(from: start)))
  }

  /// `CAST(x AS type)`.
  private mutating func parseCast() -> SQLExpression {
    let start = current.lower
    advance()
    expect(.leftParenthesis, "CAST is written CAST(value AS type).")
    let operand = parseExpression()
    guard expect(.as, hint: "CAST is written CAST(value AS type).") else {
      closeParenthesis()
      return operand
    }
    let type = parseType()
    closeParenthesis()
    return .cast(CastExpression(operand: operand, type: type, span: span(from: start)))
  }

  /// `CASE [x] WHEN … THEN … [ELSE …] END`.
  private mutating func parseCase() -> SQLExpression {
    guard enter() else { return placeholder() }
    defer { leave() }
    let start = current.lower
    advance()
    let operand = at(.when) ? nil : parseExpression()
    var branches: [CaseBranch] = []
    while at(.when) || (branches.isEmpty && correct(to: [.when]) != nil) {
      branches.append(parseCaseBranch())
    }
    if branches.isEmpty { reportUnexpected(hint: "WHEN is expected here.") }
    let otherwise = take(.else) ? parseExpression() : nil
    expect(.end, hint: "CASE ends with END.")
    return .caseOf(
      CaseExpression(
        operand: operand,
        branches: branches,
        otherwise: otherwise,
        span: span(from: start)
      )
    )
  }

  private mutating func parseCaseBranch() -> CaseBranch {
    let start = current.lower
    advance()
    let condition = parseExpression()
    let result = expect(.then) ? parseExpression() : placeholder()
    return CaseBranch(condition: condition, result: result, span: span(from: start))
  }

  // MARK: Names

  /// A call, a typed literal or a path of names.
  private mutating func parseNamed() -> SQLExpression {
    let token = current
    let isReserved = token.kind == .word && token.keyword?.isReserved == true
    switch peek().kind {
    case .leftParenthesis where !isReserved || token.keyword?.canNameFunction == true:
      return parseCall()
    case .string, .escapeString, .dollarString:
      if !isReserved, typeKind(at: index) != nil { return parseTypedLiteral() }
    case .word where !isReserved:
      if peek().keyword == .with || lexed.source(of: peek()).lowercased() == "without",
        peek(2).keyword == .time, peek(3).keyword == .zone, peek(4).isString
      {
        return parseTypedLiteral()
      }
    default: break
    }
    guard isReserved else { return parseColumn() }
    guard isNameLikeKeyword else {
      reportUnexpected()
      return placeholder()
    }
    reportReserved()
    return parseColumn()
  }

  /// `a.b.c`.
  private mutating func parseColumn() -> SQLExpression {
    let start = current.lower
    var path: [Identifier] = []
    if let name = takeName(.anyWord) { path.append(name) }
    while at(.dot) {
      advance()
      guard let name = takeName(.anyWord) else {
        reportUnexpected(hint: "A name is expected after the dot.")
        if at(.star) { advance() }
        break
      }
      path.append(name)
    }
    if at(.leftParenthesis), path.count > 1 {
      reportUnexpected(hint: "A function's name has no parts.")
      skipParentheses()
    }
    return .column(ColumnReference(path: path, span: span(from: start)))
  }

  /// `DATE '2024-01-31'`, `INTERVAL '3' DAY`.
  private mutating func parseTypedLiteral() -> SQLExpression {
    let start = current.lower
    let type = parseType()
    var text = parseText()
    if type.kind == .interval, at(.word), let unit = intervalUnit(lexed.source(of: current)) {
      text.text += " \(unit)"
      advance()
      text.span = span(from: text.span.lower)
    }
    return .typedLiteral(TypedLiteral(type: type, text: text, span: span(from: start)))
  }

  private func intervalUnit(_ word: String) -> String? {
    let unit = word.lowercased()
    return ["year", "month", "day", "hour", "minute", "second"].contains(unit) ? unit : nil
  }
}
