import DSQLPlan
import DSQLTypes

/// Moves a condition on a derived table into it, where it drops the same rows.
///
/// `SELECT * FROM (SELECT Status, count(*) FROM Invoice GROUP BY Status) t WHERE Status = 'Paid'`
/// groups the paid records only.
enum PushIntoQueries: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    draft.query = pushed(draft.query)
  }

  /// The query with the conditions of each select moved down, from the outermost inwards.
  private static func pushed(_ query: BoundQuery) -> BoundQuery {
    var result = query
    result.body = pushed(query.body)
    func inside(_ expression: BoundExpression) -> BoundExpression {
      expression.mapped({ inside($0) }, { pushed($0) })
    }
    return result.mapped({ inside($0) }, { pushed($0) })
  }

  private static func pushed(_ body: BoundQueryBody) -> BoundQueryBody {
    switch body {
    case .select(let select): .select(pushed(select))
    case .setOperation(let symbol, let isAll, let left, let right):
      .setOperation(symbol, isAll: isAll, pushed(left), pushed(right))
    case .values, .nested: body
    }
  }

  private static func pushed(_ select: BoundSelect) -> BoundSelect {
    guard let from = select.from else { return select }
    var queries: [RelationID: BoundQuery] = [:]
    for case .derived(let relation, let query) in from.leaves { queries[relation] = query }
    if queries.isEmpty { return select }
    var result = select
    result.predicate = Normaliser.conjunction(
      left(of: Normaliser.conjuncts(select.predicate), required(from), &queries)
    )
    let relation = pushed(into: from, &queries)
    result.from = replaced(relation, queries)
    return result
  }

  private static func pushed(
    into relation: BoundRelation,
    _ queries: inout [RelationID: BoundQuery]
  ) -> BoundRelation {
    guard case .join(var join) = relation else { return relation }
    let targets: Set<RelationID> =
      switch join.kind {
      case .inner, .cross: required(join.left).union(required(join.right))
      case .left: required(join.right)
      case .right: required(join.left)
      case .full: []
      }
    if let condition = join.condition {
      let kept = left(of: Normaliser.conjuncts(condition), targets, &queries)
      join.condition =
        Normaliser.conjunction(kept) ?? BoundExpression(.constant(.boolean(true)), .boolean)
    }
    join.left = pushed(into: join.left, &queries)
    join.right = pushed(into: join.right, &queries)
    return .join(join)
  }

  private static func replaced(
    _ relation: BoundRelation,
    _ queries: [RelationID: BoundQuery]
  ) -> BoundRelation {
    switch relation {
    case .derived(let id, let query): return .derived(id, queries[id] ?? query)
    case .join(var join):
      join.left = replaced(join.left, queries)
      join.right = replaced(join.right, queries)
      return .join(join)
    case .table, .commonTable, .series, .lastResult: return relation
    }
  }

  /// The relations for which no outer join puts NULL.
  private static func required(_ relation: BoundRelation) -> Set<RelationID> {
    switch relation {
    case .table, .derived, .commonTable, .series, .lastResult:
      return Set([relation.relation].compactMap { $0 })
    case .join(let join):
      switch join.kind {
      case .inner, .cross: return required(join.left).union(required(join.right))
      case .left: return required(join.left)
      case .right: return required(join.right)
      case .full: return []
      }
    }
  }

  /// Moves what can be moved.
  ///
  /// - Returns: The conditions that stay.
  private static func left(
    of conditions: [BoundExpression],
    _ targets: Set<RelationID>,
    _ queries: inout [RelationID: BoundQuery]
  ) -> [BoundExpression] {
    conditions.filter { condition in
      let relations = Set(condition.columnsRead.map(\.relation))
      guard relations.count == 1, let relation = relations.first, targets.contains(relation),
        let query = queries[relation], condition.isMovable,
        let accepted = accepted(condition, by: query)
      else { return true }
      queries[relation] = accepted
      return false
    }
  }

  private static func accepted(
    _ condition: BoundExpression,
    by query: BoundQuery
  ) -> BoundQuery? {
    guard query.limit == nil, query.offset == nil,
      let body = accepted(condition, by: query.body, query.schema)
    else { return nil }
    var result = query
    result.body = body
    return result
  }

  private static func accepted(
    _ condition: BoundExpression,
    by body: BoundQueryBody,
    _ schema: RowSchema
  ) -> BoundQueryBody? {
    switch body {
    case .values: return nil
    case .nested(let query): return accepted(condition, by: query).map { .nested($0) }
    case .setOperation(let symbol, let isAll, let left, let right):
      guard (symbol == .union && isAll) || condition.isSameForEquals,
        let first = accepted(condition, by: left, schema),
        let second = accepted(condition, by: right, schema)
      else { return nil }
      return .setOperation(symbol, isAll: isAll, first, second)
    case .select(let select): return accepted(condition, by: select, schema).map { .select($0) }
    }
  }

  private static func accepted(
    _ condition: BoundExpression,
    by select: BoundSelect,
    _ schema: RowSchema
  ) -> BoundSelect? {
    switch select.distinctness {
    case .none: break
    case .all: if !condition.isSameForEquals { return nil }
    case .on: return nil
    }
    if select.isAggregate, !condition.isSameForEquals || select.groupBy.isEmpty { return nil }
    let hasWindow = select.items.contains { item in
      item.expression.contains { if case .window = $0.kind { true } else { false } }
    }
    guard select.from != nil, !hasWindow else { return nil }
    for column in condition.columnsRead {
      guard select.items.indices.contains(column.index) else { return nil }
      let expression = select.items[column.index].expression
      guard expression.type == schema.columns[column.index].type, expression.isMovable,
        !select.isAggregate || select.groupBy.contains(expression)
      else { return nil }
    }
    let moved = condition.mappedDeep { part in
      guard case .column(let column) = part.kind else { return part }
      return select.items[column.index].expression
    }
    if moved.canFail { return nil }
    var result = select
    result.predicate = Normaliser.conjunction(
      Normaliser.conjuncts(select.predicate) + Normaliser.conjuncts(Normaliser.normalised(moved))
    )
    return result
  }
}

extension BoundExpression {
  /// Whether it is the same for values that a group or DISTINCT takes for equal, of which either may
  /// be shown.
  fileprivate var isSameForEquals: Bool {
    switch kind {
    case .constant, .column: true
    case .comparison(_, _, _, .folded), .distinct(_, _, _, .folded), .inList(_, _, _, .folded),
      .between(_, _, _, _, .folded), .like(_, _, _, _, .folded), .not, .and, .or, .isNull,
      .isTruth:
      children.allSatisfy(\.isSameForEquals)
    case .comparison, .distinct, .inList, .between, .like, .negate, .arithmetic, .concatenate,
      .matches, .cases, .cast, .function, .aggregate, .window, .scalarSubquery, .exists, .inQuery,
      .quantified:
      false
    }
  }
}
