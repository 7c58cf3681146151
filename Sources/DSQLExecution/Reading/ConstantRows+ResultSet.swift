import DSQLPlan
import DSQLTypes
import Synchronization

extension ConstantRows {
  /// The rows, in batches of a page's size.
  ///
  /// Calls: none.
  var resultSet: ResultSet {
    let slicer = RowSlicer(.once { batch }, rows: 1000)
    return ResultSet(schema: schema, batches: RowBatchStream { try await slicer.next() })
  }

  private var batch: RowBatch {
    var batch = RowBatch.empty(schema)
    batch.rowCount = rows.count
    for (index, column) in schema.columns.enumerated() {
      for row in rows { batch.columns[index].append(row[index], type: column.type) }
    }
    return batch
  }
}

extension RowBatchStream {
  /// A stream of one batch, made when it is pulled.
  static func once(_ make: @escaping @Sendable () async throws -> RowBatch) -> RowBatchStream {
    let gate = OneTimeGate()
    return RowBatchStream { gate.pass() ? try await make() : nil }
  }
}

/// Lets the first one through; a class because a stream's pulls share it, guarded by an atomic.
private final class OneTimeGate: Sendable {
  private let isUsed = Atomic(false)

  func pass() -> Bool { !isUsed.exchange(true, ordering: .relaxed) }
}
