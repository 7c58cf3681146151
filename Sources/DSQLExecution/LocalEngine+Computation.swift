package import DSQLLocalQuery
package import DSQLPlan

extension LocalEngine: LocalComputation {
  package func rowComputation(
    relation: RelationID,
    columns: [ScanColumn],
    predicate: BoundExpression?,
    items: [BoundItem]?
  ) throws -> any RowComputation {
    try rowStage(relation: relation, columns: columns, predicate: predicate, items: items)
  }
}

extension RowStage: RowComputation {}
