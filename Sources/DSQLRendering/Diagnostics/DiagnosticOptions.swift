/// Everything that decides how errors, warnings and notices look.
///
/// - Source: `shell-conventions.md` §10.
package struct DiagnosticOptions: Hashable, Sendable {
  package var verbosity: DiagnosticVerbosity = .default
  package var format: DiagnosticFormat = .text
  /// Whether `verbose` ends with the body of the service's answer, as `\errverbose` does.
  package var showsResponse = false
  /// The cells of a character whose width is ambiguous: 1 or 2.
  package var ambiguousWidth = 1
  /// Whether the severity and the caret are coloured.
  package var usesColour = false

  /// Text of the usual length, without colour.
  package init() {}
}

/// How much is told (`\set VERBOSITY`).
package enum DiagnosticVerbosity: String, CaseIterable, Sendable {
  case `default`
  /// One line, with the place as a number.
  case terse
  /// With the code and the request.
  case verbose
  /// The code alone.
  case sqlstate
}

/// The form of a diagnostic (`--error-format`).
package enum DiagnosticFormat: String, CaseIterable, Sendable {
  case text
  /// One JSON object a line.
  case json
}
