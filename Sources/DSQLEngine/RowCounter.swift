import DSQLTypes
import Synchronization

/// Counts the rows that pass.
///
/// A class because the stream that it counts outlives the call that makes it; a lock guards it.
final class RowCounter: Sendable {
  private let state = Mutex(0)

  var count: Int { state.withLock { $0 } }

  /// The same rows, counted as they are pulled.
  func counting(_ result: ResultSet) -> ResultSet {
    let source = result.batches.makeAsyncIterator()
    return ResultSet(
      schema: result.schema,
      batches: RowBatchStream {
        var source = source
        guard let batch = try await source.next() else { return nil }
        self.state.withLock { $0 += batch.rowCount }
        return batch
      }
    )
  }
}
