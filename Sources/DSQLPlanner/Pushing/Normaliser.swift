import DSQLPlan
import DSQLTypes

/// Brings predicates into the form that pushing works on, under three-valued logic.
///
/// `NOT (a AND b)` becomes `NOT a OR NOT b`, `NOT x < y` becomes `x >= y`: true, false and NULL stay
/// what they were. AND in AND and OR in OR become one; constants in them go.
enum Normaliser {
  static func normalised(_ expression: BoundExpression) -> BoundExpression {
    switch expression.kind {
    case .not(let operand): return negated(operand, span: expression)
    case .and(let operands): return joined(operands.map(normalised), isAnd: true, expression)
    case .or(let operands): return joined(operands.map(normalised), isAnd: false, expression)
    case .isTruth(let operand, let truth, let isNegated):
      return rebuilt(.isTruth(normalised(operand), truth, isNegated: isNegated), expression)
    case .constant, .column, .negate, .arithmetic, .concatenate, .comparison, .distinct, .isNull,
      .inList, .between, .like, .matches, .cases, .cast, .function, .aggregate, .window,
      .scalarSubquery, .exists, .inQuery, .quantified:
      return expression
    }
  }

  /// The conjuncts of a predicate in the order written.
  static func conjuncts(_ predicate: BoundExpression?) -> [BoundExpression] {
    guard let predicate else { return [] }
    if case .and(let operands) = predicate.kind { return operands }
    return predicate.kind == .constant(.boolean(true)) ? [] : [predicate]
  }

  /// The conjunction of conjuncts; nil for none.
  static func conjunction(_ conjuncts: [BoundExpression]) -> BoundExpression? {
    conjuncts.count > 1 ? BoundExpression(.and(conjuncts), .boolean) : conjuncts.first
  }

  private static func rebuilt(
    _ kind: BoundExpression.Kind,
    _ original: BoundExpression
  ) -> BoundExpression {
    BoundExpression(kind, .boolean, span: original.span)
  }

  private static func negated(
    _ operand: BoundExpression,
    span original: BoundExpression
  ) -> BoundExpression {
    switch operand.kind {
    case .constant(.boolean(let flag)): return rebuilt(.constant(.boolean(!flag)), original)
    case .constant(.null): return rebuilt(.constant(.null), original)
    case .not(let inner): return normalised(inner)
    case .and(let operands):
      return joined(operands.map { negated($0, span: $0) }, isAnd: false, original)
    case .or(let operands):
      return joined(operands.map { negated($0, span: $0) }, isAnd: true, original)
    case .comparison(let symbol, let left, let right, let rule):
      return rebuilt(.comparison(symbol.negated, left, right, rule), original)
    case .distinct(let left, let right, let isNegated, let rule):
      return rebuilt(.distinct(left, right, isNegated: !isNegated, rule), original)
    case .isNull(let inner, let isNegated):
      return rebuilt(.isNull(inner, isNegated: !isNegated), original)
    case .isTruth(let inner, let truth, let isNegated):
      return rebuilt(.isTruth(inner, truth, isNegated: !isNegated), original)
    case .inList(let inner, let list, let isNegated, let rule):
      return rebuilt(.inList(inner, list, isNegated: !isNegated, rule), original)
    case .between(let inner, let low, let high, let isNegated, let rule):
      return rebuilt(
        .between(inner, low: low, high: high, isNegated: !isNegated, rule),
        original
      )
    case .like(let inner, let pattern, let escape, let isNegated, let rule):
      return rebuilt(
        .like(inner, pattern: pattern, escape: escape, isNegated: !isNegated, rule),
        original
      )
    case .matches(let inner, let pattern, let ignoresCase, let isNegated):
      return rebuilt(
        .matches(inner, pattern: pattern, ignoresCase: ignoresCase, isNegated: !isNegated),
        original
      )
    case .exists(let query, let isNegated):
      return rebuilt(.exists(query, isNegated: !isNegated), original)
    case .inQuery(let inner, let query, let isNegated, let rule):
      return rebuilt(.inQuery(inner, query, isNegated: !isNegated, rule), original)
    case .constant, .column, .negate, .arithmetic, .concatenate, .cases, .cast, .function,
      .aggregate, .window, .scalarSubquery, .quantified:
      return rebuilt(.not(operand), original)
    }
  }

  private static func joined(
    _ operands: [BoundExpression],
    isAnd: Bool,
    _ original: BoundExpression
  ) -> BoundExpression {
    var kept: [BoundExpression] = []
    for operand in operands {
      switch (operand.kind, isAnd) {
      case (.and(let inner), true), (.or(let inner), false): kept += inner
      case (.constant(.boolean(true)), true), (.constant(.boolean(false)), false): break
      case (.constant(.boolean(false)), true), (.constant(.boolean(true)), false):
        return rebuilt(operand.kind, original)
      default: kept.append(operand)
      }
    }
    if kept.isEmpty { return rebuilt(.constant(.boolean(isAnd)), original) }
    if kept.count == 1 { return kept[0] }
    return rebuilt(isAnd ? .and(kept) : .or(kept), original)
  }
}
