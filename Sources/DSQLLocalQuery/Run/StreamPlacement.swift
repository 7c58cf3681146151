import DSQLPlan

/// Finds the inputs that a query can read as they arrive, since SQLite passes over them once.
///
/// That is the outermost scan of each SELECT that is run once: of the body, of a branch of a set
/// operation, of a derived table that stands outermost. Every other input is staged first.
enum StreamPlacement {
  /// The relations that may stream, of those that the query reads only once.
  static func streamable(_ query: BoundQuery) -> Set<RelationID> {
    // A common table can be read from several places.
    query.commonTables.isEmpty ? outermost(query.body) : []
  }

  private static func outermost(_ query: BoundQuery) -> Set<RelationID> { streamable(query) }

  private static func outermost(_ body: BoundQueryBody) -> Set<RelationID> {
    switch body {
    case .select(let select): select.from.map(outermost) ?? []
    case .values: []
    case .setOperation(_, _, let left, let right): outermost(left).union(outermost(right))
    case .nested(let query): outermost(query)
    }
  }

  private static func outermost(_ relation: BoundRelation) -> Set<RelationID> {
    switch relation {
    case .table(let id, _): [id]
    case .derived(_, let query): outermost(query)
    case .commonTable, .series: []
    // The left side of any join can be outermost: SQLite keeps that order where the join is not
    // inner, and where it is, its planner puts the table of unknown size there.
    case .join(let join): outermost(join.left)
    }
  }
}
