/// Whom a login talks with.
package protocol LoginTerminal: Sendable {
  /// Whether a person is there who can answer.
  var isInteractive: Bool { get }

  /// Shows a line where results never go.
  func show(_ line: String) async

  /// Reads a line without showing it and without keeping it; nil at the end of the input.
  ///
  /// Ends at once with `CancellationError` when its task is cancelled.
  func readHiddenLine(prompt: String?) async throws -> String?
}
