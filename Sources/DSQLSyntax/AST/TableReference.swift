package import DSQLDiagnostics

/// What stands in FROM.
package indirect enum TableReference: Hashable, Sendable {
  /// An entity or a name of WITH.
  case entity(EntityReference)
  case derived(DerivedTable)
  case function(TableFunction)
  case lastResult(LastResult)
  case join(JoinClause)

  package var span: SourceSpan {
    switch self {
    case .entity(let node): node.span
    case .derived(let node): node.span
    case .function(let node): node.span
    case .lastResult(let node): node.span
    case .join(let node): node.span
    }
  }
}

/// `Invoice [AS] i`.
package struct EntityReference: Hashable, Sendable {
  package var entity: EntityName
  package var alias: TableAlias?
  @Uncompared package var span: SourceSpan
}

/// `(query) [AS] t (a, b)`.
package struct DerivedTable: Hashable, Sendable {
  package var query: Query
  /// The alias; without one the columns can be named bare only.
  package var alias: TableAlias?
  @Uncompared package var span: SourceSpan
}

/// `generate_series(1, 10) [AS] n`.
package struct TableFunction: Hashable, Sendable {
  package var name: Identifier
  package var arguments: [SQLExpression]
  package var alias: TableAlias?
  @Uncompared package var span: SourceSpan
}

/// `_`, the last result of the session.
package struct LastResult: Hashable, Sendable {
  package var alias: TableAlias?
  @Uncompared package var span: SourceSpan
}

/// `[AS] t [(a, b)]`.
package struct TableAlias: Hashable, Sendable {
  package var name: Identifier
  package var columns: [Identifier]
  @Uncompared package var span: SourceSpan
}

/// `left LEFT JOIN right ON expr`.
package struct JoinClause: Hashable, Sendable {
  package var kind: JoinKind
  package var left: TableReference
  package var right: TableReference
  /// ON or USING; nil for CROSS only.
  package var constraint: JoinConstraint?
  /// The words of the kind up to JOIN.
  @Uncompared package var kindSpan: SourceSpan
  @Uncompared package var span: SourceSpan
}

/// Which rows without a partner a join keeps.
package enum JoinKind: Hashable, Sendable { case inner, left, right, full, cross }

/// `ON expr` or `USING (a, b)`.
package enum JoinConstraint: Hashable, Sendable {
  case on(SQLExpression)
  case using([Identifier])
}
