import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

extension SQLitePrinter {
  func negation(_ operand: BoundExpression) throws -> String {
    let value = try sql(operand)
    switch operand.type {
    case .integer: return call(.integerNegate, value)
    case .decimal: return call(.decimalNegate, value)
    case .interval: return call(.intervalMultiply, value, "-1")
    case .double, .unknown, .boolean, .text, .date, .timestamp, .uuid, .choice, .choices, .file:
      return opposite(value)
    }
  }

  /// A value with its sign changed; two signs side by side would begin a comment.
  private func opposite(_ value: String) -> String { "(- \(value))" }

  func arithmetic(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) throws -> String {
    if isNull(left, right) { return "NULL" }
    if let chain = try chain(symbol, left, right) { return chain }
    let (first, second) = (try sql(left), try sql(right))
    switch (left.type, right.type) {
    case (.integer, .integer): return call(integerFunction(symbol), first, second)
    case (.double, .double): return call(doubleFunction(symbol), first, second)
    case (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal):
      return call(decimalFunction(symbol), first, second)
    case (.date, .integer):
      return call(.dateAddDays, first, symbol == .subtract ? opposite(second) : second)
    case (.integer, .date): return call(.dateAddDays, second, first)
    case (.date, .date): return "(\(first) - \(second))"
    case (.timestamp, .interval), (.date, .interval):
      return call(
        symbol == .subtract ? .instantSubtract : .instantAdd,
        instant(left, first),
        second
      )
    case (.interval, .timestamp), (.interval, .date):
      return call(.instantAdd, instant(right, second), first)
    case (.timestamp, .timestamp), (.timestamp, .date), (.date, .timestamp):
      return call(.instantDifference, instant(left, first), instant(right, second))
    case (.interval, .interval):
      return call(symbol == .subtract ? .intervalSubtract : .intervalAdd, first, second)
    case (.interval, .double), (.interval, .integer):
      let factor = symbol == .divide ? call(.doubleDivide, "1.0", second) : second
      return call(.intervalMultiply, first, factor)
    case (.double, .interval), (.integer, .interval):
      return call(.intervalMultiply, second, first)
    case (.unknown, _), (_, .unknown): return "NULL"
    default:
      // No other pair of types has arithmetic; the binder lets none through.
      throw Diagnostic(
        .typeMismatch,
        "operator does not exist: \(left.type.name) \(symbol.rawValue) \(right.type.name)"
      )
    }
  }

  /// `a + b - c * d`, worked out from the left in one call: each call inside a call takes some of the
  /// hundred places that SQLite's parser has.
  private func chain(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) throws -> String? {
    guard let function = chainFunction(left, right) else { return nil }
    var symbols = [symbol]
    var operands = [right]
    var first = left
    while case .arithmetic(let symbol, let inner, let operand) = first.kind,
      chainFunction(inner, operand) == function
    {
      symbols.append(symbol)
      operands.append(operand)
      first = inner
    }
    guard symbols.count > 4 else { return nil }
    return try chain(function, first, zip(symbols, operands).reversed())
  }

  /// `a + b - …` of many operands in one type.
  func addition(_ operands: [BoundExpression], _ type: DataType) throws -> String {
    guard let first = operands.first else { return "NULL" }
    let number = BoundExpression(.constant(.null), type)
    guard let function = chainFunction(number, number) else { return try sql(first) }
    let rest = operands.dropFirst().map { operand -> (ArithmeticOperator, BoundExpression) in
      if case .negate(let positive) = operand.kind { return (.subtract, positive) }
      return (.add, operand)
    }
    return try chain(function, first, rest)
  }

  private func chain(
    _ function: LocalFunction,
    _ first: BoundExpression,
    _ links: [(ArithmeticOperator, BoundExpression)]
  ) throws -> String {
    var result = try sql(first)
    var rest = links[...]
    var calls = 0
    while !rest.isEmpty {
      // A call has at most 127 arguments.
      let part = rest.prefix(100)
      rest = rest.dropFirst(100)
      let word = part.map { $0.0.rawValue }.joined()
      result = call(function, ["'\(word)'", result] + (try part.map { try sql($0.1) }))
      calls += 1
      if calls.isMultiple(of: MovedExpressions.mostCalls), let text = moved.move(result) {
        result = text
      }
    }
    return result
  }

  private func chainFunction(
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> LocalFunction? {
    switch (left.type, right.type) {
    case (.integer, .integer): .integerChain
    case (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal): .decimalChain
    case (.double, .double): .doubleChain
    default: nil
    }
  }

  /// `a || b || c`, without parentheses between.
  func concatenation(_ left: BoundExpression, _ right: BoundExpression) throws -> String {
    var operands = [right]
    var first = left
    while case .concatenate(let inner, let operand) = first.kind {
      operands.append(operand)
      first = inner
    }
    operands.append(first)
    return "(\(try operands.reversed().map(sql).joined(separator: " || ")))"
  }

  /// SQL of a date or an instant as an instant.
  func instant(_ expression: BoundExpression, _ sql: String) -> String {
    if case .date = expression.type { return call(.instantFromDate, sql) }
    return sql
  }

  private func integerFunction(_ symbol: ArithmeticOperator) -> LocalFunction {
    switch symbol {
    case .add: .integerAdd
    case .subtract: .integerSubtract
    case .multiply: .integerMultiply
    case .divide: .integerDivide
    case .remainder: .integerRemainder
    }
  }

  private func decimalFunction(_ symbol: ArithmeticOperator) -> LocalFunction {
    switch symbol {
    case .add: .decimalAdd
    case .subtract: .decimalSubtract
    case .multiply: .decimalMultiply
    case .divide: .decimalDivide
    case .remainder: .decimalRemainder
    }
  }

  private func doubleFunction(_ symbol: ArithmeticOperator) -> LocalFunction {
    switch symbol {
    case .add: .doubleAdd
    case .subtract: .doubleSubtract
    case .multiply: .doubleMultiply
    // The language has no remainder of binary numbers.
    case .divide, .remainder: .doubleDivide
    }
  }
}
