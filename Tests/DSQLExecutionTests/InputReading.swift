import DSQLExecution
import DSQLPlan
import DSQLTypes
import Synchronization

/// A local computation that only reads its inputs, in an order of its own, and answers no rows.
struct InputReading: LocalComputation {
  /// How the inputs are read.
  enum Order: Sendable {
    /// One after another; what is not named is not read.
    case sequence([RelationID])
    case together
    /// One is read until something has happened, and then no further.
    case until(RelationID, @Sendable () async -> Void)
  }

  /// The rows of each input as they came; a class because several readers add to it.
  final class Rows: Sendable {
    private let batches = Mutex<[RelationID: [RowBatch]]>([:])

    func add(_ batch: RowBatch, _ relation: RelationID) {
      batches.withLock { $0[relation, default: []].append(batch) }
    }

    /// The texts of a column of one input.
    func texts(_ relation: RelationID, column: Int) -> [String] {
      batches.withLock { $0[relation] ?? [] }.flatMap { batch in
        (0..<batch.rowCount).map { row in
          let value = batch.value(row: row, column: column)
          return value.text(type: batch.schema.columns[column].type, zone: .utc) ?? "NULL"
        }
      }
    }
  }

  var order: Order
  let rows = Rows()

  func rowComputation(
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws -> any RowComputation {
    PlainComputation.Rows(columns: columns, predicate: predicate, items: items)
  }

  func run<Outcome>(
    _ query: LocalQuery,
    inputs: [RelationID: RowBatchStream],
    body: (ResultSet) async throws -> Outcome
  ) async throws -> Outcome {
    switch order {
    case .sequence(let relations):
      for relation in relations { try await read(inputs[relation], relation) }
    case .together:
      try await withThrowingTaskGroup { group in
        for (relation, stream) in inputs {
          group.addTask { try await read(stream, relation) }
        }
        try await group.waitForAll()
      }
    case .until(let relation, let event):
      let stream = inputs[relation]
      await withTaskGroup { group in
        group.addTask { try? await read(stream, relation) }
        await event()
        group.cancelAll()
      }
    }
    let schema = query.query.schema
    return try await body(ResultSet(schema: schema, batches: RowBatchStream { nil }))
  }

  private func read(_ stream: RowBatchStream?, _ relation: RelationID) async throws {
    guard let stream else { return }
    for try await batch in stream { rows.add(batch, relation) }
  }
}
