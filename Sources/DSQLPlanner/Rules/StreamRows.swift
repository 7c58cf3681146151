import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Reads one entity and does row by row what is left, so that the first page prints at once.
enum StreamRows: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard let sort = draft.sort ?? draft.sortedRuns,
      let (select, relation, table) = draft.singleTable, isRowByRow(select)
    else { return }
    var runs: RunSort?
    if draft.sort == nil {
      runs = runSort(
        draft.query.orderBy,
        select,
        sort.keyCount,
        planner.environment.settings.collation
      )
      if runs == nil { return }
    }
    let hasBounds = draft.query.limit != nil || draft.query.offset != nil
    let rest = PushLimit.constantBounds(draft.query)
    if hasBounds {
      // A limit here would rely on an order that only the service knows.
      guard rest != nil, sort.remarks.isEmpty else { return }
    }
    // The service sorts by fields that need not travel.
    if runs == nil { draft.query.orderBy = [] }
    let columns = draft.query.columnsRead
    var scan = planner.scan(draft, relation, table, reading: columns)
    scan.sort = planner.pagingSort(after: sort.options, draft, relation, table)
    scan.remarks += sort.remarks
    if let bounds = draft.bounds {
      scan.limit = bounds.limit
      scan.offset = bounds.offset
    }
    var node = PlanNode.scan(scan)
    if let predicate = select.predicate {
      node = .filter(
        Filter(input: node, predicate: predicate, note: note(predicate, scan, planner))
      )
    }
    if hasBounds, let rest {
      node = .limit(Limit(input: node, offset: rest.offset, limit: rest.limit, sort: runs))
    } else if let runs {
      node = .limit(Limit(input: node, offset: 0, limit: nil, sort: runs))
    }
    if !isIdentity(select.items, scan) {
      node = .projection(Projection(input: node, items: select.items))
    }
    draft.node = node
  }

  /// The sort that is left where the service sorts by the first keys; nil where it cannot be made
  /// run by run.
  private static func runSort(
    _ orderBy: [BoundOrdering],
    _ select: BoundSelect,
    _ keyCount: Int,
    _ collation: Collation
  ) -> RunSort? {
    let keys = orderBy.map { ordering in
      var ordering = ordering
      if collation == .binary { ordering.textRule = .binary }
      return switch ordering.key {
      case .output(let index): RunSort.Key(select.items[index].expression, ordering)
      case .expression(let expression): RunSort.Key(expression, ordering)
      }
    }
    let isPlain = keys.allSatisfy { key in
      key.isSortable
        && !key.expression.contains {
          switch $0.kind {
          case .window, .aggregate: true
          default: !$0.subqueries.isEmpty
          }
        }
    }
    guard isPlain, keyCount > 0, keyCount < keys.count else { return nil }
    return RunSort(run: Array(keys[..<keyCount]), rest: Array(keys[keyCount...]))
  }

  private static func isRowByRow(_ select: BoundSelect) -> Bool {
    guard !select.isAggregate, case .none = select.distinctness else { return false }
    let expressions = select.items.map(\.expression) + (select.predicate.map { [$0] } ?? [])
    return !expressions.contains { expression in
      expression.contains {
        if case .window = $0.kind { return true }
        return !$0.subqueries.isEmpty
      }
    }
  }

  /// Whether the items are the scan's own columns, in order.
  private static func isIdentity(_ items: [BoundItem], _ scan: Scan) -> Bool {
    items.count == scan.columns.count
      && zip(items, scan.columns).allSatisfy { item, column in
        if case .column(let bound) = item.expression.kind {
          return bound.relation == scan.relation && bound.index == column.index
        }
        return false
      }
  }

  private static func note(
    _ predicate: BoundExpression,
    _ scan: Scan,
    _ planner: QueryPlanner
  ) -> PredicateNote {
    let reasons = scan.predicates.filter { $0.place != .pushed && !$0.reason.isEmpty }.map(\.reason)
    var seen: Set<String> = []
    let isRechecked = !scan.predicates.contains { $0.place == .local }
    return PredicateNote(
      text: predicate.sqlText(zone: planner.environment.settings.zone),
      place: isRechecked ? .rechecked : .local,
      reason: reasons.filter { seen.insert($0).inserted }.joined(separator: "; ")
    )
  }
}
