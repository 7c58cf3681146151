/// All that a user is told about a fault, a warning or a notice.
///
/// The message is one line in lower case without a full stop; detail and hint are sentences. The
/// form on the screen is made in Rendering.
///
/// - Source: `shell-conventions.md` §10.
package struct Diagnostic: Error, Hashable, Sendable {
  package var code: DiagnosticCode
  package var severity: DiagnosticSeverity
  package var message: String
  /// The place in the statement's text, where there is one.
  package var span: SourceSpan?
  package var detail: String?
  package var hint: String?
  /// Further lines below the hint, for instance one for each record that a batch refused.
  package var notes: [String]
  /// The HTTP call that failed, where one did.
  package var request: DiagnosticRequest?
  /// What a write had done when it ended early.
  package var progress: WriteProgress?

  package init(
    _ code: DiagnosticCode,
    _ message: String,
    severity: DiagnosticSeverity = .error,
    span: SourceSpan? = nil,
    detail: String? = nil,
    hint: String? = nil,
    notes: [String] = [],
    request: DiagnosticRequest? = nil,
    progress: WriteProgress? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.detail = detail
    self.hint = hint
    self.notes = notes
    self.request = request
    self.progress = progress
  }
}

/// The call behind a diagnostic; never holds a secret.
package struct DiagnosticRequest: Hashable, Sendable {
  package var method: String
  package var path: String
  package var status: Int?
  /// The service's trace id.
  package var identifier: String?
  /// The body of the answer, as far as it is worth showing.
  package var responseBody: String?

  package init(
    method: String,
    path: String,
    status: Int?,
    identifier: String?,
    responseBody: String? = nil
  ) {
    self.method = method
    self.path = path
    self.status = status
    self.identifier = identifier
    self.responseBody = responseBody
  }
}

/// How many records of a write were done, failed, of unknown outcome, and not tried.
package struct WriteProgress: Hashable, Sendable {
  package var done: Int
  package var failed: Int
  package var unknown: Int
  package var left: Int

  package init(done: Int, failed: Int, unknown: Int, left: Int) {
    self.done = done
    self.failed = failed
    self.unknown = unknown
    self.left = left
  }
}
