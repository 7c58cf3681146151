import DSQLDiagnostics

extension Parser {
  /// `[WITH …] set-expr [ORDER BY …] [LIMIT …] [OFFSET …]`.
  mutating func parseQuery() -> Query {
    let start = current.lower
    let with = at(.with) ? parseWith() : nil
    return parseQuery(with: with, from: start)
  }

  /// A query behind its WITH.
  mutating func parseQuery(with: WithClause?, from start: Int) -> Query {
    guard enter(Parser.levelsOfQuery) else { return emptyQuery() }
    defer { leave(Parser.levelsOfQuery) }
    let outerHeight = childHeight
    childHeight = 0
    let body = parseSetExpression(isOperandOfIntersect: false)
    var query = Query(with: with, body: body, orderBy: [], span: .at(start))
    if at(.order) { query.orderBy = parseOrderBy() }
    parseLimits(&query)
    _ = grow()
    childHeight = max(outerHeight, childHeight)
    if case .nested(var inner) = query.body, with == nil, query.orderBy.isEmpty,
      query.limit == nil, query.offset == nil
    {
      inner.span = span(from: start)
      return inner
    }
    query.span = span(from: start)
    return query
  }

  /// A query takes as much of the stack as this many parentheses.
  private static let levelsOfQuery = 7

  private func emptyQuery() -> Query {
    Query(body: emptyBody(), orderBy: [], span: .at(current.lower))
  }

  private func emptyBody() -> QueryBody {
    .select(
      SelectStatement(
        quantifier: .all,
        items: [],
        from: [],
        groupBy: [],
        windows: [],
        span: .at(current.lower)
      )
    )
  }

  // MARK: WITH

  /// `WITH [RECURSIVE] cte, …`.
  mutating func parseWith() -> WithClause {
    let start = current.lower
    advance()
    let isRecursive = take(.recursive)
    var expressions: [CommonTableExpression] = []
    repeat { expressions.append(parseCommonTableExpression()) } while take(.comma)
    return WithClause(
      isRecursive: isRecursive,
      expressions: expressions,
      span: span(from: start)
    )
  }

  /// `name [(column, …)] AS [[NOT] MATERIALIZED] (query)`.
  private mutating func parseCommonTableExpression() -> CommonTableExpression {
    let start = current.lower
    let name = parseName()
    let hasColumns = at(.leftParenthesis) && !parenthesisHoldsQuery(at: index)
    let columns = hasColumns ? parseNamesInParentheses() : []
    expect(.as)
    if take(.not) { expect(.materialized) } else { _ = take(.materialized) }
    let query = parseQueryInParentheses()
    return CommonTableExpression(
      name: name,
      columns: columns,
      query: query,
      span: span(from: start)
    )
  }

  private mutating func parseQueryInParentheses() -> Query {
    guard take(.leftParenthesis) else {
      reportUnexpected(hint: "A query in parentheses is expected here.")
      return at(.select) ? parseQuery() : emptyQuery()
    }
    switch current.keyword {
    case .insert, .update, .delete:
      let start = current.lower
      skipToClosing()
      reportUnsupported(
        "a write inside WITH",
        from: start,
        hint: "Run it as a statement of its own."
      )
      _ = take(.rightParenthesis)
      return emptyQuery()
    default: break
    }
    let query = parseQuery()
    closeParenthesis()
    return query
  }

  /// Skips to the parenthesis that closes the one taken last.
  private mutating func skipToClosing() {
    while !atEnd, !at(.rightParenthesis) {
      if at(.leftParenthesis) { skipParentheses() } else { advance() }
    }
  }

  // MARK: Set operations

  /// `core { (UNION | INTERSECT | EXCEPT) [ALL] core }`; INTERSECT binds tighter.
  private mutating func parseSetExpression(isOperandOfIntersect: Bool) -> QueryBody {
    let start = current.lower
    let first = parseQueryCore()
    var links: [SetLink] = []
    let firstHeight = childHeight
    var heights: [Int] = []
    while let operation = setOperator, !isOperandOfIntersect, !atEnd {
      let operatorSpan = current.span
      advance()
      let quantifier: SetQuantifier = take(.all) ? .all : .distinct
      if quantifier == .distinct { _ = take(.distinct) }
      childHeight = 0
      let right =
        operation == .intersect ? parseQueryCore() : parseIntersections(parseQueryCore())
      heights.append(childHeight)
      links.append(
        SetLink(
          operator: operation,
          quantifier: quantifier,
          right: right,
          operatorSpan: operatorSpan,
          span: span(from: start)
        )
      )
    }
    childHeight = firstHeight
    let chain = SetChain(first: first, links: links)
    if chain.isBalanced {
      childHeight = max(childHeight, heights.max() ?? 0) + chain.balancedHeight - 1
      _ = grow()
    } else {
      for height in heights {
        childHeight = max(childHeight, height)
        if !grow() { return first }
      }
    }
    return chain.body
  }

  /// A core and the INTERSECTs behind it.
  private mutating func parseIntersections(_ first: QueryBody) -> QueryBody {
    var left = first
    while at(.intersect) {
      let operatorSpan = current.span
      advance()
      let quantifier: SetQuantifier = take(.all) ? .all : .distinct
      if quantifier == .distinct { _ = take(.distinct) }
      let right = parseQueryCore()
      left = .setOperation(
        SetOperation(
          operator: .intersect,
          quantifier: quantifier,
          left: left,
          right: right,
          operatorSpan: operatorSpan,
          span: span(from: first.span.lower)
        )
      )
      if !grow() { break }
    }
    return left
  }

