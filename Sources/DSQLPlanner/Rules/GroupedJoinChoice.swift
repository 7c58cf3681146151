import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Decides whether a join reads groups or records, where `GroupBeforeJoin` found that it can read
/// groups.
///
/// Groups are never more than the records of their entity, but a condition on the other side of the
/// join may leave few of those. Where the groups may take several calls, the records that would be
/// read are counted first, then the groups, unless one of them is known to be cheaper.
///
/// - Source: `design.md` §5, "The price".
struct GroupedJoinChoice {
  enum Decision {
    case groups
    /// The plan that reads records.
    case rows(PlanNode)
    /// It hangs on the number of records of these reads.
    case unknown([Scan])
  }

  /// Fewer calls are not worth a count.
  private static let fewestCalls = 4

  private let node: PlanNode
  private let groups: Set<RelationID>
  private let environment: PlannerEnvironment

  init(_ node: PlanNode, _ groups: Set<RelationID>, _ planner: QueryPlanner) {
    self.node = node
    self.groups = groups
    environment = planner.environment
  }

  /// Chooses between the plan with groups and another one.
  ///
  /// - Parameter alternative: Makes the plan that reads records; called only where it may be chosen.
  /// - Returns: Which one is to be run, or what must be counted first.
  func decision(_ alternative: () -> PlanNode?) -> Decision {
    let grouped = node.pagedScans.filter { groups.contains($0.relation) }
    var known: [RelationID: Int] = [:]
    var groupCalls = 0
    for scan in grouped {
      guard let most = environment.counts[scan] ?? mostGroups(scan) else { return .groups }
      known[scan.relation] = most
      groupCalls += Self.calls(most, scan)
    }
    guard groupCalls >= Self.fewestCalls, let other = alternative() else { return .groups }
    var counts: [RelationID: Int] = [:]
    var wanted: [Scan] = []
    var fewest = 0
    for scan in other.pagedScans where scan.isCountable {
      if let count = environment.counts[scan] {
        counts[scan.relation] = count
      } else if scan.filter != nil || scan.table.recordCount == nil {
        wanted.append(scan)
        fewest += 1
      } else if let count = scan.table.recordCount, !isReduced(scan, in: other) {
        fewest += Self.calls(count, scan)
      }
    }
    let calls = Self.calls(of: node, known)
    if !wanted.isEmpty { return fewest < calls ? .unknown(wanted) : .groups }
    let others = Self.calls(of: other, counts)
    if others >= calls { return .groups }
    // Their keys may have few values, though nothing tells.
    let uncounted = grouped.filter { environment.counts[$0] == nil }
    return others <= node.pagedScans.count || uncounted.isEmpty ? .rows(other) : .unknown(uncounted)
  }

  private func isReduced(_ scan: Scan, in node: PlanNode) -> Bool {
    guard case .localQuery(let query) = node else { return false }
    return query.inputs.contains { $0.scan.relation == scan.relation && $0.reduction != nil }
  }

  private static func calls(_ count: Int, _ scan: Scan) -> Int {
    max(1, (count + scan.pageSize - 1) / scan.pageSize)
  }

  private static func calls(of node: PlanNode, _ counts: [RelationID: Int]) -> Int {
    Plan(root: node, schema: RowSchema([])).explainSteps(counts: counts).mostCalls
  }

  /// The most groups that there can be: as many as records, and as many as their keys have values.
  private func mostGroups(_ scan: Scan) -> Int? {
    guard let grouping = scan.grouping,
      let records = environment.catalog.table(id: scan.table.address.id)?.recordCount
    else { return nil }
    var product = 1
    for key in grouping.keys {
      guard let column = scan.table.columns.first(where: { $0.name == key }),
        let values = values(of: column)
      else { return records }
      let (next, isTooMany) = product.multipliedReportingOverflow(by: values + 1)
      if isTooMany { return records }
      product = next
    }
    return min(records, product)
  }

  /// How many values a field can have besides NULL; nil where nothing tells.
  private func values(of column: Column) -> Int? {
    if let reference = column.reference {
      return environment.catalog.table(id: reference.entityID)?.recordCount
    }
    switch column.type {
    case .boolean: return 2
    case .choice(let domain): return domain.choices.count
    case .unknown, .integer, .decimal, .double, .text, .date, .timestamp, .interval, .uuid,
      .choices, .file:
      return nil
    }
  }
}
