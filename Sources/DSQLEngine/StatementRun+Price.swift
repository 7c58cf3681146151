import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan
import DSQLTypes

extension StatementRun {
  /// Refuses a plan that may need more calls than `MAX_REQUESTS` allows, before its first page.
  ///
  /// Calls: none where the plan itself says how many it needs at most, else a count for each read
  /// that is not known to be one page.
  ///
  /// - Source: `design.md` §5, "The price".
  mutating func refuseDear(_ plan: Plan) async throws {
    guard let allowed = settings.maxRequests, plan.root.callsService else { return }
    if let most = plan.root.mostCalls, most <= allowed { return }
    let scans = plan.root.pagedScans
    let counts = try await mostRows(of: scans)
    let steps = plan.explainSteps(counts: counts)
    let needed = steps.mostCalls + scans.reduce(0) { $0 + $1.textCalls(counts) }
    guard needed > allowed else { return }
    let verb = steps.mayNeedFewerCalls ? "may need" : "needs about"
    throw Diagnostic(
      .requestLimitExceeded,
      "the statement \(verb) \(needed) requests, MAX_REQUESTS allows \(allowed)",
      hint: "Raise MAX_REQUESTS to let it run."
    )
  }

  /// How many rows reads would answer at most, by the service's own count: of groups no more than
  /// there are records, or values of their keys.
  ///
  /// Calls: 1 for each read that is not known to be one page.
  mutating func mostRows(of scans: [Scan]) async throws -> [RelationID: Int] {
    var counts = try await counts(of: scans.map(\.ungrouped))
    for scan in scans {
      if let groups = scan.mostGroups {
        counts[scan.relation] = min(counts[scan.relation] ?? groups, groups)
      }
    }
    return counts
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
  /// The most calls that it needs by its own limits; nil where only the records tell.
  fileprivate var mostCalls: Int? {
    // A long text takes a call for each record.
    if hasLongTexts { return nil }
    if isOneRow { return 1 }
    let most = [limit, mostGroups].compactMap(\.self).min()
    return most.map { max(1, ($0 + pageSize - 1) / pageSize) }
  }

  /// The most groups that it can answer by the values that its keys can have; nil where only the
  /// records tell.
  fileprivate var mostGroups: Int? {
    guard let grouping, !grouping.keys.isEmpty else { return nil }
    var product = 1
    for key in grouping.keys {
      guard let column = table.columns.first(where: { $0.name == key }) else { return nil }
      let values: Int
      switch column.type {
      case .boolean: values = 2
      case .choice(let domain): values = domain.choices.count
      case .unknown, .integer, .decimal, .double, .text, .date, .timestamp, .interval, .uuid,
        .choices, .file:
        return nil
      }
      // NULL makes a group too.
      let (next, isTooMany) = product.multipliedReportingOverflow(by: values + 1)
      if isTooMany { return nil }
      product = next
    }
    return product
  }

  /// The read of the records themselves, whose number bounds that of their groups.
  fileprivate var ungrouped: Scan {
    guard grouping != nil, !isOneRow, mostGroups == nil else { return self }
    var scan = self
    scan.grouping = nil
    scan.limit = nil
    scan.offset = 0
    return scan
  }

  private var hasLongTexts: Bool {
    columns.contains { column in
      if case .longText = table.columns[column.index].fieldType { true } else { false }
    }
  }

  /// The calls for long texts at most, one for each record.
  fileprivate func textCalls(_ counts: [RelationID: Int]) -> Int {
    guard hasLongTexts, let records = counts[relation] ?? table.recordCount else { return 0 }
    return min(records, limit ?? records)
  }
}
