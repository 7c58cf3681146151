package import DSQLDiagnostics
package import DSQLPlan

/// What a statement cost, and whether what it answered is known to be whole.
package struct ExecutionReport: Hashable, Sendable {
  /// Calls on records; a retry counts as one.
  package var requests: Int
  package var retries: Int
  /// Bytes of all bodies, in both directions.
  package var bytes: Int
  /// Records that arrived from the service.
  package var rowsRead: Int
  /// Records that the service said there are for the scans begun; nil while none has told it.
  package var rowsExpected: Int?
  /// Whether every scan that was read to its end gave what the service said there is.
  package var isComplete: Bool
  /// What the user must be told about the rows (`shell-conventions.md` §9, "Footer honesty").
  package var warnings: [Diagnostic]
  /// The same figures for each scan, in the order in which the scans began.
  package var scans: [ScanReport]

  package init() {
    requests = 0
    retries = 0
    bytes = 0
    rowsRead = 0
    rowsExpected = nil
    isComplete = true
    warnings = []
    scans = []
  }
}

/// What one scan cost.
package struct ScanReport: Hashable, Sendable {
  package var relation: RelationID
  package var requests: Int
  package var retries: Int
  package var bytes: Int
  package var rowsRead: Int
  /// Records that the service said there are for it, its offset and limit heeded.
  package var rowsExpected: Int?
  /// Seconds from the start of its first call to its last answer.
  package var seconds: Double

  package init(relation: RelationID) {
    self.relation = relation
    requests = 0
    retries = 0
    bytes = 0
    rowsRead = 0
    rowsExpected = nil
    seconds = 0
  }
}
