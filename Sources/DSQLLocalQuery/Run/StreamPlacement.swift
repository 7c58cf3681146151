import DSQLCatalog
import DSQLPlan

/// Finds the inputs that a query can read as they arrive, since SQLite passes over them once.
///
/// That is the outermost scan of each SELECT that is run once: of the body, of a branch of a set
/// operation, of a derived table that stands outermost. Every other input is staged first. What this
/// finds is checked against SQLite's own plan before it is relied on.
enum StreamPlacement {
  /// A relation that may stream.
  struct Candidate {
    var relation: RelationID
    /// Whether other relations are joined to it, so that its size decides how best to join them.
    var isJoined = false
    /// How many records the entity had when the schema was read.
    var records: Int
  }

  /// The relations that may stream.
  static func candidates(_ query: BoundQuery) -> [Candidate] {
    // A common table can be read from several places.
    query.commonTables.isEmpty ? candidates(query.body) : []
  }

  private static func candidates(_ body: BoundQueryBody) -> [Candidate] {
    switch body {
    case .select(let select): select.from.map(candidates) ?? []
    case .values: []
    case .setOperation(_, _, let left, let right): candidates(left) + candidates(right)
    case .nested(let query): candidates(query)
    }
  }

  private static func candidates(_ relation: BoundRelation) -> [Candidate] {
    switch relation {
    case .table(let id, let table):
      return [Candidate(relation: id, records: table.recordCount ?? 0)]
    case .derived(_, let query): return candidates(query)
    case .commonTable, .series, .lastResult: return []
    case .join(let join):
      return outermost(join).map { candidate in
        var joined = candidate
        joined.isJoined = true
        return joined
      }
    }
  }

  private static func outermost(_ join: BoundJoin) -> [Candidate] {
    let left = candidates(join.left)
    switch join.kind {
    case .left, .right, .full: return left
    case .inner, .cross:
      // Either side can be outermost, and staging the smaller one costs less.
      guard case .table = join.right else { return left }
      let right = candidates(join.right)
      return records(right) > records(left) ? right : left
    }
  }

  private static func records(_ candidates: [Candidate]) -> Int {
    candidates.reduce(0) { $0 + $1.records }
  }
}
