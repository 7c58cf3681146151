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
    case .join(let join): return try self.join(join)
    }
  }

  private func join(_ join: BoundJoin) throws -> String {
    var right = try relation(join.right)
    if case .join = join.right { right = "(\(right))" }
    let condition = try join.condition.map(sql)
    let words =
      switch join.kind {
      // CROSS would forbid SQLite to choose the order.
      case .inner, .cross: "JOIN"
      case .left: "LEFT JOIN"
      case .right: "RIGHT JOIN"
      case .full: "FULL JOIN"
      }
    return "\(try relation(join.left)) \(words) \(right) ON \(condition ?? "1")"
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
