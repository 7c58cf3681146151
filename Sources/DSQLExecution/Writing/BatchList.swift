import DSQLTypes
import Synchronization

/// Hands out batches one by one; a class because a stream's pulls share it, a lock guards it.
final class BatchList: Sendable {
  private let rest: Mutex<ArraySlice<RowBatch>>

  init(_ batches: [RowBatch]) { rest = Mutex(batches[...]) }

  func next() -> RowBatch? { rest.withLock { $0.popFirst() } }
}
