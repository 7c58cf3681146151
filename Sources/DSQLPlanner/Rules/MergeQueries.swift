import DSQLPlan
import DSQLTypes

/// Puts a derived table or a WITH that only selects rows in the place where it is read.
///
/// `WITH t AS (SELECT * FROM Invoice WHERE Amount > 5) SELECT Number FROM t` is a query over one
/// entity, which the service filters, sorts and limits.
enum MergeQueries: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    if planner.environment.settings.pushDown == .off { return }
    var merger = QueryMerger()
    let inlined = InlinedTables(draft.query).applied(to: draft.query)
    let read = Set(inlined.columnsRead.map { QueryMerger.key($0) })
    let merged = inlined.mappedSelects { merger.merged($0, reading: read) }
    draft.query = merged.mappedDeep { merger.expression($0) }
  }
}

/// Common tables that are read in one place become derived tables there; what nobody reads goes.
private struct InlinedTables {
  private let places: CommonTablePlaces

  init(_ query: BoundQuery) { places = CommonTablePlaces(query) }

  func applied(to query: BoundQuery) -> BoundQuery {
    let replaced = query.mappedSelects { select in
      var result = select
      result.from = select.from.map(relation)
      return result
    }
    return withoutTables(replaced)
  }

  private func relation(_ relation: BoundRelation) -> BoundRelation {
    switch relation {
    case .commonTable(let id, let table, _, _):
      return places.onlyQuery(of: table).map { .derived(id, applied(to: $0)) } ?? relation
    case .join(var join):
      join.left = self.relation(join.left)
      join.right = self.relation(join.right)
      return .join(join)
    case .table, .derived, .series, .lastResult: return relation
    }
  }

  private func withoutTables(_ query: BoundQuery) -> BoundQuery {
    func inside(_ expression: BoundExpression) -> BoundExpression {
      expression.mapped({ inside($0) }, { withoutTables($0) })
    }
    var result = query.mapped({ inside($0) }, { withoutTables($0) })
    result.commonTables.removeAll { table in
      places.count(of: table.id) == 0 || places.onlyQuery(of: table.id) != nil
    }
    return result
  }
}

/// Takes derived tables apart.
private struct QueryMerger {
  /// What the columns of relations that went stand for.
  private var items: [RelationID: [BoundExpression]] = [:]

  static func key(_ column: BoundColumn) -> BoundColumn {
    BoundColumn(relation: column.relation, index: column.index, name: "")
  }

  func expression(_ expression: BoundExpression) -> BoundExpression {
    guard case .column(let column) = expression.kind, let items = items[column.relation] else {
      return expression
    }
    var result = items[column.index].mappedDeep { self.expression($0) }
    result.span = expression.span
    return result
  }

  mutating func merged(_ select: BoundSelect, reading read: Set<BoundColumn>) -> BoundSelect {
    guard let from = select.from else { return select }
    var result = select
    let (relation, pending) = merged(from, isOptional: false, read)
    result.from = relation
    let conditions = pending + (select.predicate.map { [$0] } ?? [])
    result.predicate = Normaliser.conjunction(conditions)
    return result
  }

  /// A part of FROM without its simple derived tables.
  ///
  /// - Parameters:
  ///   - relation: The part.
  ///   - isOptional: Whether an outer join may put NULL for its columns.
  ///   - read: What the statement reads.
  /// - Returns: The part, and the conditions of the queries that went.
  private mutating func merged(
    _ relation: BoundRelation,
    isOptional: Bool,
    _ read: Set<BoundColumn>
  ) -> (BoundRelation, [BoundExpression]) {
    switch relation {
    case .table, .commonTable, .series, .lastResult: return (relation, [])
    case .derived(let id, let query):
      guard let select = Self.simple(query, id, isOptional: isOptional, read),
        let from = select.from
      else { return (relation, []) }
      items[id] = select.items.map(\.expression)
      return (from, select.predicate.map { [$0] } ?? [])
    case .join(var join):
      let before = items
      let (left, above) = merged(
        join.left,
        isOptional: isOptional || join.kind == .right || join.kind == .full,
        read
      )
      let (right, below) = merged(
        join.right,
        isOptional: isOptional || join.kind == .left || join.kind == .full,
        read
      )
      var inside: [BoundExpression] = []
      var outside: [BoundExpression] = []
      switch join.kind {
      case .inner, .cross: outside = above + below
      case .left: (outside, inside) = (above, below)
      case .right: (inside, outside) = (above, below)
      case .full:
        // Its sides cannot be filtered from outside.
        if !above.isEmpty || !below.isEmpty {
          items = before
          return (relation, [])
        }
      }
      join.left = left
      join.right = right
      if !inside.isEmpty {
        join.condition = Normaliser.conjunction(inside + (join.condition.map { [$0] } ?? []))
      }
      return (.join(join), outside)
    }
  }

  /// The select of a query that only picks rows and computes them one by one.
  private static func simple(
    _ query: BoundQuery,
    _ id: RelationID,
    isOptional: Bool,
    _ read: Set<BoundColumn>
  ) -> BoundSelect? {
    guard query.commonTables.isEmpty, query.limit == nil, query.offset == nil,
      query.orderBy.isEmpty, case .select(let select) = query.body, select.from != nil,
      case .none = select.distinctness, !select.isAggregate, select.groupBy.isEmpty,
      select.having == nil, select.items.count == query.schema.columns.count
    else { return nil }
    for (index, item) in select.items.enumerated() {
      let expression = item.expression
      guard read.contains(BoundColumn(relation: id, index: index, name: "")) else { continue }
      guard expression.type == query.schema.columns[index].type, expression.isMovable else {
        return nil
      }
      if case .column = expression.kind { continue }
      if isOptional { return nil }
    }
    if let predicate = select.predicate, predicate.canFail { return nil }
    if isOptional, select.predicate?.contains({ !$0.subqueries.isEmpty }) ?? false { return nil }
    return select
  }
}

extension BoundExpression {
  /// Whether it is the same wherever and however often it is computed: it cannot fail, and holds no
  /// query, no aggregate, no window and no chance.
  var isMovable: Bool {
    if canFail { return false }
    return !contains { part in
      switch part.kind {
      case .aggregate, .window, .scalarSubquery, .exists, .inQuery, .quantified,
        .function(.random, _):
        true
      case .constant, .column, .negate, .not, .arithmetic, .concatenate, .comparison, .distinct,
        .and, .or, .isNull, .isTruth, .inList, .between, .like, .matches, .cases, .cast, .function:
        false
      }
    }
  }
}
