import DSQLAPI

/// Whether and when a call is sent again.
///
/// - Source: `data-service-api.md` §4.3.
struct RetryPolicy: Sendable {
  /// What came of one attempt, as far as repeating it goes.
  enum Outcome: Hashable, Sendable {
    case status(Int, retryAfter: String?)
    case failure(TransportError.Code)
  }

  /// What to do next.
  enum Decision: Hashable, Sendable {
    case wait(seconds: Double)
    case giveUp
    /// Gives up without knowing whether a write ran.
    case giveUpUnknown
  }

  static let mostAttempts = 5
  static let longestPause = 10.0
  static let longestRetryAfter = 120.0

  /// Decides after an attempt that did not give the call's value.
  ///
  /// - Parameters:
  ///   - outcome: What came of the attempt.
  ///   - attempt: Its number, from 1.
  ///   - effect: What the call does.
  ///   - jitter: From 0 to 1, taken as seconds.
  /// - Returns: What to do next.
  static func decide(
    _ outcome: Outcome,
    attempt: Int,
    effect: ServiceCall.Effect,
    jitter: Double
  ) -> Decision {
    let certainlyNotRun: Bool
    switch outcome {
    case .status(429, _), .status(503, _), .failure(.notConnected): certainlyNotRun = true
    case .status(408, _), .status(502, _), .status(504, _), .status(524, _), .failure(.timedOut),
      .failure(.broken):
      certainlyNotRun = false
    case .status, .failure(.refusedAddress), .failure(.cancelled): return .giveUp
    }
    if effect == .write, !certainlyNotRun { return .giveUpUnknown }
    guard attempt < mostAttempts else { return .giveUp }
    if case .status(_, let retryAfter?) = outcome, let seconds = self.seconds(of: retryAfter) {
      return .wait(seconds: min(seconds, longestRetryAfter))
    }
    let doubled = Double(1 << min(attempt - 1, 10))
    return .wait(seconds: min(doubled + jitter, longestPause))
  }

  /// The seconds of a `Retry-After`; nil where it is a date or anything else.
  static func seconds(of retryAfter: String) -> Double? {
    guard let seconds = Double(retryAfter), seconds.isFinite, seconds >= 0 else { return nil }
    return seconds
  }
}
