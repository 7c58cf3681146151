import DSQLTypes
import Synchronization

/// The first rows of a stream, read to learn whether it is a small one.
struct Beginning {
  /// Whether these are all its rows.
  let isWhole: Bool
  /// The stream again, from its first row.
  let stream: RowBatchStream

  /// Reads a stream until it ends or has shown so many rows.
  init(of stream: RowBatchStream, upTo count: Int) async throws {
    var batches: [RowBatch] = []
    var rows = 0
    var iterator = stream.makeAsyncIterator()
    while rows < count, let batch = try await iterator.next() {
      batches.append(batch)
      rows += batch.rowCount
    }
    let isWhole = rows < count
    let held = Held(batches)
    self.isWhole = isWhole
    self.stream = RowBatchStream {
      if let batch = held.next() { return batch }
      if isWhole { return nil }
      var iterator = stream.makeAsyncIterator()
      return try await iterator.next()
    }
  }

  /// Batches that were read ahead.
  ///
  /// A class, since the closure of a stream hands them out one by one; a lock guards them.
  private final class Held: Sendable {
    private let batches: Mutex<ArraySlice<RowBatch>>

    init(_ batches: [RowBatch]) { self.batches = Mutex(batches[...]) }

    func next() -> RowBatch? { batches.withLock { $0.popFirst() } }
  }
}
