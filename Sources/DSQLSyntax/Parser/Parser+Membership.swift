import DSQLDiagnostics

extension Parser {
  /// `[NOT] BETWEEN`, `[NOT] IN`, `[NOT] LIKE`, `[NOT] ILIKE`.
  mutating func parseMembership(_ left: SQLExpression, from start: Int) -> SQLExpression {
    guard enter() else { return left }
    defer { leave() }
    let isNegated = take(.not)
    let place = current.lower
    let keyword = current.keyword
    advance()
    switch keyword {
    case .between: return parseBetween(left, isNegated, from: start)
    case .in: return parseIn(left, isNegated, from: start)
    case .ilike: return parseLike(.ilike, left, isNegated, from: start)
    case .like: return parseLike(.like, left, isNegated, from: start)
    default:
      _ = take(.to)
      reportUnsupported(
        "SIMILAR TO",
        from: place,
        hint: "Use LIKE, or ~ with a regular expression."
      )
      return parseLike(.like, left, isNegated, from: start)
    }
  }

  /// `BETWEEN low AND high`.
  private mutating func parseBetween(
    _ left: SQLExpression,
    _ isNegated: Bool,
    from start: Int
  ) -> SQLExpression {
    if at(.symmetric) {
      let place = current.lower
      advance()
      reportUnsupported(
        "BETWEEN SYMMETRIC",
        from: place,
        hint: "Use BETWEEN least(a, b) AND greatest(a, b)."
      )
    }
    let low = parseExpression(Precedence.membership.next)
    guard expect(.and, hint: "BETWEEN is followed by two values with AND between them.") else {
      return left
    }
    let high = parseExpression(Precedence.membership.next)
    return .between(
      BetweenExpression(
        operand: left,
        low: low,
        high: high,
        isNegated: isNegated,
        span: span(from: start)
      )
    )
  }

  /// `IN (expr, …)`, `IN (query)`, `IN ()`.
  private mutating func parseIn(
    _ left: SQLExpression,
    _ isNegated: Bool,
    from start: Int
  ) -> SQLExpression {
    let source: InSource
    if at(.leftParenthesis) {
      source = parseInSource()
    } else {
      reportUnexpected(hint: "What stands after IN is put in parentheses.")
      if canStartOperand {
        source = .list(parseExpressionList())
      } else if at(.select) {
        source = .query(parseQuery())
      } else {
        source = .list([])
      }
    }
    return .inSet(
      InExpression(operand: left, source: source, isNegated: isNegated, span: span(from: start))
    )
  }

  private mutating func parseInSource() -> InSource {
    if parenthesisHoldsQuery(at: index) {
      advance()
      let query = parseQuery()
      closeParenthesis()
      return .query(query)
    }
    advance()
    if take(.rightParenthesis) { return .list([]) }
    let elements = parseExpressionList()
    closeParenthesis()
    return .list(elements)
  }

  /// `LIKE pattern [ESCAPE c]`.
  private mutating func parseLike(
    _ like: LikeOperator,
    _ left: SQLExpression,
    _ isNegated: Bool,
    from start: Int
  ) -> SQLExpression {
    let pattern = parseExpression(Precedence.membership.next)
    let escape = take(.escape) ? parseExpression(Precedence.membership.next) : nil
    return .like(
      LikeExpression(
        operator: like,
        operand: left,
        pattern: pattern,
        escape: escape,
        isNegated: isNegated,
        span: span(from: start)
      )
    )
  }

  /// `expr, …`, at least one.
  mutating func parseExpressionList() -> [SQLExpression] {
    var expressions: [SQLExpression] = []
    repeat { expressions.append(parseExpression()) } while continuesList()
    return expressions
  }

  /// Whether what lies in the parenthesis at an index is a query: it begins with SELECT, VALUES or
  /// WITH, or with a parenthesis that holds a query and is followed by what may follow one.
  func parenthesisHoldsQuery(at index: Int) -> Bool {
    var inner = index
    while tokens[inner].kind == .leftParenthesis { inner += 1 }
    guard startsQuery(at: inner) else { return false }
    // The parentheses from the innermost outwards: each but the outermost must be an operand of a
    // set operation or stand alone.
    var open = inner - index
    guard open > 1 else { return open == 1 }
    var depth = open
    var cursor = inner
    while open > 1, tokens[cursor].kind != .endOfInput {
      switch tokens[cursor].kind {
      case .leftParenthesis: depth += 1
      case .rightParenthesis:
        depth -= 1
        if depth < open {
          open -= 1
          guard continuesQuery(at: cursor + 1) else { return false }
        }
      default: break
      }
      cursor += 1
    }
    return true
  }

  private func startsQuery(at index: Int) -> Bool {
    switch tokens[index].keyword {
    case .select, .with: true
    case .values: tokens[index + 1].kind == .leftParenthesis
    default: false
    }
  }

  private func continuesQuery(at index: Int) -> Bool {
    if tokens[index].kind == .rightParenthesis || tokens[index].kind == .endOfInput { return true }
    return switch tokens[index].keyword {
    case .union, .intersect, .except, .order, .limit, .offset, .fetch, .for: true
    default: false
    }
  }
}
