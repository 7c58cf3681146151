import DSQLPlan
import DSQLTypes

/// Moves NOT to the leaves of every WHERE, ON and HAVING, flattens AND and OR, and makes EXISTS of
/// `TRUE IN (query)`, to which a row in a query is bound.
enum NormalisePredicates: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    draft.query = draft.query.mappedSelects { select in
      var result = select
      result.predicate = select.predicate.map(condition)
      result.having = select.having.map(condition)
      result.from = select.from.map(normalised)
      return result
    }
  }

  private static func normalised(_ relation: BoundRelation) -> BoundRelation {
    guard case .join(var join) = relation else { return relation }
    join.left = normalised(join.left)
    join.right = normalised(join.right)
    join.condition = join.condition.map(condition)
    return .join(join)
  }

  /// A condition in its normal form; where it stands NULL is as good as FALSE.
  private static func condition(_ expression: BoundExpression) -> BoundExpression {
    deciding(Normaliser.normalised(expression))
  }

  private static func deciding(_ expression: BoundExpression) -> BoundExpression {
    var result = expression
    switch expression.kind {
    case .and(let operands): result.kind = .and(operands.map(deciding))
    case .or(let operands): result.kind = .or(operands.map(deciding))
    case .inQuery(let operand, let query, isNegated: false, _):
      guard operand.kind == .constant(.boolean(true)), query.limit == nil, query.offset == nil,
        case .select(var select) = query.body, let item = select.items.first,
        case .none = select.distinctness, !select.isAggregate, select.groupBy.isEmpty,
        select.having == nil
      else { return expression }
      select.predicate = Normaliser.conjunction(
        Normaliser.conjuncts(select.predicate)
          + Normaliser.conjuncts(condition(item.expression))
      )
      select.items = [BoundItem(operand, name: item.name)]
      var rows = query
      rows.body = .select(select)
      result.kind = .exists(rows, isNegated: false)
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
      .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      break
    }
    return result
  }
}
