package import DSQLAPI

/// One step of a plan as EXPLAIN shows it, with the steps that feed it.
package struct ExplainStep: Hashable, Sendable {
  /// A line below the step's own: what is told, and the telling.
  package struct Detail: Hashable, Sendable {
    package var label: String
    package var text: String

    package init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// What the step is, in lower case: `scan`, `local query`.
  package var kind: String
  /// The read that it is; nil for a step that makes no call.
  package var relation: RelationID?
  /// The step in words, for instance `Scan Invoice`.
  package var title: String
  package var details: [Detail]
  /// The calls as they will be sent; of the pages of a read only the first.
  package var requests: [ServiceCall]
  /// The records expected; nil where nothing tells.
  package var rows: Int?
  /// The calls expected; nil where nothing tells.
  package var calls: Int?
  package var predicates: [PredicateNote]
  package var inputs: [ExplainStep]
  /// Whether `rows` and `calls` are told below its details.
  var tellsExpectation = false
  /// Whether `rows` and `calls` may turn out less.
  package var isBound = false
  /// What its rows are.
  var noun = "record"
  /// What it really took; nil where it was not run.
  var real: StepFigures?

  package init(
    kind: String,
    relation: RelationID? = nil,
    title: String,
    details: [Detail] = [],
    requests: [ServiceCall] = [],
    rows: Int? = nil,
    calls: Int? = nil,
    predicates: [PredicateNote] = [],
    inputs: [ExplainStep] = []
  ) {
    self.kind = kind
    self.relation = relation
    self.title = title
    self.details = details
    self.requests = requests
    self.rows = rows
    self.calls = calls
    self.predicates = predicates
    self.inputs = inputs
  }

  /// The step and all below it, each before what feeds it.
  package var flattened: [ExplainStep] { [self] + inputs.flatMap(\.flattened) }

  /// The step where a limit further up may end it before its last page.
  var endingEarly: ExplainStep {
    var step = self
    step.isBound = true
    step.inputs = inputs.map(\.endingEarly)
    return step
  }

  /// Whether it makes calls itself.
  package var makesCalls: Bool {
    if calls == 0 { return false }
    return relation != nil || !requests.isEmpty
      || ["insert", "update", "delete", "schema change"].contains(kind)
  }

  /// The calls that the step and all below it need at least, as far as anything tells.
  package var fewestCalls: Int {
    flattened.filter(\.makesCalls).reduce(0) { $0 + ($1.isBound ? 1 : $1.calls ?? 1) }
  }

  /// The calls that the step and all below it need at most, as far as anything tells: a read that may
  /// end early is counted to its end.
  package var mostCalls: Int {
    flattened.filter(\.makesCalls).reduce(0) { sum, step in
      sum + (step.isBound && step.kind != "scan" ? 1 : step.calls ?? 1)
    }
  }

  /// Whether the statement may need fewer calls than `mostCalls`.
  package var mayNeedFewerCalls: Bool { flattened.contains { $0.makesCalls && $0.isBound } }

  /// The calls and records of the whole statement, in a line.
  package var totalText: String {
    let remote = flattened.filter(\.makesCalls)
    if remote.isEmpty { return "Total: no call" }
    let calls = remote.compactMap(\.calls)
    guard calls.count == remote.count else {
      let fewest = Figures.counted(max(fewestCalls, remote.count), "call")
      return "Total: at least \(fewest), the first pages tell how many"
    }
    let bound = remote.contains(where: \.isBound) ? "at most " : ""
    let reads = remote.filter { $0.kind == "scan" }
    let records = reads.compactMap(\.rows).reduce(0, +)
    let read = reads.isEmpty ? "" : ", \(Figures.counted(records, "record"))"
    return "Total: \(bound)\(Figures.counted(calls.reduce(0, +), "call"))\(read)"
  }

  /// What the step is expected to take; nil where that is told otherwise.
  var expectation: String? {
    guard tellsExpectation else { return nil }
    guard let rows, let calls else {
      return noun == "group"
        ? "a row for each group, in 1 call for each thousand"
        : "the first page tells the number of records"
    }
    let bound = isBound ? "at most " : ""
    return "\(bound)\(Figures.counted(rows, noun)) in \(Figures.counted(calls, "call"))"
  }
}
