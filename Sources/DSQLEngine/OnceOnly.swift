import Synchronization

/// A value that is given out once.
///
/// A class because the closure of a stream keeps it; a lock guards the value.
final class OnceOnly<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: Value) { self.value = Mutex(value) }

  /// The value the first time, then nil.
  func take() -> Value? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
