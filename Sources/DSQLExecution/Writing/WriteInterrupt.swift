import Synchronization

/// Lets the second Ctrl-C end the calls of a write that the first one leaves to finish.
///
/// A class because the shell and the calls under way share it; a lock guards the list.
package final class WriteInterrupt: Sendable {
  private struct State {
    var isAborted = false
    var next = 0
    var cancels: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// An interrupt that nobody has asked for.
  package init() {}

  /// Ends the calls of writes under way; what became of their records is then unknown.
  package func abort() {
    let cancels = state.withLock { state in
      state.isAborted = true
      return state.cancels.values.map(\.self)
    }
    for cancel in cancels { cancel() }
  }

  var isAborted: Bool { state.withLock { $0.isAborted } }

  /// Runs a call that the cancellation of the caller's task does not reach.
  func shielded<Found: Sendable>(
    _ body: @escaping @Sendable () async -> Found
  ) async -> Found {
    // A task of its own does not inherit cancellation; it is awaited, so it never outlives this.
    let task = Task { await body() }
    let number = state.withLock { state in
      state.next += 1
      if state.isAborted { task.cancel() }
      state.cancels[state.next] = { task.cancel() }
      return state.next
    }
    let found = await task.value
    state.withLock { $0.cancels[number] = nil }
    return found
  }
}
