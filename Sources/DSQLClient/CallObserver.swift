package import DSQLAPI

/// Sees every request and its outcome, for echoing, counting and tracing; never the token.
package protocol CallObserver: Sendable {
  /// A request is about to leave; `attempt` counts from 1 and grows where a call is repeated.
  func willSend(_ call: ServiceCall, url: String, attempt: Int)

  /// A call was answered, for good or ill, after whatever repeating it took.
  func didReceive(_ report: CallReport)
}
