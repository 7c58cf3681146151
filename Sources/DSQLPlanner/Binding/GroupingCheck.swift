import DSQLCatalog
import DSQLDiagnostics
import DSQLPlan

/// Finds columns that a grouping query may not show.
///
/// Grouping by an entity's `Id` determines its other columns, as PostgreSQL has it.
struct GroupingCheck {
  let select: BoundSelect
  /// The relations of the query's own FROM; columns of others are constants to it.
  let own: Set<RelationID>
  let names: [RelationID: String]
  let scope: Scope

  func fault(in expression: BoundExpression) -> Diagnostic? {
    if select.groupBy.contains(where: { $0.withoutExactness == expression || $0 == expression }) {
      return nil
    }
    if case .aggregate = expression.kind { return nil }
    if case .column(let column) = expression.kind { return fault(of: column, at: expression) }
    for child in expression.children {
      if let fault = fault(in: child) { return fault }
    }
    for query in expression.subqueries {
      for column in query.columnsRead {
        if let fault = fault(of: column, at: expression) { return fault }
      }
    }
    return nil
  }

  private func fault(of column: BoundColumn, at expression: BoundExpression) -> Diagnostic? {
    guard own.contains(column.relation) else { return nil }
    let isGrouped = select.groupBy.contains { key in
      guard case .column(let grouped) = key.withoutExactness.kind,
        grouped.relation == column.relation
      else {
        return false
      }
      return grouped.index == column.index
        || scope.relations.first { $0.id == grouped.relation }?.table?.keyIndex == grouped.index
    }
    if isGrouped { return nil }
    let name = names[column.relation].map { $0.isEmpty ? column.name : "\($0).\(column.name)" }
    return Diagnostic(
      .groupingError,
      "column \"\(name ?? column.name)\" must appear in the GROUP BY clause or be used in an"
        + " aggregate function",
      span: expression.span
    )
  }
}
