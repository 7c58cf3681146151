import DSQLDiagnostics

/// Why a meta-command did not do what it was to do.
struct CommandFault: Error, Hashable, Sendable {
  var code: DiagnosticCode
  var message: String
  var hint: String?

  init(_ message: String, code: DiagnosticCode = .invalidCommand, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  var diagnostic: Diagnostic { Diagnostic(code, message, hint: hint) }
}
