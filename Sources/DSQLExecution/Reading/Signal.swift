import Synchronization

/// Lets one task wait until another has something for it.
///
/// Raised while nobody waits it stays raised, and the next to wait passes at once; raised twice it
/// lets one pass. A cancelled task never waits. A class because both tasks hold it.
final class Signal: Sendable {
  private enum State {
    case lowered
    case raised
    case awaited(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.lowered)

  func raise() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      if case .awaited(let waiter) = state {
        state = .lowered
        return waiter
      }
      state = .raised
      return nil
    }
    waiter?.resume()
  }

  /// Waits until the signal is raised or the task is cancelled, and lowers it.
  ///
  /// Of two that wait, which is against the contract, the first passes without cause.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let passing: CheckedContinuation<Void, Never>? = state.withLock { state in
          switch state {
          case .raised:
            state = .lowered
            return continuation
          case .lowered:
            state = .awaited(continuation)
            return nil
          case .awaited(let earlier):
            state = .awaited(continuation)
            return earlier
          }
        }
        passing?.resume()
      }
    } onCancel: {
      raise()
    }
  }
}
