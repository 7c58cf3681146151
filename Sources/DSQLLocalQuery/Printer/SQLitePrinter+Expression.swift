import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  /// An expression; what is not a single word stands in parentheses.
  func sql(_ expression: BoundExpression) throws -> String {
    switch expression.kind {
    case .constant(let value): return literal(value, expression.type)
    case .column(let column):
      return MovedExpressions.leaf("\(Self.table(column.relation)).\(Self.column(column.index))")
    case .aggregate(let aggregate):
      return try leaf { try self.aggregate(aggregate, expression.type) }
    case .window(let window): return try leaf { try self.window(window, expression.type) }
    case .scalarSubquery, .exists: return try leaf { try plain(expression) }
    case .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or, .isNull,
      .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .inQuery,
      .quantified:
      return try nested { try plain(expression) }
    }
  }

  private func plain(_ expression: BoundExpression) throws -> String {
    switch expression.kind {
    case .constant, .column, .aggregate, .window: return try sql(expression)
    case .negate(let operand): return try negation(operand)
    case .not(let operand): return "(NOT \(try sql(operand)))"
    case .arithmetic(let symbol, let left, let right):
      return try arithmetic(symbol, left, right)
    case .concatenate(let left, let right): return try concatenation(left, right)
    case .comparison(let symbol, let left, let right, let rule):
      return try comparison(symbol.rawValue, left, right, rule)
    case .distinct(let left, let right, let isNegated, let rule):
      return try comparison(isNegated ? "IS" : "IS NOT", left, right, rule)
    case .and(let parts):
      return balanced(try failingLast(parts).map(sql), "AND")
    case .or(let parts): return balanced(try parts.map(sql), "OR")
    case .isNull(let operand, let isNegated):
      return "(\(try sql(operand)) IS \(isNegated ? "NOT " : "")NULL)"
    case .isTruth(let operand, let truth, let isNegated):
      return "(\(try sql(operand)) IS \(isNegated ? "NOT " : "")\(truth ? "TRUE" : "FALSE"))"
    case .inList(let operand, let items, let isNegated, let rule):
      let list = try items.map(sql).joined(separator: ", ")
      return "(\(try compared(operand, rule)) \(isNegated ? "NOT " : "")IN (\(list)))"
    case .between(let operand, let low, let high, let isNegated, let rule):
      let word = isNegated ? "NOT BETWEEN" : "BETWEEN"
      return "(\(try compared(operand, rule)) \(word) \(try sql(low)) AND \(try sql(high)))"
    case .like(let operand, let pattern, let escape, let isNegated, let rule):
      let function: LocalFunction = ignoresCase(rule) ? .like : .likeBinary
      let escape = try escape.map(sql) ?? "'\\'"
      let test = call(function, try sql(operand), try sql(pattern), escape)
      return isNegated ? "(NOT \(test))" : test
    case .matches(let operand, let pattern, let ignoresCase, let isNegated):
      let flag = ignoresCase ? "1" : "0"
      let test = call(.regexMatches, try sql(operand), try sql(pattern), flag)
      return isNegated ? "(NOT \(test))" : test
    case .cases(let branches, let otherwise): return try cases(branches, otherwise)
    case .cast(let operand): return try cast(operand, to: expression.type)
    case .function(let function, let arguments):
      return try scalar(function, arguments, expression.type)
    case .scalarSubquery(let query):
      return "(SELECT \(LocalAggregate.single.rawValue)(c0) FROM (\(try sql(query))))"
    case .exists(let query, let isNegated):
      return "(\(isNegated ? "NOT " : "")EXISTS (\(try sql(query))))"
    case .inQuery(let operand, let query, let isNegated, let rule):
      let word = isNegated ? "NOT IN" : "IN"
      return try leaf {
        "(\(try compared(operand, rule)) \(word) (SELECT c0 FROM (\(try sql(query)))))"
      }
    case .quantified(let operand, let symbol, let isAll, let query, let rule):
      return try leaf { try quantified(operand, symbol, isAll: isAll, query, rule) }
    }
  }

  /// An expression with the collation that compares it with another.
  func compared(_ expression: BoundExpression, _ rule: TextRule) throws -> String {
    let order = order(expression.type, rule)
    return Self.collated(try sql(expression), expression.type, order)
  }

  /// An expression as something to group, join or make distinct by: a key column where there is one.
  func groupKey(_ expression: BoundExpression) throws -> String {
    if let key = keyColumn(expression) { return key }
    return guardedConstant(try compared(expression, expression.textRule), expression)
  }

  /// An expression as something to order by.
  func sortKey(_ expression: BoundExpression, _ rule: TextRule) throws -> String {
    if rule == .folded || expression.type != .text, let key = keyColumn(expression) { return key }
    let order = sortOrder(expression.type, rule)
    return guardedConstant(
      Self.collated(try sql(expression), expression.type, order),
      expression
    )
  }

  /// A constant in ORDER BY or GROUP BY would be read as the place of a column.
  private func guardedConstant(_ sql: String, _ expression: BoundExpression) -> String {
    if case .constant = expression.kind { return "(\(sql) IS NULL)" }
    return sql
  }

  private func comparison(
    _ symbol: String,
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ rule: TextRule
  ) throws -> String {
    // Two columns meet in a join, where keys are indexed and compared fastest.
    if rule == .folded, case .column = left.kind, case .column = right.kind,
      isText(left.type) == isText(right.type), let first = keyColumn(left),
      let second = keyColumn(right)
    {
      return "(\(first) \(symbol) \(second))"
    }
    if symbol != "IS", symbol != "IS NOT", isNull(left, right) { return "NULL" }
    return "(\(try compared(left, rule)) \(symbol) \(try sql(right)))"
  }

  /// Whether an operator of two values is NULL whatever a row holds.
  ///
  /// What the row holds is then not looked at, so that it cannot fail either, as in PostgreSQL.
  func isNull(_ left: BoundExpression, _ right: BoundExpression) -> Bool {
    (left.kind == .constant(.null) && dependsOnRows(right))
      || (right.kind == .constant(.null) && dependsOnRows(left))
  }

  /// Whether it reads the row, and holds no aggregate: without one that it prints, SQLite would
  /// answer each row instead of the group.
  private func dependsOnRows(_ expression: BoundExpression) -> Bool {
    var readsRow = false
    let holdsGroup = expression.contains { part in
      switch part.kind {
      case .aggregate, .window: return true
      case .column:
        readsRow = true
        return false
      case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
        .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function,
        .scalarSubquery, .exists, .inQuery, .quantified:
        return false
      }
    }
    return readsRow && !holdsGroup
  }

  private func isText(_ type: DataType) -> Bool {
    if case .text = type { true } else { false }
  }

  /// Parts joined by an operator, nested as flatly as can be: SQLite limits the depth of a tree.
  func balanced(_ parts: [String], _ word: String) -> String {
    if parts.count == 1 { return parts[0] }
    let middle = parts.count / 2
    let left = balanced(Array(parts[..<middle]), word)
    let right = balanced(Array(parts[middle...]), word)
    return "(\(left) \(word) \(right))"
  }

  /// Conjuncts that cannot fail before those that can, so that fewer rows reach the latter.
  private func failingLast(_ parts: [BoundExpression]) -> [BoundExpression] {
    parts.filter { !$0.canFail } + parts.filter(\.canFail)
  }

  private func cases(_ branches: [BoundCase], _ otherwise: BoundExpression?) throws -> String {
    var text = "(CASE"
    for branch in branches {
      text += " WHEN \(try sql(branch.condition)) THEN \(try sql(branch.result))"
    }
    if let otherwise { text += " ELSE \(try sql(otherwise))" }
    return text + " END)"
  }

  private func quantified(
    _ operand: BoundExpression,
    _ symbol: ComparisonOperator,
    isAll: Bool,
    _ query: BoundQuery,
    _ rule: TextRule
  ) throws -> String {
    let left = try compared(operand, rule)
    if symbol == .equal, !isAll { return "(\(left) IN (SELECT c0 FROM (\(try sql(query)))))" }
    if symbol == .notEqual, isAll {
      return "(\(left) NOT IN (SELECT c0 FROM (\(try sql(query)))))"
    }
    // A row that decides, else a row that leaves it open, else the answer for no rows at all.
    let (decided, aggregate, empty) = isAll ? ("0", "min", "1") : ("1", "max", "0")
    let tests = "SELECT (\(left) \(symbol.rawValue) c0) AS t FROM (\(try sql(query)))"
    return """
      (SELECT CASE WHEN \(aggregate)(t) = \(decided) THEN \(decided) \
      WHEN count(*) > count(t) THEN NULL ELSE \(empty) END FROM (\(tests)))
      """
  }
}
