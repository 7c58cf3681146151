extension SQLPrinter {
  /// Writes an expression, in parentheses where it binds less tightly than its place needs.
  mutating func write(_ expression: SQLExpression, atLeast level: Precedence = .lowest) {
    guard expression.precedence < level else { return writeBare(expression) }
    write("(")
    writeBare(expression)
    write(")")
  }

  private mutating func writeBare(_ expression: SQLExpression) {
    switch expression {
    case .literal(let node): write(node)
    case .typedLiteral(let node): write(node)
    case .column(let node): writePath(node.path)
    case .parameter(let node): write("$\(node.index)")
    case .function(let node): write(node)
    case .unary(let node): write(node)
    case .binary(let node): write(node)
    case .chain(let node): write(node)
    case .logical(let node): write(node)
    case .isTest(let node): write(node)
    case .between(let node): write(node)
    case .inSet(let node): write(node)
    case .like(let node): write(node)
    case .quantified(let node): write(node)
    case .exists(let node):
      write("EXISTS ")
      writeParenthesized(node.query)
    case .subquery(let node): writeParenthesized(node.query)
    case .caseOf(let node): write(node)
    case .cast(let node): write(node)
    case .atTimeZone(let node): write(node)
    case .collate(let node): write(node)
    case .row(let node): write(node)
    case .defaultValue: write("DEFAULT")
    }
  }

  // MARK: Operands

  mutating func write(_ literal: Literal) {
    switch literal.kind {
    case .string: writeString(literal.text)
    case .null, .true, .false, .integer, .hexadecimal, .decimal, .scientific: write(literal.text)
    }
  }

  private mutating func write(_ literal: TypedLiteral) {
    write(literal.type)
    write(" ")
    write(literal.text)
  }

  mutating func write(_ type: TypeName) {
    write(type.kind.rawValue)
    if let set = type.choiceSet { return writeNames([set]) }
    guard !type.arguments.isEmpty else { return }
    write("(")
    writeList(type.arguments) { $0.write(String($1.value)) }
    write(")")
  }

  private mutating func writePath(_ path: [Identifier]) {
    for (index, name) in path.enumerated() {
      if index > 0 { write(".") }
      write(name)
    }
  }

  private mutating func write(_ row: RowExpression) {
    write(row.elements.count > 1 ? "(" : "ROW(")
    writeExpressions(row.elements)
    write(")")
  }

  private mutating func write(_ cast: CastExpression) {
    write("CAST(")
    write(cast.operand)
    write(" AS ")
    write(cast.type)
    write(")")
  }

  private mutating func write(_ node: CaseExpression) {
    write("CASE")
    if let operand = node.operand {
      write(" ")
      write(operand)
    }
    for branch in node.branches {
      write(" WHEN ")
      write(branch.condition)
      write(" THEN ")
      write(branch.result)
    }
    if let otherwise = node.otherwise {
      write(" ELSE ")
      write(otherwise)
    }
    write(" END")
  }

  // MARK: Operators

  private mutating func write(_ node: UnaryExpression) {
    switch node.operator {
    case .not:
      write("NOT ")
      write(node.operand, atLeast: .not)
    case .minus, .plus:
      write(node.operator.rawValue)
      // Two signs next to each other would begin a comment.
      if case .unary(let inner) = node.operand, inner.operator != .not { write(" ") }
      write(node.operand, atLeast: .sign)
    }
  }

  private mutating func write(_ node: BinaryExpression) {
    let level = node.operator.precedence
    write(node.left, atLeast: level.isNonassociative ? level.next : level)
    write(" \(node.operator.rawValue) ")
    write(node.right, atLeast: level.next)
  }

  private mutating func write(_ node: ChainExpression) {
    let level = node.links[0].operator.precedence
    write(node.first, atLeast: level)
    for link in node.links {
      write(" \(link.operator.rawValue) ")
      write(link.operand, atLeast: level.next)
    }
  }

  private mutating func write(_ node: LogicalExpression) {
    let level: Precedence = node.connective == .and ? .and : .or
    for (index, operand) in node.operands.enumerated() {
      if index > 0 { write(" \(node.connective.rawValue) ") }
      write(operand, atLeast: level.next)
    }
  }

  private mutating func write(_ node: IsTest) {
    write(node.operand, atLeast: Precedence.test.next)
    write(node.isNegated ? " IS NOT " : " IS ")
    write(node.state.rawValue)
  }

  private mutating func write(_ node: BetweenExpression) {
    writeMember(node.operand)
    write(node.isNegated ? " NOT BETWEEN " : " BETWEEN ")
    writeMember(node.low)
    write(" AND ")
    writeMember(node.high)
  }

  private mutating func write(_ node: InExpression) {
    writeMember(node.operand)
    write(node.isNegated ? " NOT IN " : " IN ")
    switch node.source {
    case .list(let elements):
      write("(")
      writeExpressions(elements)
      write(")")
    case .query(let query): writeParenthesized(query)
    }
  }

  private mutating func write(_ node: LikeExpression) {
    writeMember(node.operand)
    write(node.isNegated ? " NOT " : " ")
    write(node.operator.rawValue)
    write(" ")
    writeMember(node.pattern)
    if let escape = node.escape {
      write(" ESCAPE ")
      writeMember(escape)
    }
  }

  private mutating func writeMember(_ expression: SQLExpression) {
    write(expression, atLeast: Precedence.membership.next)
  }

  private mutating func write(_ node: QuantifiedComparison) {
    let level = node.operator.precedence
    write(node.operand, atLeast: level.isNonassociative ? level.next : level)
    write(" \(node.operator.rawValue) \(node.quantifier.rawValue) ")
    writeParenthesized(node.query)
  }

  private mutating func write(_ node: AtTimeZoneExpression) {
    write(node.operand, atLeast: .timeZone)
    write(" AT TIME ZONE ")
    write(node.zone, atLeast: Precedence.timeZone.next)
  }

  private mutating func write(_ node: CollateExpression) {
    write(node.operand, atLeast: .collation)
    write(" COLLATE ")
    write(node.collation)
  }
}
