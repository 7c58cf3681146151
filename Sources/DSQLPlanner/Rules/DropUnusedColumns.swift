import DSQLPlan
import DSQLTypes

/// Makes NULL what a derived table or a WITH selects and nobody reads, so that its fields stay away.
///
/// `WITH t AS (SELECT * FROM Invoice) SELECT Number FROM t` reads one field, not all.
enum DropUnusedColumns: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    // What an outer query drops, an inner one need not compute: each round reaches one level deeper.
    for _ in 0..<4 {
      let before = draft.query
      draft.query = pruned(draft.query)
      if draft.query == before { return }
    }
  }

  private static func pruned(_ query: BoundQuery) -> BoundQuery {
    var used: [RelationID: Set<Int>] = [:]
    for column in query.columnsRead { used[column.relation, default: []].insert(column.index) }
    var usedOfTable: [Int: Set<Int>] = [:]
    var result = query.mappedSelects { select in
      for case .commonTable(let relation, let id, _, _) in select.from?.leaves ?? [] {
        usedOfTable[id, default: []].formUnion(used[relation] ?? [])
      }
      var result = select
      result.from = select.from.map { pruned($0, used) }
      return result
    }
    result.commonTables = result.commonTables.map { table in
      guard !table.isRecursive else { return table }
      var kept = table
      kept.query = pruned(table.query, to: usedOfTable[table.id] ?? [])
      return kept
    }
    return result
  }

  private static func pruned(
    _ relation: BoundRelation,
    _ used: [RelationID: Set<Int>]
  ) -> BoundRelation {
    switch relation {
    case .derived(let id, let query): return .derived(id, pruned(query, to: used[id] ?? []))
    case .join(var join):
      join.left = pruned(join.left, used)
      join.right = pruned(join.right, used)
      return .join(join)
    case .table, .commonTable, .series, .lastResult: return relation
    }
  }

  /// The query with NULL for the columns that are not read; their places stay.
  private static func pruned(_ query: BoundQuery, to used: Set<Int>) -> BoundQuery {
    guard case .select(var select) = query.body, case .none = select.distinctness,
      !select.isAggregate || !select.groupBy.isEmpty
    else { return query }
    var needed = used
    for case .output(let index) in query.orderBy.map(\.key) { needed.insert(index) }
    for index in select.items.indices where !needed.contains(index) {
      let item = select.items[index]
      if item.expression.isConstant { continue }
      select.items[index] = BoundItem(
        BoundExpression(.constant(.null), item.expression.type),
        name: item.name
      )
    }
    var result = query
    result.body = .select(select)
    return result
  }
}
