import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

/// Makes no call for what cannot have rows: `LIMIT 0`, `WHERE FALSE`, `x IN ()`, `x = NULL`.
enum SkipContradictions: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    checkBounds(&draft)
    if !draft.errors.isEmpty { return }
    if isZero(draft.query.limit) {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: []))
      return
    }
    if let row = constantRow(draft.query) {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: [row]))
      return
    }
    if let rows = constantValues(draft.query) {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: rows))
      return
    }
    draft.query = draft.query.mappedSelects { select in
      guard isNever(select.predicate), let from = select.from else { return select }
      var result = select
      result.from = emptied(from)
      return result
    }
    if draft.query.commonTables.isEmpty, case .select(let select) = draft.query.body,
      isNever(select.predicate), !select.isAggregate
    {
      draft.node = .rows(ConstantRows(schema: draft.query.schema, rows: []))
    }
  }

  /// Whether a predicate, normalised, keeps no row whatever the rows are.
  static func isNever(_ predicate: BoundExpression?) -> Bool {
    Normaliser.conjuncts(predicate).contains { conjunct in
      if case .constant(let value) = conjunct.kind { return value != .boolean(true) }
      guard case .comparison(_, let left, let right, _) = conjunct.kind else { return false }
      return left.kind == .constant(.null) || right.kind == .constant(.null)
    }
  }

  private static func isZero(_ limit: BoundExpression?) -> Bool {
    limit?.kind == .constant(.integer(0))
  }

  private static func checkBounds(_ draft: inout QueryDraft) {
    for (bound, clause) in [(draft.query.limit, "LIMIT"), (draft.query.offset, "OFFSET")] {
      if let bound, case .constant(.integer(let number)) = bound.kind, number < 0 {
        draft.errors.append(
          Diagnostic(.invalidParameter, "\(clause) must not be negative", span: bound.span)
        )
      }
    }
    if draft.query.limit?.kind == .constant(.null) { draft.query.limit = nil }
    let offset = draft.query.offset?.kind
    if offset == .constant(.null) || offset == .constant(.integer(0)) { draft.query.offset = nil }
  }

  /// The row of a SELECT without FROM whose items are constants.
  private static func constantRow(_ query: BoundQuery) -> [Value]? {
    guard query.commonTables.isEmpty, query.offset == nil, case .select(let select) = query.body,
      select.from == nil, !select.isAggregate, select.predicate == nil
    else { return nil }
    let values = select.items.compactMap(constant)
    return values.count == select.items.count ? values : nil
  }

  private static func constantValues(_ query: BoundQuery) -> [[Value]]? {
    guard query.commonTables.isEmpty, query.offset == nil, query.limit == nil,
      query.orderBy.isEmpty, case .values(let rows) = query.body
    else { return nil }
    let values = rows.map { $0.compactMap(constant) }
    return zip(rows, values).allSatisfy { $0.count == $1.count } ? values : nil
  }

  private static func constant(_ item: BoundItem) -> Value? { constant(item.expression) }

  private static func constant(_ expression: BoundExpression) -> Value? {
    if case .constant(let value) = expression.kind { value } else { nil }
  }

  /// The FROM with every entity made an empty table, so that nothing is read.
  static func emptied(
    _ relation: BoundRelation,
    only relations: Set<RelationID>? = nil
  ) -> BoundRelation {
    switch relation {
    case .table(let id, let table):
      if let relations, !relations.contains(id) { return relation }
      let schema = RowSchema(table.columns.map { SchemaColumn($0.name, $0.type) })
      let row = table.columns.map { BoundExpression(.constant(.null), $0.type) }
      return .derived(
        id,
        BoundQuery(
          body: .values([row]),
          limit: BoundExpression(.constant(.integer(0)), .integer),
          schema: schema
        )
      )
    case .join(var join):
      join.left = emptied(join.left, only: relations)
      join.right = emptied(join.right, only: relations)
      return .join(join)
    case .derived, .commonTable, .series, .lastResult: return relation
    }
  }
}
