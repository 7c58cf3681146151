extension BoundExpression {
  /// Whether it asks for its text to be told apart and ordered byte by byte: `x COLLATE BINARY`
  /// where values are grouped, made distinct or aggregated.
  ///
  /// Comparisons and ORDER BY have a `TextRule` of their own instead.
  package var isExact: Bool {
    if case .function(.exactText, _) = kind { true } else { false }
  }

  /// The rule by which its text is told apart.
  package var textRule: TextRule { isExact ? .binary : .folded }

  /// The same value, to be told apart byte by byte; it is text.
  package var exact: BoundExpression {
    isExact ? self : BoundExpression(.function(.exactText, [self]), type, span: span)
  }

  /// The same value without that wish.
  package var withoutExactness: BoundExpression {
    guard case .function(.exactText, let arguments) = kind, let operand = arguments.first else {
      return self
    }
    return operand
  }
}
