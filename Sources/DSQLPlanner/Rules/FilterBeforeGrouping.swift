import DSQLPlan

/// Makes conditions of HAVING on keys alone conditions of WHERE, so that the service can decide them.
///
/// `GROUP BY Status HAVING Status = 'Paid'` groups the paid records only.
enum FilterBeforeGrouping: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    draft.query = draft.query.mappedSelects { select in
      let keys = Set(select.groupBy.map(\.kind))
      if keys.isEmpty { return select }
      var moved: [BoundExpression] = []
      var kept: [BoundExpression] = []
      for conjunct in Normaliser.conjuncts(select.having) {
        if isSafe(conjunct, keys) { moved.append(conjunct) } else { kept.append(conjunct) }
      }
      if moved.isEmpty { return select }
      var result = select
      result.predicate = Normaliser.conjunction(Normaliser.conjuncts(select.predicate) + moved)
      result.having = Normaliser.conjunction(kept)
      return result
    }
  }

  /// Whether a condition reads keys alone, says the same of all texts of a group, and cannot fail.
  private static func isSafe(
    _ expression: BoundExpression,
    _ keys: Set<BoundExpression.Kind>
  ) -> Bool {
    switch expression.kind {
    case .constant: return true
    case .column: return keys.contains(expression.kind)
    case .comparison(_, _, _, .folded), .distinct(_, _, _, .folded), .inList(_, _, _, .folded),
      .between(_, _, _, _, .folded), .like(_, _, _, _, .folded), .not, .and, .or, .isNull,
      .isTruth:
      return expression.children.allSatisfy { isSafe($0, keys) }
    case .comparison, .distinct, .inList, .between, .like, .negate, .arithmetic, .concatenate,
      .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery, .exists, .inQuery,
      .quantified:
      return false
    }
  }
}
