import DSQLAPI

extension Error {
  /// Whether the service said that it is asked too much.
  var isThrottling: Bool { (self as? ServiceError)?.code == .throttled }

  /// Whether it only says that the task was cancelled.
  var isCancellation: Bool {
    self is CancellationError || (self as? ServiceError)?.code == .cancelled
  }
}
