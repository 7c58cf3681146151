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
}
