/// A request that got no answer.
package struct TransportError: Error, Hashable, Sendable {
  /// How far the request came.
  package enum Code: Hashable, Sendable {
    /// No connection came about: the request was certainly not read by the other side.
    case notConnected
    /// It was sent, and no answer came in time.
    case timedOut
    /// The connection broke after the request was sent, or while the answer was read.
    case broken
    /// The address may not be sent to, or is none, or its host cannot be trusted or found; nothing
    /// was sent, and asking again would not help.
    case refusedAddress
    /// The task was cancelled.
    case cancelled
  }

  package var code: Code
  /// What happened, in lower case and without a full stop.
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
