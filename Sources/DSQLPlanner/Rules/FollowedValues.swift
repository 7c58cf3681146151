import DSQLCatalog
import DSQLPlan
import DSQLTypes

/// Joins the records that scalar subqueries look up, and puts their values in the subqueries' place.
struct FollowedValues {
  /// A query for a value of one record at most.
  struct Lookup {
    let target: RelationID
    let table: Table
    let key: BoundExpression
    let value: BoundExpression
    /// The query's WHERE.
    let condition: BoundExpression?
  }

  private(set) var relation: BoundRelation
  private var joined: Set<RelationID> = []

  init(from relation: BoundRelation) { self.relation = relation }

  /// The expression without the subqueries that are such lookups.
  mutating func replaced(
    _ expression: BoundExpression,
    _ lookup: (BoundQuery) -> Lookup?
  ) -> BoundExpression {
    var copy = self
    let inner = expression.mapped({ copy.replaced($0, lookup) }, { $0 })
    self = copy
    guard case .scalarSubquery(let query) = inner.kind, let found = lookup(query) else {
      return inner
    }
    // An operand that stands in two places is looked up once.
    if joined.insert(found.target).inserted {
      relation = .join(
        BoundJoin(
          kind: .left,
          left: relation,
          right: .table(found.target, found.table),
          condition: found.condition
        )
      )
    }
    var value = found.value
    value.span = inner.span
    if case .column = value.kind { return value }
    let isThere = BoundExpression(.isNull(found.key, isNegated: true), .boolean)
    return BoundExpression(
      .cases([BoundCase(condition: isThere, result: value)], otherwise: nil),
      value.type,
      span: inner.span
    )
  }
}