  private var setOperator: SetOperator? {
    switch current.keyword {
    case .union: .union
    case .intersect: .intersect
    case .except: .except
    default: nil
    }
  }

  /// `SELECT …`, `VALUES …`, `TABLE name`, `(query)`.
  private mutating func parseQueryCore() -> QueryBody {
    switch current.keyword {
    case .select: return .select(parseSelect())
    case .values: return .values(parseValues())
    case .table: return .select(parseTable())
    default: break
    }
    if at(.leftParenthesis) { return parseNestedQuery() }
    if correct(to: [.select, .values]) != nil { return parseQueryCore() }
    reportUnexpected(hint: "A query is expected here.")
    return emptyBody()
  }

  private mutating func parseNestedQuery() -> QueryBody {
    advance()
    let query = parseQuery()
    closeParenthesis()
    let isPlain =
      query.with == nil && query.orderBy.isEmpty && query.limit == nil && query.offset == nil
    return isPlain ? query.body : .nested(query)
  }

  /// `VALUES row, …`.
  mutating func parseValues() -> ValuesClause {
    let start = current.lower
    advance()
    var rows: [ValuesRow] = []
    repeat { rows.append(parseValuesRow()) } while continuesList()
    return ValuesClause(rows: rows, span: span(from: start))
  }

  private mutating func parseValuesRow() -> ValuesRow {
    let start = current.lower
    guard expect(.leftParenthesis, "A row of values stands in parentheses.") else {
      skipToStop()
      return ValuesRow(elements: [placeholder()], span: span(from: start))
    }
    var elements: [SQLExpression] = []
    repeat { elements.append(parseExpressionOrDefault()) } while continuesList()
    closeParenthesis()
    return ValuesRow(elements: elements, span: span(from: start))
  }

  /// `TABLE name`, which is `SELECT * FROM name`.
  private mutating func parseTable() -> SelectStatement {
    let start = current.lower
    advance()
    let entity = parseEntityName(.anyWord)
    let reference = EntityReference(entity: entity, span: entity.span)
    return SelectStatement(
      quantifier: .all,
      items: [.allColumns(AllColumns(qualifier: [], excluded: [], span: .at(start)))],
      from: [.entity(reference)],
      groupBy: [],
      windows: [],
      span: span(from: start)
    )
  }

  // MARK: Order and limits

  /// `ORDER BY order, …`.
  mutating func parseOrderBy() -> [OrderingTerm] {
    advance()
    expect(.by)
    var terms: [OrderingTerm] = []
    repeat {
      terms.append(parseOrderingTerm())
    } while continuesList(
      before: Parser.frameKeywords
    )
    return terms
  }

  /// `expr [ASC | DESC] [NULLS FIRST | LAST]`.
  private mutating func parseOrderingTerm() -> OrderingTerm {
    let start = current.lower
    let expression = parseExpression()
    if !atStop, !at(.asc), !at(.desc), !at(.nulls) { _ = correct(to: [.asc, .desc, .nulls]) }
    var direction = SortDirection.ascending
    if take(.desc) { direction = .descending } else { _ = take(.asc) }
    var nulls: NullsPlacement?
    if take(.nulls) {
      if take(.first) {
        nulls = .first
      } else {
        nulls = .last
        expect(.last, hint: "After NULLS stands FIRST or LAST.")
      }
    }
    return OrderingTerm(
      expression: expression,
      direction: direction,
      nulls: nulls,
      span: span(from: start)
    )
  }

  /// `LIMIT`, `OFFSET` and `FETCH FIRST` in any order, and what is not supported behind them.
  private mutating func parseLimits(_ query: inout Query) {
    while true {
      switch current.keyword {
      case .limit: parseLimit(&query)
      case .offset:
        advance()
        query.offset = parseExpression()
        if !take(.rows) { _ = take(.row) }
      case .fetch: parseFetch(&query)
      case .for: refuseLocking()
      default: return
      }
    }
  }

  private mutating func parseLimit(_ query: inout Query) {
    advance()
    if take(.all) { return }
    query.limit = parseExpression()
    guard at(.comma), !isCommaOfList else { return }
    reportUnexpected(hint: "Write LIMIT count OFFSET start.")
    advance()
    query.offset = query.limit
    query.limit = parseExpression()
  }

  /// Whether a comma behind LIMIT is followed by no number, so that it is another fault.
  private var isCommaOfList: Bool {
    switch peek().kind {
    case .integer, .parameter, .variable: false
    default: true
    }
  }

  /// `FETCH FIRST [n] ROWS ONLY`.
  private mutating func parseFetch(_ query: inout Query) {
    let start = current.lower
    advance()
    if !take(.next) { expect(.first) }
    if at(.row) || at(.rows) {
      query.limit = .literal(Literal(kind: .integer, text: "1", span: current.span))
    } else {
      query.limit = parseExpression(Precedence.sign)
    }
    if !take(.rows), !take(.row) { expect(.rows) }
    if take(.with, .ties) {
      reportUnsupported(
        "WITH TIES",
        from: start,
        hint: "Write ROWS ONLY, or filter by rank() OVER (ORDER BY …) in a query around this one."
      )
    } else {
      expect(.only)
    }
  }

  /// `FOR UPDATE` and its kin.
  private mutating func refuseLocking() {
    let start = current.lower
    while !atEnd, !at(.rightParenthesis) { advance() }
    reportUnsupported(
      "row locking",
      from: start,
      hint: "The service has no locks; leave the clause out."
    )
  }
}
