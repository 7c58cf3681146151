extension PlanNode {
  /// The reads that go page by page: all but counts, in the order EXPLAIN shows them.
  package var pagedScans: [Scan] {
    switch self {
    case .scan(let scan): [scan]
    case .count, .rows, .schemaChange: []
    case .filter(let node): node.input.pagedScans
    case .projection(let node): node.input.pagedScans
    case .limit(let node): node.input.pagedScans
    case .localQuery(let node): node.inputs.map(\.scan)
    case .insert(let node): node.source.pagedScans
    case .update(let node): node.source.pagedScans
    case .delete(let node): node.source.pagedScans
    }
  }
}

extension Scan {
  /// Whether its number of pages is told by a count: not where a limit keeps it to one page, nor
  /// where a total would be of groups.
  package var isCountable: Bool {
    if grouping != nil { return false }
    if let limit, limit <= pageSize { return false }
    return true
  }
}
