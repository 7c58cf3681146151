import DSQLDiagnostics

extension Parser {
  /// `expr`.
  mutating func parseExpression() -> SQLExpression { parseExpression(.lowest) }

  /// An expression whose operators bind at least as tightly as a level.
  mutating func parseExpression(_ minimum: Precedence) -> SQLExpression {
    guard enter() else { return placeholder() }
    let outerHeight = childHeight
    childHeight = 0
    let start = current.lower
    let first = parsePrefix()
    childHeight += 1
    let expression = parseOperators(after: first, from: start, minimum)
    childHeight = max(outerHeight, childHeight)
    leave()
    return expression
  }

  /// What stands for an operand that is missing.
  func placeholder() -> SQLExpression {
    .literal(Literal(kind: .null, text: "NULL", span: .at(current.lower)))
  }

  /// A condition of WHERE, HAVING or ON; a word between two conditions that is no operator is told.
  mutating func parseCondition(endsAtComma: Bool = false) -> SQLExpression {
    let start = current.lower
    var condition = parseExpression()
    while !atEnd, !atStop || (at(.comma) && !endsAtComma) {
      let place = index
      if at(.comma) {
        reportUnexpected(hint: "Conditions are joined by AND or OR.")
        advance()
        _ = parseExpression()
      } else if let keyword = correct(to: Parser.operatorKeywords + Parser.clauseKeywords) {
        guard Parser.operatorKeywords.contains(keyword) else { break }
        condition = parseOperators(after: condition, from: start, .lowest)
      } else if canStartOperand {
        reportUnexpected(hint: "Perhaps AND or OR is missing before it.")
        _ = parseExpression()
      } else {
        reportUnexpected()
        skipToStop()
      }
      if index == place { break }
    }
    return condition
  }

  private static let operatorKeywords: [Keyword] = [
    .and, .or, .is, .in, .like, .ilike, .between, .not, .collate,
  ]

  // MARK: Operators

  /// Takes the operators behind an operand, as long as they bind tightly enough.
  ///
  /// On entry `childHeight` is the operand's height, on return that of the result.
  mutating func parseOperators(
    after operand: SQLExpression,
    from start: Int,
    _ minimum: Precedence
  ) -> SQLExpression {
    var left = operand
    var last = Precedence.lowest
    while let level = operatorLevel(), level >= minimum {
      if level == last, level.isNonassociative {
        reportUnexpected(hint: "Such operators do not chain; join two comparisons by AND.")
      }
      last = level
      let height = childHeight
      childHeight = 0
      left = parseOperator(level, left, height, from: start)
      childHeight = max(height, childHeight)
      if !grow() { return placeholder() }
    }
    return left
  }

  /// The level of the operator at the cursor, nil where there is none.
  private func operatorLevel() -> Precedence? {
    let token = current
    switch token.kind {
    case .word: return token.keyword.flatMap(keywordLevel)
    case .doubleColon: return .cast
    case .foreignOperator:
      switch lexed.source(of: token) {
      case "&&": return .and
      case "==", "<=>": return .comparison
      case "!", "?", "#": return nil
      default: return .other
      }
    default: return BinaryOperator(token.kind)?.precedence
    }
  }

  private func keywordLevel(_ keyword: Keyword) -> Precedence? {
    switch keyword {
    case .and: return .and
    case .or: return .or
    case .is, .isnull, .notnull: return .test
    case .in, .like, .ilike, .between, .similar: return .membership
    case .not:
      switch peek().keyword {
      case .in, .like, .ilike, .between, .similar: return .membership
      default: return nil
      }
    case .at: return peek().keyword == .time && peek(2).keyword == .zone ? .timeZone : nil
    case .collate: return .collation
    default: return nil
    }
  }

  private mutating func parseOperator(
    _ level: Precedence,
    _ left: SQLExpression,
    _ leftHeight: Int,
    from start: Int
  ) -> SQLExpression {
    switch level {
    case .or: parseLogical(.or, left, from: start)
    case .and: parseLogical(.and, left, from: start)
    case .test: parseTest(left, from: start)
    case .membership: parseMembership(left, from: start)
    case .timeZone: parseAtTimeZone(left, from: start)
    case .collation: parseCollate(left, from: start)
    case .cast: parseShortCast(left, from: start)
    case .additive: parseChain(level, left, leftHeight, from: start)
    case .other where at(.concatenate): parseChain(level, left, leftHeight, from: start)
    case .comparison, .other, .multiplicative, .exponential, .lowest, .not, .sign, .primary:
      parseBinary(level, left, from: start)
    }
  }

  /// `a AND b AND c`: the whole chain.
  private mutating func parseLogical(
    _ connective: LogicalConnective,
    _ left: SQLExpression,
    from start: Int
  ) -> SQLExpression {
    let level: Precedence = connective == .and ? .and : .or
    var operands = [left]
    while operatorLevel() == level {
      if at(.foreignOperator) { reportUnexpected() }
      advance()
      operands.append(parseExpression(level.next))
    }
    return .logical(
      LogicalExpression(connective: connective, operands: operands, span: span(from: start))
    )
  }

