import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Leaves what the service cannot do to the embedded SQLite, over reads of what it needs.
enum ComputeLocally: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    let columns = draft.query.columnsRead
    // A sort that the service could have made is made here, where a limit follows it.
    if draft.sort != nil, let bounds = draft.bounds { restore(bounds, in: &draft) }
    let isStreamed = readOnce(draft.query)
    var inputs = draft.query.tables.map { relation, table in
      var scan = planner.scan(draft, relation, table, reading: columns)
      scan.sort = planner.pagingSort(draft, relation, table)
      return LocalInput(scan: scan, isReadOnce: isStreamed.contains(relation))
    }
    if planner.environment.settings.pushDown != .off {
      var reductions = KeyReductions(
        draft.query,
        inputs,
        planner.environment.catalog.traits,
        planner.environment.settings.collation
      )
      inputs = reductions.reduced()
      askAboutKeys(inputs, &draft, planner)
    }
    collectReasons(&draft)
    draft.node = .localQuery(
      LocalQuery(inputs: inputs, query: draft.query, reasons: draft.reasons)
    )
  }

  /// Texts as keys find all records only where the service ignores letter case.
  private static func askAboutKeys(
    _ inputs: [LocalInput],
    _ draft: inout QueryDraft,
    _ planner: QueryPlanner
  ) {
    guard planner.environment.catalog.traits.textMatching == .unknown else { return }
    let hasTextKeys = inputs.contains { input in
      guard let reduction = input.reduction else { return false }
      return input.scan.table.columns[reduction.column].type == .text
    }
    if hasTextKeys { draft.questions.insert(.textMatching) }
  }

  private static func restore(_ bounds: (limit: Int?, offset: Int), in draft: inout QueryDraft) {
    func constant(_ number: Int) -> BoundExpression {
      BoundExpression(.constant(.integer(Int64(number))), .integer)
    }
    draft.query.limit = bounds.limit.map(constant)
    draft.query.offset = bounds.offset == 0 ? nil : constant(bounds.offset)
    draft.bounds = nil
  }

  /// The relations that are certainly read only once: alone in a FROM, not below an expression.
  private static func readOnce(_ query: BoundQuery) -> Set<RelationID> {
    guard query.commonTables.isEmpty else { return [] }
    return readOnce(query.body)
  }

  private static func readOnce(_ body: BoundQueryBody) -> Set<RelationID> {
    switch body {
    case .values: return []
    case .nested(let query): return readOnce(query)
    case .setOperation(_, _, let left, let right): return readOnce(left).union(readOnce(right))
    case .select(let select):
      switch select.from {
      case .table(let relation, _): return [relation]
      case .derived(_, let query): return readOnce(query)
      case nil, .commonTable, .series, .lastResult, .join: return []
      }
    }
  }

  private static func collectReasons(_ draft: inout QueryDraft) {
    var found: [String] = []
    _ = draft.query.mappedSelects { select in
      if case .join = select.from { found.append("joins are computed here") }
      if !select.groupBy.isEmpty { found.append("groups are computed here") }
      if select.isAggregate { found.append("aggregates are computed here") }
      switch select.distinctness {
      case .none: break
      case .all, .on: found.append("DISTINCT is computed here")
      }
      for item in select.items {
        if item.expression.contains({ if case .window = $0.kind { true } else { false } }) {
          found.append("window functions are computed here")
        }
        if item.expression.contains({ !$0.subqueries.isEmpty }) {
          found.append("the service has no subqueries")
        }
      }
      if Normaliser.conjuncts(select.predicate).contains(where: { conjunct in
        conjunct.contains { !$0.subqueries.isEmpty }
      }) {
        found.append("the service has no subqueries")
      }
      return select
    }
    if case .setOperation(let symbol, _, _, _) = draft.query.body {
      found.append("\(symbol.rawValue) is computed here")
    }
    if !draft.query.lastResults.isEmpty { found.append("the last result is kept here") }
    if !draft.query.commonTables.isEmpty { found.append("WITH is computed here") }
    for reason in found { draft.explain(reason) }
    if draft.reasons.isEmpty { draft.explain("the result is computed here") }
  }
}
