package import DSQLDiagnostics

/// `NOT x`, `-x`, `+x`.
package struct UnaryExpression: Hashable, Sendable {
  package var `operator`: UnaryOperator
  package var operand: SQLExpression
  @Uncompared package var operatorSpan: SourceSpan
  @Uncompared package var span: SourceSpan
}

/// An operator before its operand; the raw value is its spelling.
package enum UnaryOperator: String, CaseIterable, Hashable, Sendable {
  case not = "NOT"
  case minus = "-"
  case plus = "+"
}

/// `left operator right`.
package struct BinaryExpression: Hashable, Sendable {
  package var `operator`: BinaryOperator
  package var left: SQLExpression
  package var right: SQLExpression
  @Uncompared package var operatorSpan: SourceSpan
  @Uncompared package var span: SourceSpan
}

/// An operator between two operands; the raw value is its spelling.
package enum BinaryOperator: String, CaseIterable, Hashable, Sendable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isDistinctFrom = "IS DISTINCT FROM"
  case isNotDistinctFrom = "IS NOT DISTINCT FROM"
  case matches = "~"
  case matchesIgnoringCase = "~*"
  case notMatches = "!~"
  case notMatchesIgnoringCase = "!~*"
  case concatenate = "||"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case power = "^"
}

/// `a AND b AND c`: a chain of one connective is one node, however long.
package struct LogicalExpression: Hashable, Sendable {
  package var connective: LogicalConnective
  /// At least two, in the order written.
  package var operands: [SQLExpression]
  @Uncompared package var span: SourceSpan
}

/// `AND` or `OR`; the raw value is its spelling.
package enum LogicalConnective: String, Hashable, Sendable {
  case and = "AND"
  case or = "OR"
}

/// `x IS [NOT] NULL`, `x IS [NOT] TRUE`.
package struct IsTest: Hashable, Sendable {
  package var operand: SQLExpression
  package var state: TestedState
  package var isNegated: Bool
  @Uncompared package var span: SourceSpan
}

/// What IS asks for; the raw value is its spelling.
package enum TestedState: String, CaseIterable, Hashable, Sendable {
  case null = "NULL"
  case `true` = "TRUE"
  case `false` = "FALSE"
  case unknown = "UNKNOWN"
}

/// `x [NOT] BETWEEN low AND high`.
package struct BetweenExpression: Hashable, Sendable {
  package var operand: SQLExpression
  package var low: SQLExpression
  package var high: SQLExpression
  package var isNegated: Bool
  @Uncompared package var span: SourceSpan
}

/// `x [NOT] IN (…)`.
package struct InExpression: Hashable, Sendable {
  package var operand: SQLExpression
  package var source: InSource
  package var isNegated: Bool
  @Uncompared package var span: SourceSpan
}

/// What stands in the parentheses of IN.
package enum InSource: Hashable, Sendable {
  /// Expressions; `IN ()` is an empty list.
  case list([SQLExpression])
  case query(Query)
}

/// `x [NOT] LIKE pattern [ESCAPE c]`.
package struct LikeExpression: Hashable, Sendable {
  package var `operator`: LikeOperator
  package var operand: SQLExpression
  package var pattern: SQLExpression
  package var escape: SQLExpression?
  package var isNegated: Bool
  @Uncompared package var span: SourceSpan
}

/// `LIKE` or `ILIKE`; the raw value is its spelling.
package enum LikeOperator: String, Hashable, Sendable {
  case like = "LIKE"
  case ilike = "ILIKE"
}

/// `x = ANY (query)`.
package struct QuantifiedComparison: Hashable, Sendable {
  package var operand: SQLExpression
  /// A comparison: never `||` or an arithmetic operator.
  package var `operator`: BinaryOperator
  package var quantifier: ComparisonQuantifier
  package var query: Query
  @Uncompared package var operatorSpan: SourceSpan
  @Uncompared package var span: SourceSpan
}

/// `ANY` (also `SOME`) or `ALL`; the raw value is its spelling.
package enum ComparisonQuantifier: String, Hashable, Sendable {
  case any = "ANY"
  case all = "ALL"
}
