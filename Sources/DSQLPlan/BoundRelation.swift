package import DSQLCatalog
package import DSQLTypes

/// What stands in FROM.
package indirect enum BoundRelation: Hashable, Sendable {
  /// An entity; columns are indices into `Table.columns`.
  case table(RelationID, Table)
  /// `(query) AS alias`; columns are indices into the query's schema.
  case derived(RelationID, BoundQuery)
  /// A reference to a common table expression by its id; columns are indices into the schema.
  case commonTable(RelationID, id: Int, name: String, RowSchema)
  /// `generate_series(first, last, step)`, one column named by the schema.
  case series(
    RelationID,
    first: BoundExpression,
    last: BoundExpression,
    step: BoundExpression?,
    RowSchema
  )
  /// `_`, the rows that the session showed last; columns are indices into the schema.
  case lastResult(RelationID, RowSchema)
  case join(BoundJoin)
}

/// `left JOIN right ON condition`.
///
/// USING is bound to a condition and, in the select list, to COALESCE where FULL needs it.
package struct BoundJoin: Hashable, Sendable {
  package var kind: JoinKind
  package var left: BoundRelation
  package var right: BoundRelation
  /// Nil for CROSS.
  package var condition: BoundExpression?

  package init(
    kind: JoinKind,
    left: BoundRelation,
    right: BoundRelation,
    condition: BoundExpression?
  ) {
    self.kind = kind
    self.left = left
    self.right = right
    self.condition = condition
  }
}

/// A kind of join; the raw value is SQL's.
package enum JoinKind: String, Hashable, Sendable, CaseIterable {
  case inner = "INNER"
  case left = "LEFT"
  case right = "RIGHT"
  case full = "FULL"
  case cross = "CROSS"
}
