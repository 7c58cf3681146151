/// SQLite's own plan of a statement, as `EXPLAIN QUERY PLAN` tells it.
struct QueryPlanReport {
  private struct Step {
    var parent: Int64
    var detail: String
  }

  private var steps: [Step] = []

  init(_ connection: LocalConnection, sql: String) throws {
    let statement = try connection.prepare("EXPLAIN QUERY PLAN \(sql)")
    while try connection.step(statement) {
      steps.append(Step(parent: statement.integer(1), detail: statement.text(3)))
    }
  }

  /// Whether a table is passed over once: it is scanned in one place, outermost among the loops
  /// there.
  func passesOnce(over table: String) -> Bool {
    let scans = steps.filter { isLoop($0, over: table) }
    guard scans.count == 1, let scan = scans.first else { return false }
    guard let first = steps.first(where: { $0.parent == scan.parent && isLoop($0) }) else {
      return false
    }
    return isLoop(first, over: table)
  }

  private func isLoop(_ step: Step) -> Bool {
    step.detail.hasPrefix("SCAN ") || step.detail.hasPrefix("SEARCH ")
  }

  private func isLoop(_ step: Step, over table: String) -> Bool {
    isLoop(step) && step.detail.split(separator: " ").dropFirst().first.map(String.init) == table
  }
}
