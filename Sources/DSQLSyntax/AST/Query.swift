package import DSQLDiagnostics

/// `WITH … SELECT … ORDER BY … LIMIT … OFFSET …`.
///
/// A query in parentheses that adds nothing of its own is the query inside them.
package struct Query: Hashable, Sendable {
  package var with: WithClause?
  package var body: QueryBody
  package var orderBy: [OrderingTerm]
  /// `LIMIT n` or `FETCH FIRST n ROWS ONLY`; nil where none is written and for `LIMIT ALL`.
  package var limit: SQLExpression?
  package var offset: SQLExpression?
  @Uncompared package var span: SourceSpan
}

/// `WITH [RECURSIVE] name AS (query), …`.
package struct WithClause: Hashable, Sendable {
  package var isRecursive: Bool
  package var expressions: [CommonTableExpression]
  @Uncompared package var span: SourceSpan
}

/// `name [(column, …)] AS [[NOT] MATERIALIZED] (query)`.
package struct CommonTableExpression: Hashable, Sendable {
  package var name: Identifier
  /// The columns' names, empty where none are written.
  package var columns: [Identifier]
  package var query: Query
  @Uncompared package var span: SourceSpan
}

/// What makes the rows of a query, before ORDER BY and LIMIT.
package indirect enum QueryBody: Hashable, Sendable {
  case select(SelectStatement)
  case values(ValuesClause)
  case setOperation(SetOperation)
  /// `(query)` with an ORDER BY, LIMIT, OFFSET or WITH of its own.
  case nested(Query)

  package var span: SourceSpan {
    switch self {
    case .select(let node): node.span
    case .values(let node): node.span
    case .setOperation(let node): node.span
    case .nested(let node): node.span
    }
  }
}

/// `left UNION [ALL] right`.
package struct SetOperation: Hashable, Sendable {
  package var `operator`: SetOperator
  package var quantifier: SetQuantifier
  package var left: QueryBody
  package var right: QueryBody
  @Uncompared package var operatorSpan: SourceSpan
  @Uncompared package var span: SourceSpan
}

/// How a set operation joins its two sides.
package enum SetOperator: Hashable, Sendable { case union, intersect, except }

/// Whether equal rows, or equal arguments of an aggregate, are kept or made one.
package enum SetQuantifier: Hashable, Sendable { case all, distinct }

/// `VALUES (1, 'a'), (2, 'b')`.
package struct ValuesClause: Hashable, Sendable {
  /// The rows as written; never empty, each with at least one element.
  package var rows: [ValuesRow]
  @Uncompared package var span: SourceSpan
}

/// `(1, DEFAULT, 'a')`, a row of VALUES.
package struct ValuesRow: Hashable, Sendable {
  package var elements: [SQLExpression]
  @Uncompared package var span: SourceSpan
}

/// `expr [ASC | DESC] [NULLS FIRST | LAST]`.
package struct OrderingTerm: Hashable, Sendable {
  package var expression: SQLExpression
  package var direction: SortDirection
  /// What is written about NULLs; nil leaves them where the language puts them.
  package var nulls: NullsPlacement?
  @Uncompared package var span: SourceSpan
}

/// The direction of an order; ascending where nothing is written.
package enum SortDirection: Hashable, Sendable { case ascending, descending }

/// `NULLS FIRST` or `NULLS LAST`.
package enum NullsPlacement: Hashable, Sendable { case first, last }
