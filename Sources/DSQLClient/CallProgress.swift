import DSQLAPI

/// How far a call has come, over all its attempts.
struct CallProgress {
  let call: ServiceCall
  private(set) var attempts = 0
  /// Attempts that do not count against the policy's limit.
  private var allowedAttempts = 0
  var hasRenewed = false
  var throttledSeconds = 0.0
  private var status = 0
  private var responseBytes = 0

  init(_ call: ServiceCall) { self.call = call }

  /// Attempts as the policy counts them.
  var countedAttempts: Int { attempts - allowedAttempts }

  private var retries: Int { max(attempts - 1, 0) }

  mutating func beginAttempt() {
    attempts += 1
    status = 0
    responseBytes = 0
  }

  /// Lets the call go out again for a reason that is no failure of the service.
  mutating func allowAttempt() { allowedAttempts += 1 }

  mutating func note(_ answer: TransportAnswer) {
    status = answer.status
    responseBytes = answer.body.count
  }

  /// What the call cost; its status is 0 where the last attempt got no answer.
  var report: CallReport {
    CallReport(
      method: call.method.rawValue,
      path: call.path,
      status: status,
      requestBytes: call.body?.utf8.count ?? 0,
      responseBytes: responseBytes,
      retries: retries,
      throttledSeconds: throttledSeconds
    )
  }

  func failure(_ code: ServiceError.Code, _ message: String) -> ServiceError {
    ServiceError(
      code,
      message,
      method: call.method.rawValue,
      path: call.path,
      retries: retries
    )
  }

  /// The error of an answer that is no success.
  func failure(of answer: TransportAnswer) -> ServiceError {
    ServiceError(answer, to: call, retries: retries)
  }

  /// The error of a request that got no answer, when the call is a read or certainly did not run.
  func failure(of error: TransportError) -> ServiceError {
    switch error.code {
    case .notConnected, .broken, .refusedAddress: failure(.connection, error.message)
    case .timedOut: failure(.timeout, error.message)
    case .cancelled: failure(.cancelled, error.message)
    }
  }

  /// The error of a write whose answer was lost.
  func unknownOutcome(after failure: ServiceError) -> ServiceError {
    var result = failure
    result.code = .outcomeUnknown
    result.message = "the answer was lost, so the write may or may not have run: \(failure.message)"
    return result
  }

  /// The error of a token that could not be had.
  ///
  /// - Parameters:
  ///   - error: What the source of tokens said.
  ///   - refusal: The answer that refused the token before; nil where there was none.
  /// - Returns: The error, with what the service said in that answer.
  func failure(ofTokens error: any Error, after refusal: TransportAnswer? = nil) -> ServiceError {
    switch error {
    case let error as LoginRefusal:
      var result = refusal.map { failure(of: $0) } ?? failure(.unauthorized, error.message)
      if refusal != nil, !result.message.isEmpty {
        let detail = error.detail.map { $0 + ": " } ?? ""
        result.login = error
        result.login?.detail = detail + result.message
      } else {
        result.login = error
      }
      result.message = error.message
      return result
    case let error as ServiceError: return error
    case is CancellationError: return failure(.cancelled, "cancelled")
    default: return failure(.unauthorized, String(describing: error))
    }
  }
}
