import Synchronization

/// Holds calls back until a test lets them go, and tells a test when a call has come.
///
/// A class because calls and test share it; a lock guards the lists.
final class Gates: Sendable {
  private struct State {
    var open: Set<String> = []
    var held: [String: [CheckedContinuation<Void, Never>]] = [:]
    var come: Set<String> = []
    var awaited: [String: [CheckedContinuation<Void, Never>]] = [:]
  }

  private let state = Mutex(State())

  /// Waits until the gate of that name is open; a cancelled task passes.
  func pass(_ name: String) async {
    let waiting = state.withLock { state in
      state.come.insert(name)
      return state.awaited.removeValue(forKey: name) ?? []
    }
    for waiter in waiting { waiter.resume() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOpen = state.withLock { state in
          if state.open.contains(name) { return true }
          state.held[name, default: []].append(continuation)
          return false
        }
        if isOpen { continuation.resume() }
      }
    } onCancel: {
      open(name)
    }
  }

  func open(_ name: String) {
    let held = state.withLock { state in
      state.open.insert(name)
      return state.held.removeValue(forKey: name) ?? []
    }
    for continuation in held { continuation.resume() }
  }

  /// Waits until a call has come to the gate of that name.
  func arrival(_ name: String) async {
    await withCheckedContinuation { continuation in
      let hasCome = state.withLock { state in
        if state.come.contains(name) { return true }
        state.awaited[name, default: []].append(continuation)
        return false
      }
      if hasCome { continuation.resume() }
    }
  }

  func hasCome(_ name: String) -> Bool { state.withLock { $0.come.contains(name) } }
}
