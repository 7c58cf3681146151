package import DSQLDiagnostics

/// Why a scanner stopped.
package enum ScanStop: Hashable, Sendable {
  /// A semicolon ended a statement, perhaps an empty one.
  case statement(ScannedStatement)
  /// A backslash outside quotes, at a UTF-8 offset.
  case metaCommand(Int)
  /// The text ended.
  case end
}

/// A statement that a semicolon ended.
package struct ScannedStatement: Hashable, Sendable {
  /// The statement without its semicolon and without the blanks and comments around it.
  package var span: SourceSpan
  /// The UTF-8 offset after the semicolon.
  package var end: Int

  package init(span: SourceSpan, end: Int) {
    self.span = span
    self.end = end
  }

  /// Whether nothing but blanks and comments stands before the semicolon.
  package var isEmpty: Bool { span.isEmpty }
}

/// A text cut into statements.
package struct SplitText: Hashable, Sendable {
  /// The statements that a semicolon ended, without it; empty ones are left out.
  package var statements: [SourceSpan]
  /// What follows the last semicolon, if there is anything but blanks and comments.
  package var rest: SourceSpan?
  /// What the rest waits for.
  package var pending: PendingInput
  /// The UTF-8 offset at which the thing that `pending` names began.
  package var pendingStart: Int
}
