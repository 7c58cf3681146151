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

  /// Whether a condition reads keys alone, and cannot fail.
  private static func isSafe(
    _ expression: BoundExpression,
    _ keys: Set<BoundExpression.Kind>
  ) -> Bool {
    switch expression.kind {
    case .constant: return true
    case .column: return keys.contains(expression.kind)
    case .not, .comparison, .distinct, .and, .or, .isNull, .isTruth, .inList, .between, .like:
      return expression.children.allSatisfy { isSafe($0, keys) }
    case .negate, .arithmetic, .concatenate, .matches, .cases, .cast, .function, .aggregate,
      .window, .scalarSubquery, .exists, .inQuery, .quantified:
      return false
    }
  }
}
