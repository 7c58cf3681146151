package import DSQLPlan
package import DSQLTypes

/// What the executor asks of the room that computes what the service cannot.
///
/// The product's is `LocalEngine`.
package protocol LocalComputation: Sendable {
  /// A computation that keeps the rows of a scan for which `predicate` is true, and makes the items
  /// of them; without items the scan's columns stay as they are.
  ///
  /// Calls: none.
  func rowComputation(
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws -> any RowComputation

  /// Runs a query over the rows of its inputs and lends its answer to `body`.
  func run<Outcome>(
    _ query: LocalQuery,
    inputs: [RelationID: RowBatchStream],
    body: (ResultSet) async throws -> Outcome
  ) async throws -> Outcome
}

/// A filter and a select list over the rows of one scan, batch by batch.
package protocol RowComputation: Sendable {
  /// The rows that are kept, with the items computed. Calls: none.
  func process(_ batch: RowBatch) throws -> RowBatch
}
