/// Callers that wait for one piece of work, each of whom may stop waiting.
///
/// The work itself goes on: a refresh that was sent must be kept, whoever still wants it.
struct Waiters<Value: Sendable>: Sendable {
  private var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
  private var next = 0

  /// A number for a caller that is about to wait.
  mutating func ticket() -> Int {
    next += 1
    return next
  }

  mutating func add(_ continuation: CheckedContinuation<Value, any Error>, _ ticket: Int) {
    waiting[ticket] = continuation
  }

  /// Ends the wait of a caller that was cancelled.
  mutating func cancel(_ ticket: Int) {
    waiting.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
  }

  /// Gives all what they wait for.
  mutating func resume(with result: Result<Value, any Error>) {
    let all = waiting
    waiting = [:]
    for continuation in all.values { continuation.resume(with: result) }
  }
}
