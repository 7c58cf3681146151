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
}
