import DSQLDiagnostics

extension Parser {
  // MARK: INSERT

  /// `INSERT INTO entity [(field, …)] source [ON CONFLICT …] [RETURNING …]`.
  mutating func parseInsert(with: WithClause?, from start: Int) -> Statement {
    advance()
    if at(.or) { refuseInsertOr() }
    expect(.into)
    let entity = parseEntityName(.anyWord)
    let alias = take(.as) ? parseName(.anyWord) : nil
    let hasFields = at(.leftParenthesis) && !parenthesisHoldsQuery(at: index)
    let fields = hasFields ? parseNamesInParentheses() : []
    let source = parseInsertSource()
    let onConflict = at(.on) ? parseOnConflict() : nil
    let returning = parseReturning()
    return .insert(
      InsertStatement(
        with: with,
        entity: entity,
        alias: alias,
        fields: fields,
        source: source,
        onConflict: onConflict,
        returning: returning,
        span: span(from: start)
      )
    )
  }

  private mutating func refuseInsertOr() {
    let start = current.lower
    advance()
    if at(.word), !at(.into) { advance() }
    reportUnsupported(
      "INSERT OR",
      from: start,
      hint: "Use INSERT … ON CONFLICT (field) DO NOTHING or DO UPDATE SET …."
    )
  }

  private mutating func parseInsertSource() -> InsertSource {
    if take(.default) {
      expect(.values)
      return .defaultValues
    }
    switch current.keyword {
    case .values, .select, .with, .table: break
    default:
      if at(.leftParenthesis) { break }
      guard correct(to: [.values, .select, .default, .with]) != nil else {
        reportUnexpected(hint: "VALUES, DEFAULT VALUES or a query is expected here.")
        skipToStop()
        return .defaultValues
      }
      return parseInsertSource()
    }
    let query = parseQuery()
    if case .values(let values) = query.body, query.with == nil, query.orderBy.isEmpty,
      query.limit == nil, query.offset == nil
    {
      return .values(values)
    }
    return .query(query)
  }

  /// `ON CONFLICT [(field, …)] DO NOTHING | UPDATE SET … [WHERE …]`.
  private mutating func parseOnConflict() -> OnConflictClause {
    let start = current.lower
    advance()
    expect(.conflict)
    let fields = at(.leftParenthesis) ? parseNamesInParentheses() : []
    expect(.do)
    if take(.nothing) {
      return OnConflictClause(fields: fields, action: .nothing, span: span(from: start))
    }
    expect(.update, hint: "After DO stands NOTHING or UPDATE SET ….")
    let assignments = parseSet()
    let predicate = parseWhere()
    return OnConflictClause(
      fields: fields,
      action: .update(assignments, predicate: predicate),
      span: span(from: start)
    )
  }

  // MARK: SET

  /// `SET field = expr, …`.
  private mutating func parseSet() -> [Assignment] {
    expect(.set)
    if atStop, !atEnd, !isNameLikeKeyword {
      reportUnexpected(hint: "SET field = value is expected here.")
      return []
    }
    var assignments: [Assignment] = []
    repeat {
      if at(.leftParenthesis) {
        assignments.append(contentsOf: parseRowAssignment())
      } else {
        assignments.append(parseAssignment())
      }
    } while continuesList()
    return assignments
  }

  /// `field = expr`.
  private mutating func parseAssignment() -> Assignment {
    let start = current.lower
    let field = parseName()
    if at(.dot) {
      reportUnexpected(hint: "The field that SET writes is named without its entity.")
      while take(.dot) { _ = takeName(.anyWord) }
    }
    takeAssignmentSign()
    let value = parseExpressionOrDefault()
    return Assignment(field: field, value: value, span: span(from: start))
  }

  private mutating func takeAssignmentSign() {
    if take(.equal) { return }
    reportUnexpected(hint: "After a field of SET stands = and a value.")
    if at(.foreignOperator) { advance() }
  }

  /// `(field, …) = (expr, …)`, which is one assignment for each field.
  private mutating func parseRowAssignment() -> [Assignment] {
    let start = current.lower
    let fields = parseNamesInParentheses()
    takeAssignmentSign()
    _ = take(.row)
    if parenthesisHoldsQuery(at: index) {
      skipParentheses()
      reportUnsupported(
        "assignment from a query of several values",
        from: start,
        hint: "Use UPDATE … SET field = t.field FROM (query) t WHERE …."
      )
      return []
    }
    let place = current
    guard expect(.leftParenthesis, "As many values as fields stand in parentheses.") else {
      return []
    }
    var values: [SQLExpression] = []
    repeat { values.append(parseExpressionOrDefault()) } while continuesList()
    closeParenthesis()
    if values.count != fields.count {
      report(
        .syntaxError,
        "number of fields does not match number of values",
        span: place.span,
        hint: "There are \(fields.count) fields and \(values.count) values."
      )
    }
    return zip(fields, values).map { Assignment(field: $0, value: $1, span: $0.span) }
  }

  /// `expr` or `DEFAULT`.
  mutating func parseExpressionOrDefault() -> SQLExpression {
    let token = current
    guard take(.default) else { return parseExpression() }
    return .defaultValue(DefaultValue(span: token.span))
  }

  // MARK: UPDATE and DELETE

  /// `UPDATE entity [[AS] alias] SET … [FROM …] [WHERE …] [RETURNING …]`.
  mutating func parseUpdate(with: WithClause?, from start: Int) -> Statement {
    advance()
    let entity = parseEntityName(.anyWord)
    let alias = take(.as) ? parseName(.anyWord) : takeBareAlias()
    let assignments = parseSet()
    let from = at(.from) ? parseFrom() : []
    let predicate = parseWhere()
    let returning = parseReturning()
    return .update(
      UpdateStatement(
        with: with,
        entity: entity,
        alias: alias,
        assignments: assignments,
        from: from,
        predicate: predicate,
        returning: returning,
        span: span(from: start)
      )
    )
  }

  /// `DELETE FROM entity [[AS] alias] [USING …] [WHERE …] [RETURNING …]`.
  mutating func parseDelete(with: WithClause?, from start: Int) -> Statement {
    advance()
    if at(.star), peek().keyword == .from {
      reportUnexpected(hint: "DELETE FROM removes whole records; leave the star out.")
      advance()
    }
    expect(.from)
    let entity = parseEntityName(.anyWord)
    let alias = take(.as) ? parseName(.anyWord) : takeBareAlias()
    let from = at(.using) ? parseFrom() : []
    let predicate = parseWhere()
    let returning = parseReturning()
    return .delete(
      DeleteStatement(
        with: with,
        entity: entity,
        alias: alias,
        from: from,
        predicate: predicate,
        returning: returning,
        span: span(from: start)
      )
    )
  }
}
