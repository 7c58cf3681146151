package import DSQLDiagnostics

/// What became of a statement.
package struct StatementOutcome: Sendable {
  /// What a statement did, as psql prints it; its description is the command tag.
  package enum Tag: Hashable, Sendable, CustomStringConvertible {
    case select(Int)
    case insert(Int)
    case update(Int)
    case delete(Int)
    /// Anything else, for instance `CREATE ENTITY`.
    case other(String)

    package var description: String {
      switch self {
      case .select(let count): "SELECT \(count)"
      case .insert(let count): "INSERT 0 \(count)"
      case .update(let count): "UPDATE \(count)"
      case .delete(let count): "DELETE \(count)"
      case .other(let text): text
      }
    }

    /// Whether the tag is printed; a query's is not, its rows speak for it.
    package var isPrinted: Bool {
      if case .select = self { false } else { true }
    }
  }

  /// Which exit status a failure asks for.
  ///
  /// - Source: `shell-conventions.md` §2.
  package enum Failure: Int, Sendable {
    case connection = 2
    case statement = 3
    case partialWrite = 4
    case guarded = 5
  }

  package var tag: Tag?
  /// What went wrong, all of it, in the order of the text; empty when nothing did.
  package var errors: [Diagnostic] = []
  package var failure: Failure?
  /// Rows shown or written.
  package var rowCount = 0
  /// Calls on records; a retry counts.
  package var requests = 0
  /// Counts and probes.
  package var probes = 0
  /// Records that came from the service.
  package var rowsRead = 0
  /// False where a result is not known to be whole.
  package var isComplete = true
  /// Whether rows were shown through the delegate.
  package var showedRows = false

  package init() {}
}
