import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan

extension StatementRun {
  /// Refuses a plan that needs more calls than `MAX_REQUESTS` allows, before its first page.
  ///
  /// Calls: none where the plan itself says how many it needs at most, else a count for each read
  /// that goes on to its end.
  ///
  /// - Source: `design.md` §5, "The price".
  mutating func refuseDear(_ plan: Plan) async throws {
    guard let allowed = settings.maxRequests, plan.root.callsService else { return }
    if let most = plan.root.mostCalls, most <= allowed { return }
    let counts = try await counts(of: plan.root.wholeScans)
    let needed = plan.explainSteps(counts: counts).fewestCalls
    guard needed > allowed else { return }
    throw Diagnostic(
      .requestLimitExceeded,
      "the statement needs about \(needed) requests, MAX_REQUESTS allows \(allowed)",
      hint: "Raise MAX_REQUESTS to let it run."
    )
  }
}

extension PlanNode {
  /// The most calls that a query needs by its own limits; nil where only the records tell.
  fileprivate var mostCalls: Int? {
    switch self {
    case .count: return 1
    case .rows: return 0
    case .scan, .filter, .projection, .limit, .localQuery:
      var sum = 0
      for scan in pagedScans {
        guard let calls = scan.mostCalls else { return nil }
        sum += calls
      }
      return pagedScans.isEmpty ? 1 : sum
    case .insert, .update, .delete, .schemaChange: return nil
    }
  }
}

extension Scan {
  fileprivate var mostCalls: Int? {
    for column in columns {
      // A long text takes a call for each record.
      if case .longText = table.columns[column.index].fieldType { return nil }
    }
    if isOneRow { return 1 }
    return limit.map { max(1, ($0 + pageSize - 1) / pageSize) }
  }
}
