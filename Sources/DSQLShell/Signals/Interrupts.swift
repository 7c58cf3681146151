import Glibc
import Synchronization

/// What signals mean at the moment: they cancel what runs, or end the process.
///
/// A class because signal handlers and the loop share it; a lock guards its state.
package final class Interrupts: Sendable {
  /// What a signal led to.
  package enum Reaction: Hashable, Sendable {
    /// What runs was asked to stop.
    case cancelled
    /// Nothing ran that could be stopped.
    case idle
    /// What runs was asked twice and does not stop, so the process has to end.
    case insisted
  }

  private struct State {
    var cancel: (@Sendable () -> Void)?
    var ending: Int32?
    /// How often the end was asked for.
    var endingCount = 0
    var wasInterrupted = false
    var isIgnoring = false
  }

  private let state = Mutex(State())

  package init() {}

  /// The signal that asks the process to end, if one came.
  package var ending: Int32? { state.withLock { $0.ending } }

  /// Whether Ctrl-C was pressed since the last `begin`.
  package var wasInterrupted: Bool { state.withLock { $0.wasInterrupted } }

  /// Says that something runs, and how it is stopped.
  package func begin(_ cancel: @escaping @Sendable () -> Void) {
    let isEnding = state.withLock { state in
      state.cancel = cancel
      state.wasInterrupted = false
      return state.ending != nil
    }
    if isEnding { cancel() }
  }

  /// Says that nothing runs any more.
  package func end() { state.withLock { $0.cancel = nil } }

  /// Forgets an old Ctrl-C before a line is read.
  package func forgetInterrupt() { state.withLock { $0.wasInterrupted = false } }

  /// Lets Ctrl-C pass, since a pager has the terminal.
  package func ignore() { state.withLock { $0.isIgnoring = true } }

  /// Takes Ctrl-C seriously again.
  package func heed() { state.withLock { $0.isIgnoring = false } }

  /// Takes a signal.
  ///
  /// - Parameters:
  ///   - signal: Its number.
  ///   - endsProcess: Whether the process ends by it once what runs has stopped.
  /// - Returns: Whether something was stopped.
  package func receive(_ signal: Int32, endsProcess: Bool) -> Reaction {
    let (cancel, insists): ((@Sendable () -> Void)?, Bool) = state.withLock { state in
      if state.isIgnoring, signal == SIGINT { return (nil, false) }
      if endsProcess {
        state.ending = signal
        state.endingCount += 1
      }
      state.wasInterrupted = true
      return (state.cancel, state.endingCount > 2)
    }
    guard let cancel else { return .idle }
    if insists { return .insisted }
    cancel()
    return .cancelled
  }
}
