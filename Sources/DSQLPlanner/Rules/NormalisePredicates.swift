import DSQLPlan

/// Moves NOT to the leaves of every WHERE, ON and HAVING, and flattens AND and OR.
enum NormalisePredicates: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    draft.query = draft.query.mappedSelects { select in
      var result = select
      result.predicate = select.predicate.map(Normaliser.normalised)
      result.having = select.having.map(Normaliser.normalised)
      result.from = select.from.map(normalised)
      return result
    }
  }

  private static func normalised(_ relation: BoundRelation) -> BoundRelation {
    guard case .join(var join) = relation else { return relation }
    join.left = normalised(join.left)
    join.right = normalised(join.right)
    join.condition = join.condition.map(Normaliser.normalised)
    return .join(join)
  }
}
