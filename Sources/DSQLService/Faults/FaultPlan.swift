import Synchronization

/// Faults that the next requests are to meet, in the order in which they were planned.
///
/// A class, since the service takes faults out of the plan while its owner adds others.
///
/// - Source: `identity.md` §9.9, item 8.
package final class FaultPlan: Sendable {
  /// What happens to a request instead of its answer.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// 401, though the token may be good.
    case unauthenticated = "401"
    /// 403, whatever the user may do.
    case forbidden = "403"
    case internalError = "500"
    case unavailable = "503"
    case throttled = "429"
    /// The connection is cut before the request is worked on.
    case cut
    /// The work is done, then the connection is cut.
    case lost
    /// 200 with a page of HTML, as some proxies answer; the request is not worked on.
    case html
  }

  /// When a held request waits.
  package enum Moment: Hashable, Sendable {
    /// Before anything is done.
    case beforeWork
    /// When all is done, but not answered.
    case beforeAnswer
  }

  private struct Planned {
    var pathPart: String
    var fault: Fault
    var passing: Int
    var times: Int
  }

  private struct Gate {
    var pathPart: String
    var moment: Moment
    var times: Int
  }

  private struct State {
    var planned: [Planned] = []
    var gates: [Gate] = []
    /// Those that wait at a gate.
    var held: [AsyncStream<Void>.Continuation] = []
    /// Those that wait until so many requests are held.
    var watchers: [(count: Int, continuation: AsyncStream<Void>.Continuation)] = []
  }

  private let state = Mutex(State())

  /// A plan without faults.
  package init() {}

  /// Whether every fault was met as often as it was planned.
  package var isSpent: Bool { state.withLock { $0.planned.allSatisfy { $0.times == 0 } } }

  /// Plans a fault.
  ///
  /// - Parameters:
  ///   - kind: What happens.
  ///   - pathPart: What the path of a request holds that is to meet it; empty for every request.
  ///   - times: How many requests meet it.
  ///   - passing: How many requests with such a path pass before.
  ///   - retryAfter: The seconds in `Retry-After`; nil sends none.
  package func add(
    _ kind: Kind,
    to pathPart: String,
    times: Int = 1,
    passing: Int = 0,
    retryAfter: Int? = nil
  ) {
    let fault = Fault(kind: kind, retryAfter: retryAfter)
    state.withLock { state in
      state.planned.append(
        Planned(pathPart: pathPart, fault: fault, passing: passing, times: times)
      )
    }
  }

  /// Makes the next requests wait until `release()`.
  ///
  /// - Parameters:
  ///   - pathPart: What the path of a request holds that is to wait; empty for every request.
  ///   - moment: When it waits.
  ///   - times: How many requests wait.
  package func hold(_ pathPart: String, _ moment: Moment = .beforeWork, times: Int = 1) {
    state.withLock { $0.gates.append(Gate(pathPart: pathPart, moment: moment, times: times)) }
  }

  /// Lets the requests go on that are held, and forgets whom else to hold.
  package func release() {
    let held = state.withLock { state in
      defer { (state.held, state.gates) = ([], []) }
      return state.held
    }
    for continuation in held { continuation.finish() }
  }

  /// Waits until so many requests are held.
  ///
  /// - Parameter count: How many.
  package func held(_ count: Int = 1) async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    let isThere = state.withLock { state in
      if state.held.count >= count { return true }
      state.watchers.append((count, continuation))
      return false
    }
    if isThere { return }
    for await _ in stream {}
  }

  /// The fault that a request meets now; the plan has it once less then.
  func take(_ path: Substring) -> Fault? {
    state.withLock { state in
      for index in state.planned.indices
      where state.planned[index].times > 0 && path.contains(state.planned[index].pathPart) {
        if state.planned[index].passing > 0 {
          state.planned[index].passing -= 1
          continue
        }
        state.planned[index].times -= 1
        return state.planned[index].fault
      }
      return nil
    }
  }

  /// Waits where a request is to be held; a cancelled one waits no longer.
  func pass(_ path: Substring, _ moment: Moment) async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    let watchers: [AsyncStream<Void>.Continuation]? = state.withLock { state in
      let found = state.gates.firstIndex { gate in
        gate.moment == moment && gate.times > 0 && path.contains(gate.pathPart)
      }
      guard let found else { return nil }
      state.gates[found].times -= 1
      state.held.append(continuation)
      let count = state.held.count
      let ready = state.watchers.filter { $0.count <= count }.map(\.continuation)
      state.watchers.removeAll { $0.count <= count }
      return ready
    }
    guard let watchers else { return }
    for watcher in watchers { watcher.finish() }
    for await _ in stream {}
  }
}

extension Substring {
  /// Whether a piece stands in it; an empty one stands everywhere.
  fileprivate func contains(_ piece: String) -> Bool {
    piece.isEmpty || !self.ranges(of: piece).isEmpty
  }
}
