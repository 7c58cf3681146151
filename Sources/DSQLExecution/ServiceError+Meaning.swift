import DSQLAPI

extension Error {
  /// Whether the service said that it is asked too much.
  var isThrottling: Bool { (self as? ServiceError)?.code == .throttled }

  /// Whether it only says that the task was cancelled.
  var isCancellation: Bool {
    self is CancellationError || (self as? ServiceError)?.code == .cancelled
  }
}

/// What a failed call means for the records that it was to write.
enum WriteFailure: Hashable, Sendable {
  /// They were not written, and the next call would fare no better.
  case stops
  /// They were not written.
  case refused
  /// They were not written, but fewer of them might be.
  case tooLarge
  /// They may have been written.
  case unknown
}

extension ServiceError {
  /// - Source: `data-service-api.md` §4.2 and §4.3.
  var writeFailure: WriteFailure {
    switch code {
    case .connection, .unauthorized, .forbidden, .throttled: .stops
    case .notFound, .conflict, .refused: .refused
    case .tooLarge: .tooLarge
    // 503 says that the call was not begun.
    case .serverFault: status == 503 ? .refused : .unknown
    case .timeout, .outcomeUnknown, .invalidAnswer, .featureIgnored, .cancelled: .unknown
    }
  }
}
