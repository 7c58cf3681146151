import DSQLTypes
import Synchronization

/// Cuts the batches of a stream into batches of at most so many rows.
///
/// A class because it keeps the rest of the last batch; a lock guards it.
final class RowSlicer: Sendable {
  private let input: RowBatchStream
  private let rows: Int
  private let rest = Mutex<RowBatch?>(nil)

  init(_ input: RowBatchStream, rows: Int) {
    self.input = input
    self.rows = rows
  }

  /// The next rows, at least one; nil at the end.
  func next() async throws -> RowBatch? {
    while true {
      if let slice = cut() { return slice }
      guard let batch = try await input.nextBatch() else { return nil }
      rest.withLock { $0 = batch }
    }
  }

  private func cut() -> RowBatch? {
    rest.withLock { rest in
      guard let batch = rest, batch.rowCount > 0 else { return nil }
      let count = min(rows, batch.rowCount)
      rest = count < batch.rowCount ? batch.rows(in: count..<batch.rowCount) : nil
      return batch.rows(in: 0..<count)
    }
  }
}

extension RowBatchStream {
  /// Pulls one batch.
  func nextBatch() async throws -> RowBatch? {
    var iterator = makeAsyncIterator()
    return try await iterator.next()
  }

  /// The batches with each changed on the way, those left without rows passed over.
  func mapped(_ change: @escaping @Sendable (RowBatch) async throws -> RowBatch) -> RowBatchStream {
    RowBatchStream {
      while let batch = try await self.nextBatch() {
        let changed = try await change(batch)
        if changed.rowCount > 0 { return changed }
      }
      return nil
    }
  }
}

extension RowBatch {
  /// The rows whose index meets a condition; for places where speed does not count.
  func keeping(_ isKept: (Int) -> Bool) -> RowBatch {
    var result = RowBatch.empty(schema)
    for row in 0..<rowCount where isKept(row) {
      result.rowCount += 1
      for column in columns.indices {
        result.columns[column].append(
          value(row: row, column: column),
          type: schema.columns[column].type
        )
      }
    }
    return result
  }
}
