package import DSQLDiagnostics

/// What the parser made of a text.
package struct ParsedScript: Hashable, Sendable {
  /// The statements, in order; where there are diagnostics, as far as they could be understood.
  package var statements: [Statement]
  /// The faults, in the order of their places; all of them are errors.
  package var diagnostics: [Diagnostic]
}

/// What the parser made of the text of one statement.
package struct ParsedStatement: Hashable, Sendable {
  /// The statement; where there are diagnostics, as far as it could be understood.
  package var statement: Statement?
  /// The faults, in the order of their places; all of them are errors.
  package var diagnostics: [Diagnostic]
}

/// What the parser made of the text of one expression.
package struct ParsedExpression: Hashable, Sendable {
  /// The expression; where there are diagnostics, as far as it could be understood.
  package var expression: SQLExpression
  /// The faults, in the order of their places; all of them are errors.
  package var diagnostics: [Diagnostic]
}
