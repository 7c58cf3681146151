import DSQLPlan
import DSQLTypes

/// Makes an outer join an inner one where the rows that only it has are dropped afterwards.
///
/// `a LEFT JOIN b ON … WHERE b.x = 5` has no row without a `b`. As an inner join it may be asked of
/// either side first, and the condition goes down to `b`.
enum SimplifyJoins: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard planner.environment.settings.pushDown != .off else { return }
    draft.query = draft.query.mappedSelects { select in
      var result = select
      let conditions = Normaliser.conjuncts(select.predicate)
      result.from = select.from.map { simplified($0, conditions) }
      return result
    }
  }

  /// The relation, whose rows count only where the conditions hold.
  private static func simplified(
    _ relation: BoundRelation,
    _ conditions: [BoundExpression]
  ) -> BoundRelation {
    guard case .join(var join) = relation else { return relation }
    if isInner(join.kind) == false {
      let dropsLeft = drops(join.left, conditions)
      let dropsRight = drops(join.right, conditions)
      switch join.kind {
      case .left: if dropsRight { join.kind = .inner }
      case .right: if dropsLeft { join.kind = .inner }
      case .full:
        join.kind =
          switch (dropsLeft, dropsRight) {
          case (true, true): .inner
          case (true, false): .left
          case (false, true): .right
          case (false, false): .full
          }
      case .inner, .cross: break
      }
    }
    let own = Normaliser.conjuncts(join.condition)
    switch join.kind {
    case .inner, .cross:
      join.left = simplified(join.left, conditions + own)
      join.right = simplified(join.right, conditions + own)
    case .left:
      join.left = simplified(join.left, conditions)
      join.right = simplified(join.right, own)
    case .right:
      join.left = simplified(join.left, own)
      join.right = simplified(join.right, conditions)
    case .full:
      join.left = simplified(join.left, [])
      join.right = simplified(join.right, [])
    }
    return .join(join)
  }

  private static func isInner(_ kind: JoinKind) -> Bool { kind == .inner || kind == .cross }

  /// Whether a row without a part of FROM is dropped.
  private static func drops(_ relation: BoundRelation, _ conditions: [BoundExpression]) -> Bool {
    let relations = Set(relation.leaves.compactMap(\.relation))
    return conditions.contains { $0.rejectsNull { relations.contains($0.relation) } }
  }
}
