import DSQLAPI
import DSQLDiagnostics

/// A change of the schema in several calls of which not all went well.
enum PartialChange {
  /// What the user is told: what is there now, and why no more of it.
  static func diagnostic(_ state: String, because error: any Error, hint: String) -> Diagnostic {
    switch error {
    case let error as ServiceError:
      Diagnostic(
        .partialWrite,
        state,
        detail: "\(error.message)",
        hint: hint,
        request: DiagnosticRequest(error)
      )
    case let refusal as Diagnostic:
      Diagnostic(.partialWrite, state, detail: refusal.message, hint: hint)
    default:
      Diagnostic(
        error.isCancellation ? .cancelled : .partialWrite,
        state,
        detail: error.isCancellation ? "It was cancelled." : "\(error)",
        hint: hint
      )
    }
  }
}
