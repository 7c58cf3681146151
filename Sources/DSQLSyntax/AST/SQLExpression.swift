package import DSQLDiagnostics

/// An expression as it was written, before any name is resolved.
package indirect enum SQLExpression: Hashable, Sendable {
  case literal(Literal)
  case typedLiteral(TypedLiteral)
  case column(ColumnReference)
  case parameter(ParameterReference)
  case function(FunctionCall)
  case unary(UnaryExpression)
  case binary(BinaryExpression)
  case chain(ChainExpression)
  case logical(LogicalExpression)
  case isTest(IsTest)
  case between(BetweenExpression)
  case inSet(InExpression)
  case like(LikeExpression)
  case quantified(QuantifiedComparison)
  case exists(ExistsExpression)
  case subquery(SubqueryExpression)
  case caseOf(CaseExpression)
  case cast(CastExpression)
  case atTimeZone(AtTimeZoneExpression)
  case collate(CollateExpression)
  case row(RowExpression)
  /// `DEFAULT`, in a row of VALUES and to the right of SET only.
  case defaultValue(DefaultValue)

  package var span: SourceSpan {
    switch self {
    case .literal(let node): node.span
    case .typedLiteral(let node): node.span
    case .column(let node): node.span
    case .parameter(let node): node.span
    case .function(let node): node.span
    case .unary(let node): node.span
    case .binary(let node): node.span
    case .chain(let node): node.span
    case .logical(let node): node.span
    case .isTest(let node): node.span
    case .between(let node): node.span
    case .inSet(let node): node.span
    case .like(let node): node.span
    case .quantified(let node): node.span
    case .exists(let node): node.span
    case .subquery(let node): node.span
    case .caseOf(let node): node.span
    case .cast(let node): node.span
    case .atTimeZone(let node): node.span
    case .collate(let node): node.span
    case .row(let node): node.span
    case .defaultValue(let node): node.span
    }
  }
}
