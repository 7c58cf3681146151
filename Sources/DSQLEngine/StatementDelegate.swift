package import DSQLDiagnostics
package import DSQLTypes

/// What a statement needs from whoever runs it.
package protocol StatementDelegate: Sendable {
  /// Shows rows as they come; pulls `result.batches` to the end or throws.
  ///
  /// Called at most once for each statement. What it throws ends the statement's calls and comes
  /// back as the statement's error, cancellation as 57014.
  func show(_ result: ResultSet) async throws

  /// Asks whether a write may go on; only called when settings say that a person can be asked.
  func confirm(_ question: WriteQuestion) async -> Bool

  /// Tells a warning or a notice.
  func report(_ diagnostic: Diagnostic) async

  /// Tells that an HTTP call is about to leave (`-E`); the path is absolute, no secret is in it.
  ///
  /// Called from the tasks that make the calls, several at once.
  func willSend(method: String, url: String, body: String?)
}

/// What is asked before a write: `UPDATE 312 rows of Invoice in prod (4 requests)?`.
package struct WriteQuestion: Sendable {
  /// The verb of a write.
  package enum Verb: String, Sendable {
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
  }

  package var verb: Verb
  package var rowCount: Int
  /// How many of them change records that are there, in an INSERT with ON CONFLICT.
  package var changedCount: Int
  package var entity: String
  package var profile: String
  package var requests: Int
  /// The rows that would be written, for `show`: of an update and a delete `Id` and the new values.
  package var preview: RowBatch

  package init(
    verb: Verb,
    rowCount: Int,
    changedCount: Int = 0,
    entity: String,
    profile: String,
    requests: Int,
    preview: RowBatch
  ) {
    self.verb = verb
    self.rowCount = rowCount
    self.changedCount = changedCount
    self.entity = entity
    self.profile = profile
    self.requests = requests
    self.preview = preview
  }

  /// The question's text, without the choices.
  package var text: String {
    let rows = rowCount == 1 ? "1 row" : "\(rowCount) rows"
    let calls = requests == 1 ? "1 request" : "\(requests) requests"
    let changes = changedCount == 0 ? "" : ", \(changedCount) of them there already,"
    return "\(verb.rawValue) \(rows)\(changes) of \(entity) in \(profile) (\(calls))?"
  }
}
