import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Says of a column what is said of another that is equal to it, where the service can decide it.
///
/// `a.x = b.y AND a.x = 5` reads of `b` only what has `b.y = 5`.
enum DeriveConditions: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    let scans = draft.scans
    draft.query = draft.query.mappedSelects { select in
      guard let from = select.from, case .join = from else { return select }
      var result = select
      let conditions = Normaliser.conjuncts(select.predicate)
      let (relation, derived) = extended(from, conditions, isTop: true) { table, relation in
        scans[relation]?.grouping == nil ? planner.pushability(of: table, relation) : nil
      }
      result.from = relation
      result.predicate = Normaliser.conjunction(conditions + derived)
      return result
    }
  }

  private typealias Judge = (Table, RelationID) -> Pushability?

  /// A part of FROM with the conditions that follow inside it.
  ///
  /// - Parameters:
  ///   - relation: The part.
  ///   - known: Conditions that every row that counts meets.
  ///   - isTop: Whether what follows for the part itself is added outside of it.
  ///   - judge: What the service can be asked of an entity.
  /// - Returns: The part, and the conditions to add outside.
  private static func extended(
    _ relation: BoundRelation,
    _ known: [BoundExpression],
    isTop: Bool,
    _ judge: Judge
  ) -> (BoundRelation, [BoundExpression]) {
    guard case .join(var join) = relation else { return (relation, []) }
    let own = Normaliser.conjuncts(join.condition)
    switch join.kind {
    case .inner, .cross:
      var all = known + own
      for part in [join.left, join.right] { all += Self.inner(part) }
      let found = isTop ? following(from: all, for: relation, judge) : []
      join.left = extended(join.left, all + found, isTop: false, judge).0
      join.right = extended(join.right, all + found, isTop: false, judge).0
      return (.join(join), found)
    case .left, .right:
      let isLeft = join.kind == .left
      let kept = isLeft ? join.left : join.right
      let joined = isLeft ? join.right : join.left
      let (base, found) = extended(kept, known, isTop: isTop, judge)
      let all = known + found + own
      let inside = following(from: all, for: joined, judge)
      let (other, _) = extended(joined, own + inside, isTop: false, judge)
      join.left = isLeft ? base : other
      join.right = isLeft ? other : base
      join.condition = Normaliser.conjunction(own + inside) ?? join.condition
      return (.join(join), found)
    case .full: return (relation, [])
    }
  }

  /// The conditions of inner joins right below.
  private static func inner(_ relation: BoundRelation) -> [BoundExpression] {
    guard case .join(let join) = relation, join.kind == .inner || join.kind == .cross else {
      return []
    }
    return Normaliser.conjuncts(join.condition) + inner(join.left) + inner(join.right)
  }

  /// What follows for the entities of a part and can be asked.
  private static func following(
    from conditions: [BoundExpression],
    for part: BoundRelation,
    _ judge: Judge
  ) -> [BoundExpression] {
    var tables: [RelationID: Table] = [:]
    for case .table(let relation, let table) in part.leaves { tables[relation] = table }
    var found: [BoundExpression] = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      let all = conditions + found
      for equality in all {
        guard case .comparison(.equal, let left, let right, let rule) = equality.kind,
          left.type == right.type, case .column = left.kind, case .column = right.kind
        else { continue }
        for (one, other) in [(left, right), (right, left)] {
          guard case .column(let target) = other.kind, let table = tables[target.relation],
            let pushability = judge(table, target.relation)
          else { continue }
          for condition in all {
            guard let moved = condition.moved(from: one, to: other, rule), !all.contains(moved),
              !found.contains(moved)
            else { continue }
            if case .unsupported = pushability.answer(moved) { continue }
            found.append(moved)
            isGrowing = true
          }
        }
      }
    }
    return found
  }
}

extension BoundExpression {
  /// A comparison of one expression with constants, of another one; nil for anything else.
  fileprivate func moved(
    from one: BoundExpression,
    to other: BoundExpression,
    _ equality: TextRule
  ) -> BoundExpression? {
    func isMoved(_ operand: BoundExpression, _ rule: TextRule) -> Bool {
      operand == one && (rule == equality || operand.type != .text)
    }
    switch kind {
    case .comparison(let symbol, let left, let right, let rule):
      if right.isConstant, isMoved(left, rule) {
        return BoundExpression(.comparison(symbol, other, right, rule), type)
      }
      if left.isConstant, isMoved(right, rule) {
        return BoundExpression(.comparison(symbol, left, other, rule), type)
      }
      return nil
    case .inList(let operand, let list, let isNegated, let rule):
      guard isMoved(operand, rule), list.allSatisfy(\.isConstant) else { return nil }
      return BoundExpression(.inList(other, list, isNegated: isNegated, rule), type)
    case .between(let operand, let low, let high, let isNegated, let rule):
      guard isMoved(operand, rule), low.isConstant, high.isConstant else { return nil }
      return BoundExpression(
        .between(other, low: low, high: high, isNegated: isNegated, rule),
        type
      )
    case .constant, .column, .negate, .not, .arithmetic, .concatenate, .distinct, .and, .or,
      .isNull, .isTruth, .like, .matches, .cases, .cast, .function, .aggregate, .window,
      .scalarSubquery, .exists, .inQuery, .quantified:
      return nil
    }
  }
}
