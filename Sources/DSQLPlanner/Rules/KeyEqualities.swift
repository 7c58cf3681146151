import DSQLPlan
import DSQLTypes

/// The equalities of a query by which one read may leave out what has no partner in another.
///
/// A row whose column has none of the values that the other column has makes no difference to the
/// answer.
struct KeyEqualities {
  /// `column` of one read by the values of `source` of another.
  struct Equality: Hashable {
    let column: BoundColumn
    let source: BoundColumn
  }

  private(set) var found: [Equality] = []
  /// The queries behind relations that stand for one and are read in one place only.
  private var queries: [RelationID: BoundQuery] = [:]
  private var entities: Set<RelationID> = []

  init(_ query: BoundQuery) {
    let places = CommonTablePlaces(query)
    _ = query.mappedSelects { select in
      for leaf in select.from?.leaves ?? [] {
        switch leaf {
        case .table(let id, _): entities.insert(id)
        case .derived(let id, let nested): queries[id] = nested
        case .commonTable(let id, let table, _, _): queries[id] = places.onlyQuery(of: table)
        case .series, .lastResult, .join: break
        }
      }
      return select
    }
    _ = query.mappedSelects { select in
      collect(select)
      return select
    }
  }

  private mutating func collect(_ select: BoundSelect) {
    let conditions = Normaliser.conjuncts(select.predicate)
    let own = Set(select.from?.leaves.compactMap(\.relation) ?? [])
    if let from = select.from {
      collect(conditions, over: from)
      collectJoins(from)
    }
    for condition in conditions {
      switch condition.kind {
      case .inQuery(let operand, let query, isNegated: false, _):
        guard case .column(let column) = operand.kind, query.schema.columns.count == 1,
          query.schema.columns[0].type == operand.type
        else { continue }
        if own.contains(column.relation), let source = origin(of: 0, in: query, canDrop: false) {
          add(column, by: source)
        }
        if let target = origin(of: 0, in: query, canDrop: true) { add(target, by: column) }
      case .exists(let query, isNegated: false): collect(exists: query, over: own)
      case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
        .and, .or, .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function,
        .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified:
        continue
      }
    }
  }

  /// Rows of the outer query by what an EXISTS over them compares them with.
  private mutating func collect(exists query: BoundQuery, over outer: Set<RelationID>) {
    guard query.commonTables.isEmpty, query.limit == nil, query.offset == nil,
      case .select(let select) = query.body, let from = select.from,
      !select.isAggregate || !select.groupBy.isEmpty
    else { return }
    let inner = Set(from.leaves.compactMap(\.relation))
    for (left, right) in Self.equalities(Normaliser.conjuncts(select.predicate)) {
      if inner.contains(right.relation), outer.contains(left.relation) { add(left, by: right) }
      if inner.contains(left.relation), outer.contains(right.relation) { add(right, by: left) }
    }
  }

  private mutating func collectJoins(_ relation: BoundRelation) {
    guard case .join(let join) = relation else { return }
    let conditions = Normaliser.conjuncts(join.condition)
    switch join.kind {
    case .inner, .cross: collect(conditions, over: relation)
    case .left: collect(conditions, over: join.right)
    case .right: collect(conditions, over: join.left)
    case .full: break
    }
    collectJoins(join.left)
    collectJoins(join.right)
  }

  /// Equalities that hold for every row of a part of FROM, or of the side of it that an outer join
  /// may leave out.
  private mutating func collect(_ conditions: [BoundExpression], over part: BoundRelation) {
    let relations = Set(part.leaves.compactMap(\.relation))
    for (left, right) in Self.equalities(conditions) where left.relation != right.relation {
      if relations.contains(left.relation) { add(left, by: right) }
      if relations.contains(right.relation) { add(right, by: left) }
    }
  }

  private static func equalities(
    _ conditions: [BoundExpression]
  ) -> [(BoundColumn, BoundColumn)] {
    conditions.compactMap { condition in
      guard case .comparison(.equal, let left, let right, _) = condition.kind,
        case .column(let one) = left.kind, case .column(let other) = right.kind
      else { return nil }
      return (one, other)
    }
  }

  private mutating func add(_ target: BoundColumn, by source: BoundColumn) {
    guard let column = origin(target, canDrop: true), let source = origin(source, canDrop: false),
      column.relation != source.relation
    else { return }
    let equality = Equality(column: column, source: source)
    if !found.contains(equality) { found.append(equality) }
  }

  /// The column of an entity that a column stands for unchanged.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - canDrop: Whether leaving out records by it must be the same as leaving out rows here.
  /// - Returns: Nil where it is computed, or where the records make other rows as well.
  private func origin(_ column: BoundColumn, canDrop: Bool) -> BoundColumn? {
    if entities.contains(column.relation) { return column }
    return queries[column.relation].flatMap { origin(of: column.index, in: $0, canDrop: canDrop) }
  }

  private func origin(of index: Int, in query: BoundQuery, canDrop: Bool) -> BoundColumn? {
    if canDrop, query.limit != nil || query.offset != nil { return nil }
    switch query.body {
    case .nested(let inner): return origin(of: index, in: inner, canDrop: canDrop)
    case .values, .setOperation: return nil
    case .select(let select):
      guard select.items.indices.contains(index) else { return nil }
      let expression = select.items[index].expression
      guard case .column(let column) = expression.kind else { return nil }
      let own = Set(select.from?.leaves.compactMap(\.relation) ?? [])
      guard own.contains(column.relation) else { return nil }
      if canDrop {
        if select.isAggregate, !select.groupBy.contains(expression) { return nil }
        if case .on = select.distinctness { return nil }
        let hasWindow = select.items.contains { item in
          item.expression.contains { if case .window = $0.kind { true } else { false } }
        }
        if hasWindow { return nil }
      }
      return origin(column, canDrop: canDrop)
    }
  }
}
