package import DSQLDiagnostics

/// `a + b - c + …` or `a || b || …` of many operands: a long chain is one node, so that the tree
/// stays low; a short one is `BinaryExpression`s.
package struct ChainExpression: Hashable, Sendable {
  package var first: SQLExpression
  /// What follows, from the left; more than `shortest`.
  package var links: [ChainLink]
  @Uncompared package var span: SourceSpan

  /// The most operators that are still written as binary expressions.
  static let shortest = 60
}

/// `+ b`, a part of a chain.
package struct ChainLink: Hashable, Sendable {
  /// `||`, or `+` and `-` mixed: all of one level.
  package var `operator`: BinaryOperator
  package var operand: SQLExpression
  @Uncompared package var operatorSpan: SourceSpan
  /// From the chain's beginning to the operand's end.
  @Uncompared package var span: SourceSpan
}
