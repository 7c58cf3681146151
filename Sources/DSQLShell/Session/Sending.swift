/// How a statement is sent: what becomes of its rows, and for this one time, where and how shown.
struct Sending: Sendable {
  /// What becomes of the rows.
  enum Purpose: Hashable, Sendable {
    case show
    /// Only the columns are shown (`\gdesc`).
    case describe
    /// One row becomes variables with this prefix (`\gset`).
    case variables(prefix: String)
    /// Each value is run as a statement (`\gexec`).
    case execute
    /// The plan is shown (`\gplan`).
    case plan
  }

  var purpose = Purpose.show
  /// Print options for this one result.
  var options: [(name: String, value: String)] = []
  /// A file, or a command after `|`.
  var target: String?
}
