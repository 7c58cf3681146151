import DSQLPlan
import DSQLTypes

/// Says conditions of WHERE on an expression of one field as conditions on the field itself, where
/// they keep the same rows, so that the service can decide them.
///
/// `PaidAt::date = DATE '2024-01-31'` becomes a range of instants, `extract(year FROM DueDate) = 2024`
/// one of days, `Quantity + 5 > 10` becomes `Quantity > 5`, `coalesce(Amount, 0) > 5` becomes
/// `Amount > 5`. Days of instants begin everywhere alike only in UTC.
enum UncoverFields: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    let settings = planner.environment.settings
    draft.query = draft.query.mappedSelects { select in
      guard let predicate = select.predicate else { return select }
      var result = select
      result.predicate = Normaliser.normalised(uncovered(predicate, settings))
      return result
    }
  }

  /// AND and OR keep rows by what is true in them; nothing else is entered.
  private static func uncovered(
    _ predicate: BoundExpression,
    _ settings: PlannerSettings
  ) -> BoundExpression {
    switch predicate.kind {
    case .and(let operands):
      return BoundExpression(.and(operands.map { uncovered($0, settings) }), .boolean)
    case .or(let operands):
      return BoundExpression(.or(operands.map { uncovered($0, settings) }), .boolean)
    case .comparison(let symbol, let left, let right, let rule):
      let (operand, other, symbol) =
        left.isConstant ? (right, left, symbol.mirrored) : (left, right, symbol)
      guard let value = other.value else { return predicate }
      return comparison(symbol, operand, value, other.type, rule, settings) ?? predicate
    case .between(let operand, let low, let high, let isNegated, let rule):
      guard let least = low.value, let most = high.value,
        let above = comparison(
          isNegated ? .less : .greaterOrEqual,
          operand,
          least,
          low.type,
          rule,
          settings
        ),
        let below = comparison(
          isNegated ? .greater : .lessOrEqual,
          operand,
          most,
          high.type,
          rule,
          settings
        )
      else { return predicate }
      return BoundExpression(isNegated ? .or([above, below]) : .and([above, below]), .boolean)
    case .inList(let operand, let list, isNegated: false, let rule):
      let branches = list.compactMap { element in
        element.value.flatMap { comparison(.equal, operand, $0, element.type, rule, settings) }
      }
      guard branches.count == list.count, branches.count > 1 else { return predicate }
      return BoundExpression(.or(branches), .boolean)
    case .function(.coalesce, let arguments): return truth(arguments, true) ?? predicate
    case .not(let operand):
      if case .function(.coalesce, let arguments) = operand.kind {
        return truth(arguments, false) ?? predicate
      }
      return predicate
    case .constant, .column, .negate, .arithmetic, .concatenate, .distinct, .isNull, .isTruth,
      .inList, .like, .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery,
      .exists, .inQuery, .quantified:
      return predicate
    }
  }

  private static func comparison(
    _ symbol: ComparisonOperator,
    _ operand: BoundExpression,
    _ value: Value,
    _ type: DataType,
    _ rule: TextRule,
    _ settings: PlannerSettings
  ) -> BoundExpression? {
    let isUTC = settings.zone.identifier == SessionZone.utc.identifier
    switch operand.kind {
    case .cast(let inner):
      guard isUTC, operand.type == .date, inner.type == .timestamp, inner.isFieldOrCast,
        case .date(let date) = value
      else { return nil }
      return TimeRange(.day, holding: date.midnight(in: .utc))?.condition(symbol, inner)
    case .function(.dateTrunc, let arguments):
      guard isUTC, arguments.count == 2, arguments[1].isFieldOrCast,
        let unit = arguments[0].value.flatMap(TimeRange.Unit.init),
        case .timestamp(let instant) = value
      else { return nil }
      return TimeRange(unit, holding: instant)?.condition(symbol, arguments[1])
    case .function(.datePart, let arguments):
      guard arguments.count == 2, arguments[1].isFieldOrCast,
        arguments[0].value.flatMap(TimeRange.Unit.init) == .year,
        let year = value.wholeNumber
      else { return nil }
      if arguments[1].type == .timestamp, !isUTC { return nil }
      return TimeRange(year: year)?.condition(symbol, arguments[1])
    case .function(.coalesce, let arguments):
      if case .choices = operand.type { return nil }
      guard arguments.count == 2, arguments[0].isFieldOrCast, let other = arguments[1].value,
        let order = rule == .folded ? other.languageOrder(value, settings.collation) : nil
      else { return nil }
      let field = BoundExpression(
        .comparison(symbol, arguments[0], BoundExpression(.constant(value), type), rule),
        .boolean
      )
      return symbol.holds(order) ? orNull(field, arguments[0]) : field
    case .arithmetic(let sign, let left, let right):
      return moved(symbol, sign, left, right, value)
    case .constant, .column, .negate, .not, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }

  /// `coalesce(flag, FALSE)` and its negation.
  private static func truth(_ arguments: [BoundExpression], _ wanted: Bool) -> BoundExpression? {
    guard arguments.count == 2, arguments[0].isFieldOrCast,
      case .boolean(let other)? = arguments[1].value
    else { return nil }
    let field =
      wanted ? arguments[0] : BoundExpression(.not(arguments[0]), .boolean)
    return other == wanted ? orNull(field, arguments[0]) : field
  }

  private static func orNull(
    _ condition: BoundExpression,
    _ field: BoundExpression
  ) -> BoundExpression {
    let test = BoundExpression(.isNull(field, isNegated: false), .boolean)
    return BoundExpression(.or([condition, test]), .boolean)
  }

  /// `field + 5 > 10` with exact numbers, which cannot overflow: fields hold far less than 64 bits.
  private static func moved(
    _ symbol: ComparisonOperator,
    _ sign: ArithmeticOperator,
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ value: Value
  ) -> BoundExpression? {
    guard sign == .add || sign == .subtract, let bound = value.exactNumber else { return nil }
    let isFieldFirst = left.isFieldOrCast
    let (field, other) = isFieldFirst ? (left, right) : (right, left)
    guard field.isFieldOrCast, let step = other.value?.exactNumber,
      step.absolute < ExactDecimal(coefficient: 1_000_000_000_000_000_000, scale: 0)
    else { return nil }
    // field + s, field - s, s + field, s - field
    let result: ExactDecimal?
    var comparison = symbol
    if sign == .add {
      result = try? bound.subtracting(step)
    } else if isFieldFirst {
      result = try? bound.adding(step)
    } else {
      result = try? step.subtracting(bound)
      comparison = symbol.mirrored
    }
    guard let result else { return nil }
    let constant: BoundExpression
    switch field.type {
    case .integer:
      guard result.truncated(toScale: 0) == result, let number = result.int64Value else {
        return nil
      }
      constant = BoundExpression(.constant(.integer(number)), .integer)
    case .decimal:
      constant = BoundExpression(.constant(.decimal(result)), .decimal(scale: result.scale))
    case .unknown, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice,
      .choices, .file:
      return nil
    }
    return BoundExpression(.comparison(comparison, field, constant, .folded), .boolean)
  }
}

extension BoundExpression {
  /// Whether it is a field, or a field converted to a type that holds each of its values.
  fileprivate var isFieldOrCast: Bool {
    switch kind {
    case .column: true
    case .cast(let operand):
      switch (operand.kind, operand.type, type) {
      case (.column, .integer, .decimal), (.column, .decimal, .decimal(scale: nil)),
        (.column, .date, .timestamp):
        true
      default: false
      }
    case .constant, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      false
    }
  }
}

extension Value {
  fileprivate var exactNumber: ExactDecimal? {
    switch self {
    case .integer(let number): ExactDecimal(number)
    case .decimal(let number): number
    case .null, .boolean, .double, .text, .date, .timestamp, .interval, .uuid, .choice: nil
    }
  }

  fileprivate var wholeNumber: Int64? {
    exactNumber.flatMap { $0.truncated(toScale: 0) == $0 ? $0.int64Value : nil }
  }
}

extension ComparisonOperator {
  /// Whether it holds for two values in this order: -1, 0 or 1.
  fileprivate func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}
