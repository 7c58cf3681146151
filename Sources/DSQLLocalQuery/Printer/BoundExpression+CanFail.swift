import DSQLPlan
import DSQLTypes

extension BoundExpression {
  /// Whether it can end in an error on some row: arithmetic, casts, functions, scalar subqueries.
  var canFail: Bool {
    switch kind {
    case .constant, .column: false
    case .negate, .arithmetic, .cast, .function, .aggregate, .window, .scalarSubquery: true
    case .matches: true
    case .exists, .inQuery, .quantified: true
    case .not(let operand), .isNull(let operand, _), .isTruth(let operand, _, _):
      operand.canFail
    case .concatenate(let left, let right), .comparison(_, let left, let right, _),
      .distinct(let left, let right, _, _):
      left.canFail || right.canFail
    case .and(let parts), .or(let parts): parts.contains(where: \.canFail)
    case .inList(let operand, let items, _, _):
      operand.canFail || items.contains(where: \.canFail)
    case .between(let operand, let low, let high, _, _):
      operand.canFail || low.canFail || high.canFail
    case .like(let operand, let pattern, let escape, _, _):
      operand.canFail || pattern.canFail || (escape?.canFail ?? false)
    case .cases(let branches, let otherwise):
      branches.contains { $0.condition.canFail || $0.result.canFail }
        || (otherwise?.canFail ?? false)
    }
  }
}
