import DSQLDiagnostics

extension Parser {
  /// `FROM table, …`; also USING of DELETE, whose word is taken the same way.
  mutating func parseFrom() -> [TableReference] {
    advance()
    var tables: [TableReference] = [parseTableReference(.anyWord)]
    while continuesList() { tables.append(parseTableReference(.plain)) }
    return tables
  }

  /// A table and the joins behind it.
  private mutating func parseTableReference(_ place: NamePlace) -> TableReference {
    let start = current.lower
    var left = parseTable(place)
    while let (kind, kindSpan) = takeJoin() {
      let right = parseTable(.anyWord)
      let constraint = kind == .cross ? nil : parseJoinConstraint()
      left = .join(
        JoinClause(
          kind: kind,
          left: left,
          right: right,
          constraint: constraint,
          kindSpan: kindSpan,
          span: span(from: start)
        )
      )
      if !grow() { break }
    }
    return left
  }

  /// `[INNER | LEFT [OUTER] | RIGHT [OUTER] | FULL [OUTER] | CROSS] JOIN`.
  private mutating func takeJoin() -> (JoinKind, SourceSpan)? {
    let start = current.lower
    let kind: JoinKind
    switch current.keyword {
    case .join: kind = .inner
    case .inner: kind = .inner
    case .left: kind = .left
    case .right: kind = .right
    case .full: kind = .full
    case .cross: kind = .cross
    case .natural:
      refuseNatural()
      // Like CROSS JOIN, it is followed by no condition.
      return takeJoin().map { (.cross, $0.1) }
    default: return nil
    }
    if !at(.join) { advance() }
    if kind == .left || kind == .right || kind == .full { _ = take(.outer) }
    expect(.join)
    return (kind, span(from: start))
  }

  private mutating func refuseNatural() {
    let start = current.lower
    advance()
    reportUnsupported("NATURAL JOIN", from: start, hint: "Name the fields: JOIN … USING (field).")
  }

  /// `ON expr`, `USING (name, …)`.
  private mutating func parseJoinConstraint() -> JoinConstraint? {
    if !at(.on), !at(.using) { _ = correct(to: [.on, .using]) }
    if take(.on) { return .on(parseCondition(endsAtComma: true)) }
    if take(.using) { return .using(parseNamesInParentheses()) }
    reportUnexpected(hint: "A join needs ON condition or USING (field); CROSS JOIN has neither.")
    return nil
  }

  // MARK: Tables

  /// An entity, `_`, a function, a query in parentheses, or a join in parentheses.
  private mutating func parseTable(_ place: NamePlace) -> TableReference {
    if at(.lateral), peek().kind == .leftParenthesis { refuseLateral() }
    if at(.leftParenthesis) { return parseTableInParentheses() }
    let start = current.lower
    let isLastResult = at(.word) && lexed.bytes[current.lower..<current.upper] == [0x5F]
    let reference: TableReference
    if isLastResult, peek().kind != .dot {
      advance()
      let alias = parseTableAlias()
      reference = .lastResult(LastResult(alias: alias, span: span(from: start)))
    } else if peek().kind == .leftParenthesis, at(.word) || at(.quotedIdentifier) {
      reference = parseTableFunction()
    } else {
      let entity = parseEntityName(isOperandMissing ? .plain : place)
      let alias = parseTableAlias()
      reference = .entity(
        EntityReference(entity: entity, alias: alias, span: span(from: start))
      )
    }
    refuseSample()
    return reference
  }

  /// Whether the word at the cursor begins the next clause, so that a table's name is missing: any
  /// word may name an entity, but `FROM WHERE x = 1` means no entity of the name `WHERE`.
  private var isOperandMissing: Bool {
    guard let keyword = current.keyword, keyword.isReserved else { return false }
    switch keyword {
    case .where, .having, .on, .select: return canFollowClauseWord(peek())
    case .group, .order: return peek().keyword == .by && canFollowClauseWord(peek(2))
    case .join, .inner, .left, .right, .full, .cross, .natural:
      return peek().kind == .word && peek().keyword != .as && !isClauseStart(at: index + 1)
        || peek().keyword == .join
    case .limit, .offset: return peek().kind == .integer
    default: return false
    }
  }

  /// Whether a token may follow the word of a clause, but not the name of an entity or its alias.
  private func canFollowClauseWord(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .quotedIdentifier:
      token.keyword?.isReserved != true || token.keyword == .not || token.keyword == .case
    case .integer, .string, .star: true
    default: false
    }
  }

  private mutating func refuseLateral() {
    let start = current.lower
    advance()
    reportUnsupported(
      "LATERAL",
      from: start,
      hint: "Use a join, or a query in the select list that gives one value."
    )
  }

  /// `TABLESAMPLE method (n) [REPEATABLE (n)]`.
  private mutating func refuseSample() {
    guard at(.tablesample) else { return }
    let start = current.lower
    advance()
    _ = takeName()
    if at(.leftParenthesis) { skipParentheses() }
    if at(.word), lexed.source(of: current).lowercased() == "repeatable" {
      advance()
      if at(.leftParenthesis) { skipParentheses() }
    }
    reportUnsupported("TABLESAMPLE", from: start, hint: "Use ORDER BY random() LIMIT n.")
  }

  private mutating func parseTableInParentheses() -> TableReference {
    let start = current.lower
    if parenthesisHoldsQuery(at: index) || correctQuery() {
      advance()
      let query = parseQuery()
      closeParenthesis()
      let alias = parseTableAlias()
      return .derived(DerivedTable(query: query, alias: alias, span: span(from: start)))
    }
    guard enter(4) else {
      let name = Identifier(text: "", isQuoted: true, span: .at(start))
      let entity = EntityName(name: name, span: .at(start))
      return .entity(EntityReference(entity: entity, span: .at(start)))
    }
    advance()
    let table = parseTableReference(.plain)
    closeParenthesis()
    leave(4)
    return table
  }

  /// Whether the word behind the parenthesis is a misspelt SELECT.
  private mutating func correctQuery() -> Bool {
    let next = peek(2)
    guard next.kind != .word || !isClauseStart(at: min(index + 2, tokens.count - 1)),
      next.kind != .rightParenthesis, next.kind != .comma, next.kind != .dot,
      nearest(to: peek(), among: [.select]) != nil
    else { return false }
    index += 1
    defer { index -= 1 }
    return correct(to: [.select]) != nil
  }

  /// `generate_series(a, b) [[AS] alias]`.
  private mutating func parseTableFunction() -> TableReference {
    let start = current.lower
    let name = parseName(.anyWord)
    advance()
    let arguments = at(.rightParenthesis) ? [] : parseExpressionList()
    closeParenthesis()
    let alias = parseTableAlias()
    return .function(
      TableFunction(name: name, arguments: arguments, alias: alias, span: span(from: start))
    )
  }

  /// `[AS] name [(column, …)]`, or nothing.
  private mutating func parseTableAlias() -> TableAlias? {
    let start = current.lower
    let name: Identifier
    if take(.as) {
      name = parseName(.anyWord)
    } else {
      guard let bare = takeBareAlias() else { return nil }
      name = bare
    }
    let columns = at(.leftParenthesis) ? parseNamesInParentheses() : []
    return TableAlias(name: name, columns: columns, span: span(from: start))
  }

  /// An alias without AS; nil where the word is none.
  mutating func takeBareAlias() -> Identifier? {
    switch current.keyword {
    case .set, .values: return nil
    default: break
    }
    guard at(.word) || at(.quotedIdentifier) else { return nil }
    if at(.word), current.keyword?.isReserved == true || correctAlias() { return nil }
    return takeName()
  }
}
