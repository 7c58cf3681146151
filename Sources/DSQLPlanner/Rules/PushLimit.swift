import DSQLPlan
import DSQLTypes

/// Lets the service stop early, where it filters exactly and sorts.
enum PushLimit: PlannerRule {
  static func apply(to draft: inout QueryDraft, _ planner: QueryPlanner) {
    guard draft.sort != nil, let single = draft.singleTable, single.select.predicate == nil,
      draft.query.limit != nil || draft.query.offset != nil,
      draft.scans[single.relation]?.grouping?.keys.isEmpty != true,
      let bounds = constantBounds(draft.query)
    else { return }
    draft.bounds = bounds
    draft.query.limit = nil
    draft.query.offset = nil
  }

  /// LIMIT and OFFSET as numbers; nil where one is not a constant.
  static func constantBounds(_ query: BoundQuery) -> (limit: Int?, offset: Int)? {
    var numbers: [Int?] = []
    for bound in [query.limit, query.offset] {
      guard let bound else {
        numbers.append(nil)
        continue
      }
      guard case .constant(.integer(let number)) = bound.kind else { return nil }
      numbers.append(Int(number))
    }
    return (numbers[0], numbers[1] ?? 0)
  }
}
