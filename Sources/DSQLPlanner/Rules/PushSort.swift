import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Lets the service sort where its order is the language's, for queries over one entity.
enum PushSort: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard let (select, relation, table) = draft.singleTable, !select.isAggregate,
      case .none = select.distinctness
    else { return }
    if draft.query.orderBy.isEmpty {
      draft.sort = PushedSort()
      return
    }
    var sort = PushedSort()
    let pushability = planner.pushability(of: table, relation)
    // Where a later key is made here, the service may still sort by those before it.
    defer {
      if draft.sort == nil, !sort.options.isEmpty, sort.remarks.isEmpty { draft.sortedRuns = sort }
    }
    for ordering in draft.query.orderBy {
      let expression =
        switch ordering.key {
        case .output(let index): select.items[index].expression
        case .expression(let expression): expression
        }
      guard case .column(let bound) = expression.kind, bound.relation == relation else {
        return draft.explain("ORDER BY: \(pushability.reason(for: expression))")
      }
      let column = table.columns[bound.index]
      if sort.options.contains(where: { $0.field == column.name }) {
        sort.keyCount += 1
        continue
      }
      if let grouping = draft.scans[relation]?.grouping, !grouping.keys.contains(column.name) {
        return draft.explain(
          "ORDER BY \(column.name): how the service sorts aggregates is not known"
        )
      }
      let isNeverNull =
        column.isNeverNull
        || draft.scans[relation]?.filter.excludesNull(in: column.name) == true
      switch pushability.order(column, ordering, isNeverNull: isNeverNull) {
      case .unknown(let question, let reason):
        // Without a limit everything is read anyway.
        if draft.query.limit != nil { draft.questions.insert(question) }
        return draft.explain("ORDER BY \(column.name): \(reason)")
      case .unsupported(let reason): return draft.explain("ORDER BY \(column.name): \(reason)")
      case .exact: break
      case .byServiceOrder(let remark):
        if !sort.remarks.contains(remark) { sort.remarks.append(remark) }
      }
      sort.options.append(SortOption(field: column.name, isDescending: ordering.isDescending))
      sort.keyCount += 1
      if column.isPrimaryKey { break }
    }
    draft.sort = sort
  }
}
