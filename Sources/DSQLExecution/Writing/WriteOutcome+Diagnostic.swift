package import DSQLAPI
package import DSQLDiagnostics

extension WriteOutcome {
  /// The most failures that are told one by one.
  private static let mostNotes = 10

  /// What the user is told of a write that is not whole, true to the last record; nil for one that
  /// is.
  ///
  /// - Source: `shell-conventions.md` §10.
  package var diagnostic: Diagnostic? {
    if isWhole { return nil }
    var result = Diagnostic(code, message, detail: detail, hint: stopError?.login?.hint)
    result.span = failures.count == 1 ? failures[0].span : nil
    if total != 1 {
      result.notes = failures.prefix(Self.mostNotes).map(\.line)
      let more = failures.count - Self.mostNotes
      if more > 0 { result.notes.append("and \(more.counted("row")) more") }
    }
    result.progress = WriteProgress(done: done, failed: failed, unknown: unknown, left: left)
    result.request = (stopError ?? failedCall).map(DiagnosticRequest.init)
    return result
  }

  private var stopError: ServiceError? {
    if case .service(let error) = stop { error } else { nil }
  }

  private var code: DiagnosticCode {
    if case .cancelled = stop { return .cancelled }
    if done > 0 { return .partialWrite }
    if unknown > 0 { return .outcomeUnknown }
    switch stop {
    case .service(let error): return error.diagnosticCode
    case .refused(let diagnostic): return diagnostic.code
    case .cancelled, .source, nil: return failures.first?.code ?? .serviceRefusal
    }
  }

  private var message: String {
    let verb = verb.rawValue.lowercased()
    if total == 1 {
      if unknown == 1 { return "the outcome of the \(verb) is unknown" }
      if failed == 1 { return "\(verb) failed" }
    }
    let tried = done + failed + unknown
    if case .cancelled = stop {
      return "canceling statement due to user request"
    }
    if left > 0 || stopError != nil {
      return "\(verb) stopped after \(tried.grouped) of \(total.counted("row"))"
    }
    if failed > 0 { return "\(verb) failed for \(failed.grouped) of \(total.counted("row"))" }
    return "the outcome of \(unknown.grouped) of \(total.counted("row")) is unknown"
  }

  private var detail: String {
    if total == 1, let failure = failures.first { return Self.sentence(failure.message) }
    if total == 1, let failedCall { return Self.sentence(failedCall.message) }
    let done =
      switch verb {
      case .insert: "inserted"
      case .update: "changed"
      case .delete: "deleted"
      }
    let counts =
      "\(self.done.grouped) \(done), \(failed.grouped) failed, \(unknown.grouped) unknown, "
      + "\(left.grouped) not tried."
    switch stop {
    case .service(let error): return counts + " " + Self.sentence(error.message)
    case .refused(let diagnostic): return counts + " " + Self.sentence(diagnostic.message)
    case .cancelled, .source, nil: return counts
    }
  }

  private static func sentence(_ text: String) -> String {
    let isClosed = text.last.map { ".!?".contains($0) } ?? true
    return (text.first.map { $0.uppercased() } ?? "") + text.dropFirst() + (isClosed ? "" : ".")
  }
}

extension DiagnosticRequest {
  /// The call that an error tells of.
  package init(_ error: ServiceError) {
    self.init(
      method: error.method,
      path: error.path,
      status: error.status,
      identifier: error.traceID,
      responseBody: error.body
    )
  }
}

extension ServiceError {
  /// What kind of fault the failure is to the user.
  package var diagnosticCode: DiagnosticCode {
    switch code {
    case .connection, .timeout: .connectionFailure
    case .outcomeUnknown: .outcomeUnknown
    case .unauthorized: login?.sqlState == "08006" ? .connectionFailure : .notSignedIn
    case .forbidden: .permissionDenied
    case .notFound, .tooLarge, .throttled, .serverFault: .serviceRefusal
    case .conflict: .duplicateObject
    case .refused: DiagnosticCode(refusal: message)
    case .invalidAnswer, .featureIgnored: .serviceAnswerInvalid
    case .cancelled: .cancelled
    }
  }
}

extension DiagnosticCode {
  /// What kind of fault the service's words tell, where they are known.
  ///
  /// - Source: `data-service-api.md` §2.5 and §3.10.
  package init(refusal words: String) {
    if words.contains("uniqueness violation") {
      self = .uniqueViolation
    } else if words.hasPrefix("Required field") {
      self = .requiredFieldMissing
    } else if words.hasPrefix("Invalid reference") {
      self = .foreignKeyViolation
    } else {
      self = .serviceRefusal
    }
  }
}
