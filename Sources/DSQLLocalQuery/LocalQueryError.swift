package import DSQLDiagnostics

/// A local step that could not be computed, with what the user is told about it.
package struct LocalQueryError: Error, Hashable, Sendable {
  package let diagnostic: Diagnostic

  package init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}
