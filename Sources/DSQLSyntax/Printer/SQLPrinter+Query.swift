extension SQLPrinter {
  mutating func write(_ query: Query) {
    if let with = query.with {
      write(with)
      write(" ")
    }
    write(query.body)
    if !query.orderBy.isEmpty {
      write(" ")
      write(query.orderBy)
    }
    if let limit = query.limit {
      write(" LIMIT ")
      write(limit)
    }
    if let offset = query.offset {
      write(" OFFSET ")
      write(offset)
    }
  }

  mutating func write(_ with: WithClause) {
    write(with.isRecursive ? "WITH RECURSIVE " : "WITH ")
    writeList(with.expressions) { printer, expression in
      printer.write(expression.name)
      if !expression.columns.isEmpty {
        printer.write(" ")
        printer.writeNames(expression.columns)
      }
      printer.write(" AS ")
      printer.writeParenthesized(expression.query)
    }
  }

  private mutating func write(_ body: QueryBody) {
    switch body {
    case .select(let node): write(node)
    case .values(let node): write(node)
    case .setOperation(let node): write(node)
    case .nested(let node): writeParenthesized(node)
    }
  }

  private mutating func write(_ node: SetOperation) {
    writeOperand(node.left, needsParentheses: bindsLess(node.left, than: node.operator))
    let word =
      switch node.operator {
      case .union: " UNION "
      case .intersect: " INTERSECT "
      case .except: " EXCEPT "
      }
    write(word)
    if node.quantifier == .all { write("ALL ") }
    let isLoose =
      if case .setOperation(let right) = node.right {
        node.operator == .intersect || right.operator != .intersect
      } else {
        false
      }
    writeOperand(node.right, needsParentheses: isLoose)
  }

  /// Whether the left operand of INTERSECT is a UNION or EXCEPT.
  private func bindsLess(_ body: QueryBody, than operation: SetOperator) -> Bool {
    guard operation == .intersect, case .setOperation(let node) = body else { return false }
    return node.operator != .intersect
  }

  private mutating func writeOperand(_ body: QueryBody, needsParentheses: Bool) {
    if needsParentheses { write("(") }
    write(body)
    if needsParentheses { write(")") }
  }

  mutating func write(_ values: ValuesClause) {
    write("VALUES ")
    writeList(values.rows) { printer, row in
      printer.write("(")
      printer.writeExpressions(row.elements)
      printer.write(")")
    }
  }

  mutating func write(_ terms: [OrderingTerm]) {
    write("ORDER BY ")
    writeList(terms) { printer, term in
      printer.write(term.expression)
      if term.direction == .descending { printer.write(" DESC") }
      switch term.nulls {
      case .none: break
      case .some(.first): printer.write(" NULLS FIRST")
      case .some(.last): printer.write(" NULLS LAST")
      }
    }
  }

  // MARK: SELECT

  private mutating func write(_ select: SelectStatement) {
    write("SELECT ")
    switch select.quantifier {
    case .all: break
    case .distinct: write("DISTINCT ")
    case .distinctOn(let expressions):
      write("DISTINCT ON (")
      writeExpressions(expressions)
      write(") ")
    }
    write(select.items)
    if !select.from.isEmpty {
      write(" FROM ")
      writeTables(select.from)
    }
    writeWhere(select.predicate)
    if !select.groupBy.isEmpty {
      write(" GROUP BY ")
      writeExpressions(select.groupBy)
    }
    if let having = select.having {
      write(" HAVING ")
      write(having)
    }
    if !select.windows.isEmpty {
      write(" ")
      write(select.windows)
    }
  }

  mutating func writeWhere(_ predicate: SQLExpression?) {
    guard let predicate else { return }
    write(" WHERE ")
    write(predicate)
  }

  mutating func write(_ items: [SelectItem]) {
    writeList(items) { printer, item in
      switch item {
      case .allColumns(let star): printer.write(star)
      case .expression(let node):
        printer.write(node.expression)
        if let alias = node.alias {
          printer.write(" AS ")
          printer.write(alias)
        }
      }
    }
  }

  private mutating func write(_ star: AllColumns) {
    for name in star.qualifier {
      write(name)
      write(".")
    }
    write("*")
    if !star.excluded.isEmpty {
      write(" EXCLUDE ")
      writeNames(star.excluded)
    }
  }

  // MARK: FROM

  mutating func writeTables(_ tables: [TableReference]) { writeList(tables) { $0.write($1) } }

  private mutating func write(_ table: TableReference) {
    switch table {
    case .entity(let node):
      write(node.entity)
      write(node.alias)
    case .derived(let node):
      writeParenthesized(node.query)
      write(node.alias)
    case .function(let node):
      write(node.name)
      write("(")
      writeExpressions(node.arguments)
      write(")")
      write(node.alias)
    case .lastResult(let node):
      write("_")
      write(node.alias)
    case .join(let node): write(node)
    }
  }

  private mutating func write(_ alias: TableAlias?) {
    guard let alias else { return }
    write(" AS ")
    write(alias.name)
    if !alias.columns.isEmpty { writeNames(alias.columns) }
  }

  private mutating func write(_ join: JoinClause) {
    write(join.left)
    let words =
      switch join.kind {
      case .inner: " JOIN "
      case .left: " LEFT JOIN "
      case .right: " RIGHT JOIN "
      case .full: " FULL JOIN "
      case .cross: " CROSS JOIN "
      }
    write(words)
    if case .join = join.right {
      write("(")
      write(join.right)
      write(")")
    } else {
      write(join.right)
    }
    switch join.constraint {
    case .none: break
    case .some(.on(let condition)):
      write(" ON ")
      write(condition)
    case .some(.using(let names)):
      write(" USING ")
      writeNames(names)
    }
  }
}
