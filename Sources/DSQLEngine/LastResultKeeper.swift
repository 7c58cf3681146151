import DSQLDiagnostics
import DSQLLocalQuery
import DSQLPlanner
import DSQLTypes
import Synchronization

/// Stores the rows of a result while they pass to whoever shows them.
///
/// Nothing waits for the end: a batch is stored and goes on. A result with too many rows gives its
/// store back at once, and a fault of the store is kept for the statement that reads it.
///
/// A class because the stream that it stores outlives the call that makes it; a lock guards it.
final class LastResultKeeper: Sendable {
  private struct State {
    var result: LastResult
    var rowCount = 0
  }

  private let state: Mutex<State>

  init(_ schema: RowSchema) {
    let result: LastResult
    do {
      result = .kept(try RowStore(schema))
    } catch {
      result = .lost(error.diagnostic.message)
    }
    state = Mutex(State(result: result))
  }

  /// What is stored so far.
  var result: LastResult { state.withLock { $0.result } }

  /// The same rows, stored as they are pulled.
  func keeping(_ result: ResultSet) -> ResultSet {
    let source = result.batches.makeAsyncIterator()
    return ResultSet(
      schema: result.schema,
      batches: RowBatchStream {
        var source = source
        guard let batch = try await source.next() else { return nil }
        self.keep(batch)
        return batch
      }
    )
  }

  private func keep(_ batch: RowBatch) {
    state.withLock { state in
      guard case .kept(let store) = state.result else { return }
      state.rowCount += batch.rowCount
      if state.rowCount > LastResultState.mostRows {
        state.result = .tooMany
        return
      }
      do throws(LocalQueryError) {
        try store.append(batch)
      } catch {
        state.result = .lost(error.diagnostic.message)
      }
    }
  }
}

extension StatementRun {
  /// Hands rows to whoever shows them; in an interactive session `_` stands for them from then on.
  ///
  /// Calls: those that the rows make when they are pulled.
  func showKept(_ rows: ResultSet) async throws {
    guard settings.isInteractive else { return try await delegate.show(rows) }
    let keeper = LastResultKeeper(rows.schema)
    try await delegate.show(keeper.keeping(rows))
    connection.setLastResult(keeper.result)
  }
}
