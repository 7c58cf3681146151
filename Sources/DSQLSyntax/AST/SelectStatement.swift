package import DSQLDiagnostics

/// `SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW …`, the core of a query.
package struct SelectStatement: Hashable, Sendable {
  package var quantifier: SelectQuantifier
  package var items: [SelectItem]
  /// The tables between the commas of FROM; empty without FROM.
  package var from: [TableReference]
  /// The WHERE clause.
  package var predicate: SQLExpression?
  package var groupBy: [SQLExpression]
  package var having: SQLExpression?
  package var windows: [WindowDefinition]
  @Uncompared package var span: SourceSpan
}

/// `SELECT`, `SELECT DISTINCT`, `SELECT DISTINCT ON (expr, …)`.
package enum SelectQuantifier: Hashable, Sendable {
  case all
  case distinct
  case distinctOn([SQLExpression])
}

/// One item of a select list or of RETURNING.
package enum SelectItem: Hashable, Sendable {
  case allColumns(AllColumns)
  case expression(SelectExpression)

  package var span: SourceSpan {
    switch self {
    case .allColumns(let node): node.span
    case .expression(let node): node.span
    }
  }
}

/// `*`, `alias.*`, `* EXCLUDE (a, b)`.
package struct AllColumns: Hashable, Sendable {
  /// The names before `.*`; empty for a bare star.
  package var qualifier: [Identifier]
  package var excluded: [Identifier]
  @Uncompared package var span: SourceSpan
}

/// `expr [[AS] alias]`.
package struct SelectExpression: Hashable, Sendable {
  package var expression: SQLExpression
  package var alias: Identifier?
  @Uncompared package var span: SourceSpan
}