  /// `a + b - c`, `a || b || c`: the whole chain.
  private mutating func parseChain(
    _ level: Precedence,
    _ left: SQLExpression,
    _ leftHeight: Int,
    from start: Int
  ) -> SQLExpression {
    var links: [ChainLink] = []
    var heights: [Int] = []
    let isText = at(.concatenate)
    while operatorLevel() == level, !isText || at(.concatenate), !isQuantified {
      let token = current
      guard let symbol = BinaryOperator(token.kind) else { break }
      advance()
      childHeight = 0
      let operand = parseExpression(level.next)
      heights.append(childHeight)
      links.append(
        ChainLink(
          operator: symbol,
          operand: operand,
          operatorSpan: token.span,
          span: span(from: start)
        )
      )
    }
    if links.isEmpty { return parseBinary(level, left, from: start) }
    if links.count > ChainExpression.shortest {
      childHeight = heights.max() ?? 0
      return .chain(ChainExpression(first: left, links: links, span: span(from: start)))
    }
    // The caller counts the last operator.
    childHeight = leftHeight
    for height in heights.dropLast() { childHeight = max(childHeight, height) + 1 }
    childHeight = max(childHeight, heights.last ?? 0)
    return links.reduce(left) { left, link in
      .binary(
        BinaryExpression(
          operator: link.operator,
          left: left,
          right: link.operand,
          operatorSpan: link.operatorSpan,
          span: link.span
        )
      )
    }
  }

  /// Whether the operator at the cursor is followed by ANY or ALL and a query.
  private var isQuantified: Bool {
    guard peek(2).kind == .leftParenthesis, let keyword = peek().keyword else { return false }
    return keyword == .any || keyword == .some || keyword == .all
  }

  /// `left operator right`, `left operator ANY (query)`.
  private mutating func parseBinary(
    _ level: Precedence,
    _ left: SQLExpression,
    from start: Int
  ) -> SQLExpression {
    let token = current
    if token.kind == .foreignOperator { reportUnexpected() }
    let binary = BinaryOperator(token.kind) ?? .equal
    advance()
    if level == .comparison || level == .other, let quantifier = atQuantifier {
      return parseQuantified(binary, token.span, quantifier, left, from: start)
    }
    let right = parseExpression(level.next)
    return .binary(
      BinaryExpression(
        operator: binary,
        left: left,
        right: right,
        operatorSpan: token.span,
        span: span(from: start)
      )
    )
  }

  private var atQuantifier: ComparisonQuantifier? {
    guard peek().kind == .leftParenthesis, let keyword = current.keyword else { return nil }
    return switch keyword {
    case .any, .some: .any
    case .all: .all
    default: nil
    }
  }

  private mutating func parseQuantified(
    _ comparison: BinaryOperator,
    _ operatorSpan: SourceSpan,
    _ quantifier: ComparisonQuantifier,
    _ left: SQLExpression,
    from start: Int
  ) -> SQLExpression {
    let place = current.lower
    advance()
    guard parenthesisHoldsQuery(at: index) else {
      skipParentheses()
      reportUnsupported(
        "\(quantifier.rawValue) of anything but a query",
        from: place,
        hint: "Use IN (value, …) or a query."
      )
      return left
    }
    advance()
    let query = parseQuery()
    closeParenthesis()
    return .quantified(
      QuantifiedComparison(
        operand: left,
        operator: comparison,
        quantifier: quantifier,
        query: query,
        operatorSpan: operatorSpan,
        span: span(from: start)
      )
    )
  }

  // MARK: IS

  /// `IS [NOT] NULL | TRUE | FALSE | UNKNOWN | DISTINCT FROM expr`, `ISNULL`, `NOTNULL`.
  private mutating func parseTest(_ left: SQLExpression, from start: Int) -> SQLExpression {
    let operatorStart = current.lower
    if take(.isnull) { return test(left, .null, false, from: start) }
    if take(.notnull) { return test(left, .null, true, from: start) }
    advance()
    let isNegated = take(.not)
    if take(.distinct) {
      expect(.from)
      let operatorSpan = span(from: operatorStart)
      let right = parseExpression(Precedence.test.next)
      return .binary(
        BinaryExpression(
          operator: isNegated ? .isNotDistinctFrom : .isDistinctFrom,
          left: left,
          right: right,
          operatorSpan: operatorSpan,
          span: span(from: start)
        )
      )
    }
    _ = at(.word) ? correct(to: [.null, .true, .false, .unknown, .distinct]) : nil
    let state: TestedState? =
      switch current.keyword {
      case .null: .null
      case .true: .true
      case .false: .false
      case .unknown: .unknown
      default: nil
      }
    guard let state else {
      reportUnexpected(
        hint: "After IS stands NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM; else use =."
      )
      if canStartOperand { _ = parseExpression(Precedence.test.next) }
      return left
    }
    advance()
    return test(left, state, isNegated, from: start)
  }

  private func test(
    _ operand: SQLExpression,
    _ state: TestedState,
    _ isNegated: Bool,
    from start: Int
  ) -> SQLExpression {
    .isTest(
      IsTest(operand: operand, state: state, isNegated: isNegated, span: span(from: start))
    )
  }

  // MARK: Other operators of words

  /// `x AT TIME ZONE zone`.
  private mutating func parseAtTimeZone(_ left: SQLExpression, from start: Int) -> SQLExpression {
    index += 3
    let zone = parseExpression(Precedence.timeZone.next)
    return .atTimeZone(
      AtTimeZoneExpression(operand: left, zone: zone, span: span(from: start))
    )
  }

  /// `x COLLATE name`.
  private mutating func parseCollate(_ left: SQLExpression, from start: Int) -> SQLExpression {
    advance()
    let collation = parseName(.anyWord)
    return .collate(
      CollateExpression(operand: left, collation: collation, span: span(from: start))
    )
  }

  /// `x::type`.
  private mutating func parseShortCast(_ left: SQLExpression, from start: Int) -> SQLExpression {
    advance()
    let type = parseType()
    return .cast(CastExpression(operand: left, type: type, span: span(from: start)))
  }
}
