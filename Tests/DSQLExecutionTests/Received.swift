import DSQLTypes
import Synchronization

/// Keeps what a body was handed, also when it then fails.
final class Received: Sendable {
  private let batches = Mutex<[RowBatch]>([])

  func add(_ batch: RowBatch) { batches.withLock { $0.append(batch) } }

  var count: Int { batches.withLock { $0.reduce(0) { $0 + $1.rowCount } } }

  /// The texts of the second column.
  var names: [String] {
    batches.withLock { batches in
      batches.flatMap { batch in (0..<batch.rowCount).map { batch.columns[1].text($0) } }
    }
  }
}
