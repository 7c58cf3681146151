package import DSQLTypes

extension BoundExpression {
  /// The expression as SQL, for EXPLAIN; casts that the binder put in are not shown.
  ///
  /// - Parameters:
  ///   - names: What the columns of a relation are qualified by; those of others stand bare.
  ///   - zone: Where instants are shown.
  /// - Returns: One line of SQL.
  package func sqlText(
    qualifiedBy names: [RelationID: String] = [:],
    zone: SessionZone = .utc
  ) -> String {
    SQLTextWriter(names: names, zone: zone).text(self, above: 0)
  }
}

/// Writes bound expressions as SQL.
private struct SQLTextWriter {
  let names: [RelationID: String]
  let zone: SessionZone

  /// The text, in parentheses where its operator binds less than what stands around it.
  func text(_ expression: BoundExpression, above strength: Int) -> String {
    let (written, own) = bare(expression)
    return own < strength ? "(\(written))" : written
  }

  // The strengths: 1 OR, 2 AND, 3 NOT, 4 comparison, 5 ||, 6 + -, 7 * / %, 8 unary, 9 the rest.
  private func bare(_ expression: BoundExpression) -> (String, Int) {
    switch expression.kind {
    case .constant(let value): (constant(value, expression.type), 9)
    case .column(let column):
      (names[column.relation].map { "\($0).\(column.name)" } ?? column.name, 9)
    case .negate(let operand): ("-\(text(operand, above: 9))", 8)
    case .not(let operand): ("NOT \(text(operand, above: 4))", 3)
    case .arithmetic(let symbol, let left, let right):
      arithmetic(symbol, left, right)
    case .concatenate(let left, let right):
      ("\(text(left, above: 5)) || \(text(right, above: 6))", 5)
    case .comparison(let symbol, let left, let right, let rule):
      ("\(operand(left)) \(symbol.rawValue) \(operand(right))\(collation(rule))", 4)
    case .distinct(let left, let right, let isNegated, let rule):
      (
        "\(operand(left)) IS \(isNegated ? "NOT " : "")DISTINCT FROM \(operand(right))"
          + collation(rule), 4
      )
    case .and(let operands):
      (operands.map { text($0, above: 2) }.joined(separator: " AND "), 2)
    case .or(let operands): (operands.map { text($0, above: 2) }.joined(separator: " OR "), 1)
    case .isNull(let value, let isNegated):
      ("\(operand(value)) IS \(isNegated ? "NOT " : "")NULL", 4)
    case .isTruth(let value, let truth, let isNegated):
      ("\(operand(value)) IS \(isNegated ? "NOT " : "")\(truth ? "TRUE" : "FALSE")", 4)
    case .inList(let value, let list, let isNegated, let rule):
      (
        "\(operand(value)) \(isNegated ? "NOT " : "")IN (\(shortened(list)))\(collation(rule))", 4
      )
    case .between(let value, let low, let high, let isNegated, let rule):
      (
        "\(operand(value)) \(isNegated ? "NOT " : "")BETWEEN \(operand(low))"
          + " AND \(operand(high))\(collation(rule))", 4
      )
    case .like(let value, let pattern, let escape, let isNegated, let rule):
      (
        "\(operand(value)) \(isNegated ? "NOT " : "")LIKE \(operand(pattern))"
          + (escape.map { " ESCAPE \(operand($0))" } ?? "") + collation(rule), 4
      )
    case .matches(let value, let pattern, let ignoresCase, let isNegated):
      (
        "\(operand(value)) \(isNegated ? "!" : "")~\(ignoresCase ? "*" : "") \(operand(pattern))",
        4
      )
    case .cases(let branches, let otherwise): (cases(branches, otherwise), 9)
    case .cast(let value): cast(value, to: expression)
    case .function(.exactText, let arguments):
      (arguments.map { "\(operand($0)) COLLATE BINARY" }.joined(), 8)
    case .function(.concatenation, let arguments):
      (arguments.map { text($0, above: 6) }.joined(separator: " || "), 5)
    case .function(.addition, let arguments):
      (arguments.map { text($0, above: 7) }.joined(separator: " + "), 6)
    case .function(let function, let arguments):
      ("\(function.rawValue)(\(list(arguments)))", 9)
    case .aggregate(let aggregate): (call(aggregate), 9)
    case .window(let window): (call(window), 9)
    case .scalarSubquery: ("(SELECT …)", 9)
    case .exists(_, let isNegated):
      ("\(isNegated ? "NOT " : "")EXISTS (SELECT …)", isNegated ? 3 : 9)
    case .inQuery(let value, _, let isNegated, _):
      ("\(operand(value)) \(isNegated ? "NOT " : "")IN (SELECT …)", 4)
    case .quantified(let value, let symbol, let isAll, _, _):
      ("\(operand(value)) \(symbol.rawValue) \(isAll ? "ALL" : "ANY") (SELECT …)", 4)
    }
  }

  private func operand(_ expression: BoundExpression) -> String { text(expression, above: 5) }

  private func list(_ expressions: [BoundExpression]) -> String {
    expressions.map { text($0, above: 0) }.joined(separator: ", ")
  }

  private func shortened(_ expressions: [BoundExpression]) -> String {
    expressions.count <= 12
      ? list(expressions)
      : "\(list(Array(expressions.prefix(10)))), … \(expressions.count) values"
  }

  private func collation(_ rule: TextRule) -> String {
    switch rule {
    case .folded: ""
    case .binary: " COLLATE BINARY"
    }
  }

  private func arithmetic(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> (String, Int) {
    let strength =
      switch symbol {
      case .add, .subtract: 6
      case .multiply, .divide, .remainder: 7
      }
    return (
      "\(text(left, above: strength)) \(symbol.rawValue) \(text(right, above: strength + 1))",
      strength
    )
  }

  private func cases(_ branches: [BoundCase], _ otherwise: BoundExpression?) -> String {
    var words = ["CASE"]
    for branch in branches {
      words.append("WHEN \(text(branch.condition, above: 0)) THEN \(text(branch.result, above: 0))")
    }
    if let otherwise { words.append("ELSE \(text(otherwise, above: 0))") }
    return (words + ["END"]).joined(separator: " ")
  }

  private func cast(_ value: BoundExpression, to expression: BoundExpression) -> (String, Int) {
    if expression.span == nil { return bare(value) }
    return ("CAST(\(text(value, above: 0)) AS \(expression.type.name.uppercased()))", 9)
  }

  private func call(_ aggregate: BoundAggregate) -> String {
    let arguments = aggregate.arguments.isEmpty ? "*" : list(aggregate.arguments)
    let distinct = aggregate.isDistinct ? "DISTINCT " : ""
    let filter = aggregate.filter.map { " FILTER (WHERE \(text($0, above: 0)))" } ?? ""
    return "\(aggregate.function.rawValue)(\(distinct)\(arguments))\(filter)"
  }

  private func call(_ window: BoundWindow) -> String {
    let function =
      switch window.function {
      case .aggregate(let aggregate): call(aggregate)
      case .ranking(let function, let arguments): "\(function.rawValue)(\(list(arguments)))"
      }
    return "\(function) OVER (…)"
  }

  private func constant(_ value: Value, _ type: DataType) -> String {
    guard let text = value.text(type: type, zone: zone) else { return "NULL" }
    switch value {
    case .null: return "NULL"
    case .boolean: return text.uppercased()
    case .integer, .decimal, .double: return text
    case .text, .date, .timestamp, .uuid, .choice: return quoted(text)
    case .interval: return "INTERVAL \(quoted(text))"
    }
  }

  private func quoted(_ text: String) -> String {
    "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
  }
}
