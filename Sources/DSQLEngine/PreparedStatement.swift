import DSQLDiagnostics
import DSQLSyntax

/// A statement that PREPARE keeps.
struct PreparedStatement: Sendable {
  /// The statement with `$1`, `$2`, … in it.
  var statement: Statement
  /// The text of PREPARE, which spans refer to.
  var source: SourceText
  /// The types that PREPARE gave, by parameter; may be fewer than the parameters.
  var types: [TypeName]
}
