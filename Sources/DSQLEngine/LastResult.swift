import DSQLLocalQuery
import DSQLPlanner
import DSQLTypes

/// What `_` stands for.
enum LastResult: Sendable {
  /// No statement has shown rows yet.
  case missing
  case kept(RowStore)
  /// There were too many rows.
  case tooMany
  /// The rows could not be stored, and why.
  case lost(String)
  /// Nobody types statements here.
  case notInteractive

  /// What the planner is told.
  var state: LastResultState {
    switch self {
    case .missing: .missing
    case .kept(let store): .kept(store.schema)
    case .tooMany: .tooMany
    case .lost(let cause): .lost(cause)
    case .notInteractive: .notInteractive
    }
  }

  /// Makes a stream of its rows, from the first one at each call.
  var rows: @Sendable () -> RowBatchStream {
    switch self {
    case .kept(let store): { store.rows }
    case .missing, .tooMany, .lost, .notInteractive: { RowBatchStream { nil } }
    }
  }
}
