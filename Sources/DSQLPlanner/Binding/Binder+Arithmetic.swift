import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

// Arithmetic.
extension Binder {
  /// `left symbol right`, with casts to the types that `ArithmeticOperator` lists.
  func arithmetic(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression,
    at operatorSpan: SourceSpan,
    span: SourceSpan
  ) -> BoundExpression? {
    guard let (one, other) = operands(symbol, left, right) else { return nil }
    guard let (first, second, type) = typed(symbol, one, other) else {
      return fail(
        .undefinedFunction,
        "operator does not exist: \(one.type.name) \(symbol.rawValue) \(other.type.name)",
        at: operatorSpan,
        hint: one.type.isTextual || other.type.isTextual
          ? symbol == .add
            ? "Text is joined with ||; a number in text is read with CAST(… AS DECIMAL)."
            : "Use CAST(… AS DECIMAL) for a number in text." : nil
      )
    }
    return BoundExpression(.arithmetic(symbol, first, second), type, span: span)
  }

  /// Text literals as what the other side asks for.
  private func operands(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> (BoundExpression, BoundExpression)? {
    var (one, other) = (left, right)
    if literalText(one) != nil {
      guard let read = converted(one, to: partner(of: other.type, symbol)) else { return nil }
      one = read
    }
    if literalText(other) != nil {
      guard let read = converted(other, to: partner(of: one.type, symbol)) else { return nil }
      other = read
    }
    if one.type == .unknown { one = cast(one, to: partner(of: other.type, symbol)) }
    if other.type == .unknown { other = cast(other, to: partner(of: one.type, symbol)) }
    return (one, other)
  }

  private func partner(of type: DataType, _ symbol: ArithmeticOperator) -> DataType {
    switch type {
    case .integer, .decimal, .double: type
    case .date: symbol == .subtract ? .date : .interval
    case .timestamp: symbol == .subtract ? .timestamp : .interval
    case .interval: symbol == .multiply || symbol == .divide ? .double : .interval
    case .unknown, .boolean, .text, .uuid, .choice, .choices, .file: .decimal(scale: nil)
    }
  }

  private func typed(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> (BoundExpression, BoundExpression, DataType)? {
    switch (left.type, right.type) {
    case (.integer, .integer): return (left, right, .integer)
    case (.double, let other) where other.isNumeric,
      (let other, .double) where other.isNumeric:
      guard symbol != .remainder else { return nil }
      return (cast(left, to: .double), cast(right, to: .double), .double)
    case (let one, let other) where one.isNumeric && other.isNumeric:
      return decimals(symbol, left, right)
    case (.date, .integer) where symbol == .add || symbol == .subtract:
      return (left, right, .date)
    case (.integer, .date) where symbol == .add: return (right, left, .date)
    case (.date, .date) where symbol == .subtract: return (left, right, .integer)
    case (.timestamp, .interval), (.date, .interval):
      guard symbol == .add || symbol == .subtract else { return nil }
      return (left, right, .timestamp)
    case (.interval, .timestamp), (.interval, .date):
      return symbol == .add ? (right, left, .timestamp) : nil
    case (.timestamp, .timestamp), (.timestamp, .date), (.date, .timestamp):
      guard symbol == .subtract else { return nil }
      return (cast(left, to: .timestamp), cast(right, to: .timestamp), .interval)
    case (.interval, .interval) where symbol == .add || symbol == .subtract:
      return (left, right, .interval)
    case (.interval, let other) where other.isNumeric && (symbol == .multiply || symbol == .divide):
      return (left, cast(right, to: .double), .interval)
    case (let other, .interval) where other.isNumeric && symbol == .multiply:
      return (right, cast(left, to: .double), .interval)
    default: return nil
    }
  }

  private func decimals(
    _ symbol: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> (BoundExpression, BoundExpression, DataType) {
    let (one, other) = (scale(left.type), scale(right.type))
    let result: Int? =
      switch symbol {
      case .add, .subtract, .remainder: one.flatMap { one in other.map { max(one, $0) } }
      case .multiply: one.flatMap { one in other.map { min(38, one + $0) } }
      case .divide: nil
      }
    return (
      left.type == .integer ? cast(left, to: .decimal(scale: 0)) : left,
      right.type == .integer ? cast(right, to: .decimal(scale: 0)) : right,
      .decimal(scale: result)
    )
  }

  private func scale(_ type: DataType) -> Int? {
    if case .decimal(let scale) = type { return scale }
    return 0
  }
}
