import DSQLAPI
import DSQLSyntax
import DSQLTypes

/// Translates expressions of a checked statement into SQLite's words.
///
/// Values are what the store holds, so that a plain field is compared by its column; only what is
/// computed of decimals is a binary number, as in SQLite.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLTranslator {
  /// What an expression stands among.
  enum Place {
    /// Single records: WHERE, ON, and what an aggregate takes.
    case record
    /// Groups of records: only what is grouped by may stand outside aggregates.
    case group
  }

  let scope: SQLScope
  /// The fields that the records are grouped by.
  var groupColumns: Set<SQLScope.Column> = []
  /// The expressions that the records are grouped by, named by their aliases.
  var groupExpressions: [SQLExpression] = []
  /// What the aliases of the select list stand for, by their names in small letters.
  var aliases: [String: SQLExpression] = [:]

  var traits: EmbeddedTraits { scope.reading.traits }

  /// Translates an expression.
  func term(_ expression: SQLExpression, _ place: Place) throws(RequestFailure) -> SQLTerm {
    if place == .group, groupExpressions.contains(expression) {
      return try term(expression, .record)
    }
    switch expression {
    case .literal(let node): return try literal(node)
    case .column(let node): return try column(node, place)
    case .function(let node): return try function(node, place)
    case .unary(let node): return try unary(node, place)
    case .binary(let node): return try binary(node, place)
    case .chain(let node): return try chain(node, place)
    case .logical(let node):
      let operands = try node.operands.map { (operand) throws(RequestFailure) in
        try condition(operand, place)
      }
      return .condition(.combined(operands, isOr: node.connective == .or) ?? .never)
    case .isTest(let node): return try nullTest(node, place)
    case .between(let node): return try between(node, place)
    case .inSet(let node): return try membership(node, place)
    case .like(let node): return try like(node, place)
    case .caseOf(let node): return try choose(node, place)
    case .cast(let node): return try cast(node, place)
    case .subquery, .exists, .quantified:
      throw .sql(.subquery, "Subqueries are not allowed.")
    case .typedLiteral(let node): throw .unsupportedSQL("The literal '\(node.type.kind.rawValue)'")
    case .parameter(let node): throw .unsupportedSQL("The parameter '$\(node.index)'")
    case .atTimeZone: throw .unsupportedSQL("AT TIME ZONE")
    case .collate: throw .unsupportedSQL("COLLATE")
    case .row: throw .unsupportedSQL("A row of values")
    case .defaultValue: throw .unsupportedSQL("DEFAULT")
    }
  }

  /// Translates what is true or not.
  func condition(
    _ expression: SQLExpression,
    _ place: Place
  ) throws(RequestFailure) -> SQLCondition {
    let term = try term(expression, place)
    guard term.kind == .boolean || term.kind == .null else {
      throw .sql(.validation, "A condition is expected, and this is none: \(described(term)).")
    }
    return SQLCondition(term.sql, term.values)
  }

  // MARK: Simple values

  private func literal(_ node: Literal) throws(RequestFailure) -> SQLTerm {
    switch node.kind {
    case .null: return .null
    case .true: return SQLTerm(sql: "1", kind: .boolean)
    case .false: return SQLTerm(sql: "0", kind: .boolean)
    case .integer, .decimal, .scientific: return try number(node.text)
    case .hexadecimal: throw .unsupportedSQL("The number '\(node.text)'")
    case .string:
      return SQLTerm(
        sql: "?",
        values: [.text(node.text)],
        kind: .text,
        constant: .text(node.text)
      )
    }
  }

  private func number(_ text: String) throws(RequestFailure) -> SQLTerm {
    if let whole = Int64(text) {
      return SQLTerm(
        sql: "?",
        values: [.integer(whole)],
        kind: .integer,
        constant: .number(text)
      )
    }
    guard let value = Double(text), value.isFinite else {
      throw .sql(.validation, "The number '\(text)' is too large.")
    }
    return SQLTerm(sql: "?", values: [.real(value)], kind: .real, constant: .number(text))
  }

  private func column(
    _ node: ColumnReference,
    _ place: Place
  ) throws(RequestFailure) -> SQLTerm {
    if place == .group, node.path.count == 1, let aliased = aliases[node.path[0].text.lowercased()],
      (try? scope.column(node)) == nil
    {
      return try term(aliased, .group)
    }
    let column = try scope.column(node)
    if place == .group, !groupColumns.contains(column) {
      throw .sql(
        .validation,
        "Field '\(column.field.name)' must stand in GROUP BY or within an aggregate."
      )
    }
    return term(of: column)
  }

  /// The value of a field.
  func term(of column: SQLScope.Column) -> SQLTerm {
    let value = scope.resolved(column).value
    let field = column.field
    let kind = SQLTerm.kind(of: field)
    var term = SQLTerm(sql: value, kind: kind, column: column)
    switch field.storage {
    case .scaled(let scale) where kind == .real:
      term.sql = scale == 0 ? "CAST(\(value) AS REAL)" : "(\(value) / \(Self.power(scale)))"
    case .wide(let scale):
      // Three times nine digits, moved above zero by ten to the 26th.
      let parts = [1, 10, 19].map { "CAST(substr(\(value), \($0), 9) AS INTEGER)" }
      term.sql =
        "(((\(parts[0]) - 100000000) * 1000000000000000000.0 + \(parts[1]) * 1000000000.0"
        + " + \(parts[2])) / \(Self.power(scale)))"
    case .choice:
      term.sql =
        "(SELECT display_name FROM dsql_choice WHERE set_id = ? AND number = \(value))"
      term.values = [.text(field.definition.choiceSetID ?? "")]
    case .scaled, .text, .longText, .real, .boolean, .date, .instant, .guid, .reference, .file,
      .choices:
      break
    }
    return term
  }

  /// Ten to a power as a binary number.
  static func power(_ exponent: Int) -> String {
    "1" + String(repeating: "0", count: exponent) + ".0"
  }

  // MARK: Computed values

  private func unary(
    _ node: UnaryExpression,
    _ place: Place
  ) throws(RequestFailure) -> SQLTerm {
    switch node.operator {
    case .not:
      let operand = try condition(node.operand, place)
      return .condition(SQLCondition("NOT \(operand.sql)", operand.values))
    case .minus:
      let operand = try term(node.operand, place)
      if let digits = operand.constantNumber, !digits.hasPrefix("-") {
        return try number("-\(digits)")
      }
      try checkNumber(operand)
      return SQLTerm(sql: "(- \(operand.sql))", values: operand.values, kind: operand.kind)
    case .plus:
      let operand = try term(node.operand, place)
      try checkNumber(operand)
      return operand
    }
  }

  /// The most operators of one chain, which SQLite is given as parentheses in parentheses.
  private static let mostLinks = 200

  private func chain(
    _ node: ChainExpression,
    _ place: Place
  ) throws(RequestFailure) -> SQLTerm {
    guard node.links.count <= Self.mostLinks else {
      throw .unsupportedSQL("A chain of more than \(Self.mostLinks) operators")
    }
    var result = try term(node.first, place)
    for link in node.links {
      let operand = try term(link.operand, place)
      result =
        link.operator == .concatenate
        ? try joined(result, operand) : try computed(link.operator, result, operand)
    }
    return result
  }

  private func joined(_ left: SQLTerm, _ right: SQLTerm) throws(RequestFailure) -> SQLTerm {
    let (one, other) = (try text(of: left), try text(of: right))
    return SQLTerm(
      sql: "(\(one.sql) || \(other.sql))",
      values: one.values + other.values,
      kind: .text
    )
  }

  private func computed(
    _ symbol: BinaryOperator,
    _ left: SQLTerm,
    _ right: SQLTerm
  ) throws(RequestFailure) -> SQLTerm {
    try checkNumber(left)
    try checkNumber(right)
    return SQLTerm(
      sql: "(\(left.sql) \(symbol.rawValue) \(right.sql))",
      values: left.values + right.values,
      kind: left.kind == .integer && right.kind == .integer ? .integer : .real
    )
  }

  private func binary(
    _ node: BinaryExpression,
    _ place: Place
  ) throws(RequestFailure) -> SQLTerm {
    switch node.operator {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return try comparison(
        node.operator.rawValue,
        term(node.left, place),
        term(node.right, place)
      )
    case .isDistinctFrom, .isNotDistinctFrom, .matches, .matchesIgnoringCase, .notMatches,
      .notMatchesIgnoringCase, .power:
      throw .unsupportedSQL("The operator '\(node.operator.rawValue)'")
    case .concatenate:
      return try joined(term(node.left, place), term(node.right, place))
    case .add, .subtract, .multiply, .divide, .modulo:
      return try computed(node.operator, term(node.left, place), term(node.right, place))
    }
  }

  private func choose(
    _ node: CaseExpression,
    _ place: Place
  ) throws(RequestFailure) -> SQLTerm {
    let operand = try node.operand.map { (operand) throws(RequestFailure) in
      try term(operand, place)
    }
    var conditions: [SQLCondition] = []
    var results: [SQLTerm] = []
    for branch in node.branches {
      if let operand {
        let test = try comparison("=", operand, term(branch.condition, place))
        conditions.append(SQLCondition(test.sql, test.values))
      } else {
        conditions.append(try condition(branch.condition, place))
      }
      results.append(try term(branch.result, place))
    }
    if let otherwise = node.otherwise { results.append(try term(otherwise, place)) }
    let (kind, terms) = try unified(results)
    var result = SQLTerm(sql: "(CASE", kind: kind)
    for (index, term) in terms.enumerated() {
      if conditions.indices.contains(index) {
        result.sql += " WHEN \(conditions[index].sql) THEN \(term.sql)"
        result.values += conditions[index].values
      } else {
        result.sql += " ELSE \(term.sql)"
      }
      result.values += term.values
    }
    result.sql += " END)"
    return result
  }

  private func cast(_ node: CastExpression, _ place: Place) throws(RequestFailure) -> SQLTerm {
    let operand = try term(node.operand, place)
    let kind: SQLTerm.Kind
    switch node.type.kind {
    case .text: return try text(of: operand)
    case .integer, .bigint: kind = .integer
    case .decimal, .float, .double: kind = .real
    case .multiline, .longText, .boolean, .date, .timestamp, .timestamptz, .uuid, .file, .choice,
      .choices, .autonumber, .interval:
      throw .unsupportedSQL("CAST to \(node.type.kind.rawValue)")
    }
    switch operand.kind {
    case .null, .integer, .real, .text, .boolean: break
    case .date, .instant, .guid, .opaque:
      throw .unsupportedSQL("CAST of \(described(operand)) to \(node.type.kind.rawValue)")
    }
    return SQLTerm(
      sql: "CAST(\(operand.sql) AS \(kind == .integer ? "INTEGER" : "REAL"))",
      values: operand.values,
      kind: kind
    )
  }

  /// A value as text.
  func text(of term: SQLTerm) throws(RequestFailure) -> SQLTerm {
    var text = SQLTerm(sql: term.sql, values: term.values, kind: .text)
    switch term.kind {
    case .null, .text, .date, .guid: break
    case .integer, .real: text.sql = "CAST(\(term.sql) AS TEXT)"
    case .instant: text.sql = "(substr(\(term.sql), 1, 23) || 'Z')"
    case .boolean, .opaque: throw .unsupportedSQL("Text of \(described(term))")
    }
    return text
  }

  func checkNumber(_ term: SQLTerm) throws(RequestFailure) {
    guard term.kind.isNumber || term.kind == .null else {
      throw .sql(.validation, "A number is expected, and this is none: \(described(term)).")
    }
  }

  /// A value as messages name it.
  func described(_ term: SQLTerm) -> String {
    if let column = term.column { return "field '\(column.field.name)' (\(column.field.typeName))" }
    switch term.constant {
    case .text(let text): return "the text '\(text)'"
    case .number(let text): return "the number \(text)"
    case nil: return "a value of kind \(term.kind)"
    }
  }
}

extension SQLTerm {
  /// What is true or not.
  static func condition(_ condition: SQLCondition) -> SQLTerm {
    SQLTerm(sql: "(\(condition.sql))", values: condition.values, kind: .boolean)
  }
}
