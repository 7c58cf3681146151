import DequeModule
import DSQLTypes
import Foundation

/// A bounded queue of batches between a thread that may block and tasks that may not.
///
/// Either side can be the thread: it waits on a condition, while a task is suspended. A class, since
/// both sides share it.
///
/// `@unchecked Sendable`: `state` is touched only under `condition`'s lock.
final class BatchPipe: @unchecked Sendable {
  private struct State {
    var batches: Deque<RowBatch> = []
    /// Nil while batches may come; then how they ended.
    var ending: Result<Void, any Error>?
    /// Whether nobody reads any more.
    var isClosed = false
    /// The task that waits for room, if one does.
    var sender: CheckedContinuation<Void, Never>?
    /// The task that waits for a batch, if one does.
    var receiver: CheckedContinuation<Void, Never>?
  }

  private let condition = NSCondition()
  private let capacity: Int
  private var state = State()

  init(capacity: Int) { self.capacity = capacity }

  /// Adds a batch when there is room.
  ///
  /// - Parameter batch: The batch.
  /// - Returns: False where nobody reads any more, and nothing was added.
  func send(_ batch: RowBatch) async -> Bool {
    while true {
      if let isSent = trySend(batch) { return isSent }
      await withCheckedContinuation { continuation in
        update { state in
          if state.isClosed || state.batches.count < capacity {
            continuation.resume()
          } else {
            state.sender = continuation
          }
        }
      }
    }
  }

  /// The same for a thread.
  func sendBlocking(_ batch: RowBatch) -> Bool {
    condition.lock()
    while !state.isClosed, state.batches.count >= capacity { condition.wait() }
    condition.unlock()
    return trySend(batch) ?? false
  }

  /// Says that no more batches come.
  func finish(_ ending: Result<Void, any Error>) {
    update { $0.ending = $0.ending ?? ending }
  }

  /// Says that nobody reads any more; what waits to send goes on.
  func close() {
    update { state in
      state.isClosed = true
      state.batches = []
      state.ending = state.ending ?? .failure(CancellationError())
    }
  }

  /// The next batch, or nil at the end.
  func receive() async throws -> RowBatch? {
    while true {
      if let received = tryReceive() { return try received.get() }
      await withCheckedContinuation { continuation in
        update { state in
          if state.ending != nil || !state.batches.isEmpty {
            continuation.resume()
          } else {
            state.receiver = continuation
          }
        }
      }
    }
  }

  /// The same for a thread.
  func receiveBlocking() throws -> RowBatch? {
    condition.lock()
    while state.ending == nil, state.batches.isEmpty { condition.wait() }
    condition.unlock()
    return try tryReceive()?.get()
  }

  /// Nil where there is no room.
  private func trySend(_ batch: RowBatch) -> Bool? {
    update { state in
      if state.isClosed { return false }
      if state.batches.count >= capacity { return nil }
      state.batches.append(batch)
      return true
    }
  }

  /// Nil where there is neither a batch nor an end.
  private func tryReceive() -> Result<RowBatch?, any Error>? {
    update { state in
      if let batch = state.batches.popFirst() { return .success(batch) }
      return state.ending?.map { nil }
    }
  }

  /// Changes the state and wakes whoever may go on.
  private func update<Answer>(_ change: (inout State) -> Answer) -> Answer {
    condition.lock()
    let answer = change(&state)
    var woken: [CheckedContinuation<Void, Never>] = []
    if state.isClosed || state.batches.count < capacity, let sender = state.sender {
      woken.append(sender)
      state.sender = nil
    }
    if state.ending != nil || !state.batches.isEmpty, let receiver = state.receiver {
      woken.append(receiver)
      state.receiver = nil
    }
    condition.broadcast()
    condition.unlock()
    for continuation in woken { continuation.resume() }
    return answer
  }
}
