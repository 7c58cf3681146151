package import DSQLDiagnostics

/// `Total`, `i.Total`, `i.Customer.Name`: a whole path is one reference.
package struct ColumnReference: Hashable, Sendable {
  /// The names between the dots; never empty.
  package var path: [Identifier]
  @Uncompared package var span: SourceSpan
}

/// `$1`, a value given to EXECUTE.
package struct ParameterReference: Hashable, Sendable {
  /// The number after `$`, from 1.
  package var index: Int
  @Uncompared package var span: SourceSpan
}

/// `EXISTS (query)`.
package struct ExistsExpression: Hashable, Sendable {
  package var query: Query
  @Uncompared package var span: SourceSpan
}

/// `(query)` where a value stands.
package struct SubqueryExpression: Hashable, Sendable {
  package var query: Query
  @Uncompared package var span: SourceSpan
}

/// `CASE [x] WHEN … THEN … ELSE … END`.
package struct CaseExpression: Hashable, Sendable {
  /// The expression that every WHEN is compared with; nil where each WHEN is a condition.
  package var operand: SQLExpression?
  /// At least one.
  package var branches: [CaseBranch]
  package var otherwise: SQLExpression?
  @Uncompared package var span: SourceSpan
}

/// `WHEN condition THEN result`.
package struct CaseBranch: Hashable, Sendable {
  package var condition: SQLExpression
  package var result: SQLExpression
  @Uncompared package var span: SourceSpan
}

/// `CAST(x AS type)` or `x::type`.
package struct CastExpression: Hashable, Sendable {
  package var operand: SQLExpression
  package var type: TypeName
  @Uncompared package var span: SourceSpan
}

/// `x AT TIME ZONE zone`.
package struct AtTimeZoneExpression: Hashable, Sendable {
  package var operand: SQLExpression
  package var zone: SQLExpression
  @Uncompared package var span: SourceSpan
}

/// `x COLLATE BINARY`.
package struct CollateExpression: Hashable, Sendable {
  package var operand: SQLExpression
  package var collation: Identifier
  @Uncompared package var span: SourceSpan
}

/// `(a, b)` or `ROW(a, b)`.
package struct RowExpression: Hashable, Sendable {
  package var elements: [SQLExpression]
  @Uncompared package var span: SourceSpan
}

/// `DEFAULT` where a value stands.
package struct DefaultValue: Hashable, Sendable {
  @Uncompared package var span: SourceSpan
}
