import Synchronization

/// The port of a server, once there is one.
///
/// A class, since those who wait and the server share it.
final class BoundPort: Sendable {
  private enum State {
    case waiting([CheckedContinuation<Int, any Error>])
    case open(Int)
    case closed
  }

  private let state = Mutex<State>(.waiting([]))

  /// The port now; nil before the server listens and after it ended.
  var current: Int? {
    state.withLock { state in
      if case .open(let port) = state { port } else { nil }
    }
  }

  /// Waits until the server listens; throws where it ended before.
  func wait() async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      state.withLock { state in
        switch state {
        case .waiting(let others): state = .waiting(others + [continuation])
        case .open(let port): continuation.resume(returning: port)
        case .closed: continuation.resume(throwing: EmbeddedServiceError.ended)
        }
      }
    }
  }

  func open(_ port: Int?) {
    guard let port else { return close() }
    for continuation in change(to: .open(port)) { continuation.resume(returning: port) }
  }

  func close() {
    for continuation in change(to: .closed) {
      continuation.resume(throwing: EmbeddedServiceError.ended)
    }
  }

  private func change(to new: State) -> [CheckedContinuation<Int, any Error>] {
    state.withLock { state in
      defer { state = new }
      if case .waiting(let continuations) = state { return continuations }
      return []
    }
  }
}
