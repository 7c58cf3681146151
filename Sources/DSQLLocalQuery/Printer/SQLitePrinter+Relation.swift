import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// What stands in FROM.
  func relation(_ relation: BoundRelation) throws -> String {
    switch relation {
    case .table(let id, _), .lastResult(let id, _): return Self.table(id)
    case .derived(let id, let query): return "(\(try sql(query))) AS \(Self.table(id))"
    case .commonTable(let id, let table, _, _): return "t\(table) AS \(Self.table(id))"
    case .series(let id, let first, let last, let step, _):
      return try series(first, last, step) + " AS \(Self.table(id))"
    case .join(let join): return try self.join(join, besideOuter: relation.keepsRightRows)
    }
  }

  /// A join, in a FROM that has a RIGHT or FULL JOIN or has none.
  private func join(_ join: BoundJoin, besideOuter: Bool) throws -> String {
    func operand(_ relation: BoundRelation) throws -> String {
      guard case .join(let inner) = relation else { return try self.relation(relation) }
      return try self.join(inner, besideOuter: besideOuter)
    }
    var right = try operand(join.right)
    if case .join = join.right { right = "(\(right))" }
    let condition = try join.condition.map { condition in
      besideOuter && join.kind == .inner
        ? try conditionBesideOuter(condition, of: .join(join)) : try sql(condition)
    }
    let words =
      switch join.kind {
      // CROSS would forbid SQLite to choose the order.
      case .inner, .cross: "JOIN"
      case .left: "LEFT JOIN"
      case .right: "RIGHT JOIN"
      case .full: "FULL JOIN"
      }
    return "\(try operand(join.left)) \(words) \(right) ON \(condition ?? "1")"
  }

  /// The ON of an inner join in a FROM that has a RIGHT or FULL JOIN.
  ///
  /// SQLite leaves the whole loop where a term without columns of the FROM is not true, and with it the
  /// rows that the outer join keeps (3.40.1); a term in a subquery it asks for each row.
  private func conditionBesideOuter(
    _ condition: BoundExpression,
    of relation: BoundRelation
  ) throws -> String {
    var terms = [condition]
    if case .and(let parts) = condition.kind { terms = parts }
    let own = relation.relations
    return try terms.map { term in
      let text = try sql(term)
      return term.columnsRead.contains { own.contains($0.relation) }
        ? "(\(text))" : "(SELECT \(text))"
    }
    .joined(separator: " AND ")
  }

  /// `generate_series(first, last, step)`.
  private func series(
    _ first: BoundExpression,
    _ last: BoundExpression,
    _ step: BoundExpression?
  ) throws -> String {
    let kind =
      switch first.type {
      case .decimal: "'d'"
      case .double: "'f'"
      case .date, .timestamp: "'t'"
      case .unknown, .boolean, .integer, .text, .interval, .uuid, .choice, .choices, .file: "'i'"
      }
    let step = try step.map(sql) ?? "1"
    let (start, end) = (instant(first, try sql(first)), instant(last, try sql(last)))
    return """
      (WITH RECURSIVE p(a, b, s) AS (SELECT \(start), \(end), \(step)), v(c0) AS (\
      SELECT a FROM p WHERE \(call(.seriesContinues, kind, "a", "b", "s")) \
      UNION ALL SELECT \(call(.seriesNext, kind, "c0", "s")) FROM v, p \
      WHERE \(call(.seriesContinues, kind, call(.seriesNext, kind, "c0", "s"), "b", "s"))) \
      SELECT c0 FROM v)
      """
  }
}

extension BoundRelation {
  /// Whether a join in it keeps rows of its right side that meet nothing.
  fileprivate var keepsRightRows: Bool {
    guard case .join(let join) = self else { return false }
    return join.kind == .right || join.kind == .full || join.left.keepsRightRows
      || join.right.keepsRightRows
  }

  /// The relations that it joins.
  fileprivate var relations: Set<RelationID> {
    switch self {
    case .table(let id, _), .derived(let id, _), .commonTable(let id, _, _, _),
      .series(let id, _, _, _, _), .lastResult(let id, _):
      [id]
    case .join(let join): join.left.relations.union(join.right.relations)
    }
  }
}
