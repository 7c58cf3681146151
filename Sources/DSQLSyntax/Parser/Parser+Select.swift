import DSQLDiagnostics

extension Parser {
  /// `SELECT [DISTINCT …] item, … [FROM …] [WHERE …] [GROUP BY …] [HAVING …] [WINDOW …]`.
  mutating func parseSelect() -> SelectStatement {
    let start = current.lower
    advance()
    var select = SelectStatement(
      quantifier: parseSelectQuantifier(),
      items: [],
      from: [],
      groupBy: [],
      windows: [],
      span: .at(start)
    )
    refuseTop()
    select.items = parseSelectList()
    refuseInto()
    if at(.from) { select.from = parseFrom() }
    select.predicate = parseWhere()
    if at(.group) { select.groupBy = parseGroupBy() }
    if take(.having) { select.having = parseCondition() }
    if take(.window) { select.windows = parseWindowDefinitions() }
    select.span = span(from: start)
    return select
  }

  /// `DISTINCT [ON (expr, …)]`, `ALL` or nothing.
  private mutating func parseSelectQuantifier() -> SelectQuantifier {
    // `DISTINC name` reads like a field and its alias.
    if current.keyword == nil, peek().kind == .word, peek().keyword?.isReserved != true {
      _ = correct(to: [.distinct])
    }
    guard take(.distinct) else {
      _ = take(.all)
      return .all
    }
    guard take(.on) else { return .distinct }
    expect(.leftParenthesis, "DISTINCT ON is followed by expressions in parentheses.")
    let expressions = parseExpressionList()
    closeParenthesis()
    return .distinctOn(expressions)
  }

  /// `TOP n`, which other dialects have.
  private mutating func refuseTop() {
    guard at(.word), current.keyword == nil, lexed.source(of: current).lowercased() == "top" else {
      return
    }
    let number = peek().kind == .leftParenthesis ? peek(2) : peek()
    guard number.kind == .integer else { return }
    let count = lexed.source(of: number)
    reportUnexpected(hint: "Write LIMIT \(count) at the end of the query.")
    advance()
    if at(.leftParenthesis) { skipParentheses() } else { advance() }
  }

  /// `SELECT … INTO name`.
  private mutating func refuseInto() {
    guard at(.into) else { return }
    let start = current.lower
    advance()
    _ = parseEntityName(.anyWord)
    reportUnsupported(
      "SELECT INTO",
      from: start,
      hint: "Use INSERT INTO entity (field, …) SELECT …."
    )
  }

  // MARK: Items

  /// `item, …`.
  private mutating func parseSelectList() -> [SelectItem] {
    if (at(.from) && peek().kind != .comma) || at(.where) || atEnd || at(.rightParenthesis) {
      reportUnexpected(hint: "What to select is missing; * stands for all fields.")
      return []
    }
    var items: [SelectItem] = []
    repeat { items.append(parseSelectItem()) } while continuesList()
    return items
  }

  /// `RETURNING item, …`, or nothing.
  mutating func parseReturning() -> [SelectItem] {
    take(.returning) ? parseSelectList() : []
  }

  /// `*`, `alias.*`, `expr [[AS] name]`.
  private mutating func parseSelectItem() -> SelectItem {
    if let star = parseAllColumns() { return .allColumns(star) }
    let start = current.lower
    let expression = parseExpression()
    let alias = parseColumnAlias()
    return .expression(
      SelectExpression(expression: expression, alias: alias, span: span(from: start))
    )
  }

  /// `*` or `path.*`, with EXCLUDE; nil where neither stands here.
  private mutating func parseAllColumns() -> AllColumns? {
    let start = current.lower
    var distance = 0
    while peek(distance).kind == .word || peek(distance).kind == .quotedIdentifier,
      peek(distance + 1).kind == .dot
    {
      distance += 2
    }
    guard peek(distance).kind == .star else { return nil }
    var qualifier: [Identifier] = []
    while !at(.star) {
      if let name = takeName(.anyWord) { qualifier.append(name) }
      _ = take(.dot)
    }
    advance()
    var excluded: [Identifier] = []
    if take(.exclude) {
      excluded = at(.leftParenthesis) ? parseNamesInParentheses() : [parseName()]
    }
    return AllColumns(qualifier: qualifier, excluded: excluded, span: span(from: start))
  }

  /// `[AS] name`, or nothing.
  private mutating func parseColumnAlias() -> Identifier? {
    if take(.as) { return parseName(.anyWord) }
    switch current.kind {
    case .quotedIdentifier: return takeName()
    case .word:
      switch current.keyword {
      case .filter, .over, .within, .escape: return nil
      default: break
      }
      if current.keyword?.isReserved == true || correctAlias() { return nil }
      return takeName()
    default: return nil
    }
  }

  // MARK: Clauses

  /// `WHERE expr`, or nothing.
  mutating func parseWhere() -> SQLExpression? { take(.where) ? parseCondition() : nil }

  /// `GROUP BY expr, …`.
  private mutating func parseGroupBy() -> [SQLExpression] {
    advance()
    expect(.by)
    var expressions: [SQLExpression] = []
    repeat {
      if let expression = parseGroupingElement() { expressions.append(expression) }
    } while continuesList()
    return expressions
  }

  /// An expression; nil for the sets of groups, which are refused.
  private mutating func parseGroupingElement() -> SQLExpression? {
    let start = current.lower
    let isSet =
      at(.grouping, .sets)
      || ((at(.rollup) || at(.cube)) && peek().kind == .leftParenthesis)
    guard isSet else { return parseExpression() }
    let name = at(.grouping) ? "GROUPING SETS" : current.keyword?.text ?? ""
    if take(.grouping) { advance() } else { advance() }
    if at(.leftParenthesis) { skipParentheses() }
    reportUnsupported(
      name,
      from: start,
      hint: "Join one query for each set of groups by UNION ALL."
    )
    return nil
  }
}
