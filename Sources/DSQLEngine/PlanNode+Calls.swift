import DSQLPlan

extension PlanNode {
  /// Whether running it makes a call.
  var callsService: Bool {
    switch self {
    case .scan, .count, .insert, .update, .delete, .schemaChange: true
    case .rows: false
    case .filter(let node): node.input.callsService
    case .projection(let node): node.input.callsService
    case .limit(let node): node.input.callsService
    case .localQuery(let node): !node.inputs.isEmpty
    }
  }

  /// The reads of the plan, in the order EXPLAIN shows them.
  var scans: [Scan] {
    switch self {
    case .scan(let scan): [scan]
    case .count(let count): [count.scan]
    case .rows, .schemaChange: []
    case .filter(let node): node.input.scans
    case .projection(let node): node.input.scans
    case .limit(let node): node.input.scans
    case .localQuery(let node): node.inputs.map(\.scan)
    case .insert(let node): node.source.scans
    case .update(let node): node.source.scans
    case .delete(let node): node.source.scans
    }
  }

  /// The reads that go page by page: all but counts.
  var pagedScans: [Scan] {
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

  /// The reads that certainly go on to their last page: none that a limit further up may end, none
  /// that another read's keys may reduce.
  var wholeScans: [Scan] {
    switch self {
    case .scan(let scan): [scan]
    case .count, .rows, .schemaChange: []
    case .filter(let node): node.input.wholeScans
    case .projection(let node): node.input.wholeScans
    case .limit(let node): node.limit == nil ? node.input.wholeScans : []
    case .localQuery(let node): node.inputs.filter { $0.reduction == nil }.map(\.scan)
    case .insert(let node): node.source.wholeScans
    case .update(let node): node.source.wholeScans
    case .delete(let node): node.source.wholeScans
    }
  }
}
