import DSQLPlan
import DSQLTypes

/// Computes what holds no column: `now() - INTERVAL '7 days'` becomes an instant.
///
/// What fails when it is computed is left to fail when it is needed: `CASE WHEN FALSE THEN 1 / 0 END`
/// is no error.
enum FoldConstants: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    draft.query = draft.query.mappedDeep { folded($0, planner.environment) }
  }

  /// The expression with every part of it that can be computed now.
  static func deepFolded(
    _ expression: BoundExpression,
    _ environment: PlannerEnvironment
  ) -> BoundExpression {
    expression.mappedDeep { folded($0, environment) }
  }

  private static func folded(
    _ expression: BoundExpression,
    _ environment: PlannerEnvironment
  ) -> BoundExpression {
    switch expression.kind {
    case .constant, .column, .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified,
      .function(.random, _), .function(.exactText, _):
      return expression
    case .negate, .not, .arithmetic, .concatenate, .comparison, .distinct, .and, .or, .isNull,
      .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function:
      break
    }
    guard expression.children.allSatisfy(\.isConstant) else { return expression }
    switch environment.fold(expression) {
    case .success(let value):
      return BoundExpression(.constant(value), expression.type, span: expression.span)
    case .failure: return expression
    }
  }
}
