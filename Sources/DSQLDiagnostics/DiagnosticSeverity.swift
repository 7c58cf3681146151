/// How grave a message is; the raw value is the word that stands before it.
package enum DiagnosticSeverity: String, Sendable, CaseIterable {
  case error = "ERROR"
  case warning = "WARNING"
  case notice = "NOTICE"
}
