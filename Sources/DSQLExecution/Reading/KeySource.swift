import DSQLTypes
import Synchronization

/// The rows of an input whose keys decide what is read of others.
///
/// A task of its own pulls them: one batch when the reader wants it, all once keys are wanted. What
/// comes before the reader asks is kept for it, so that the inputs may be read in any order. A class
/// because the task, the reader and those who wait for keys share it; a lock guards the state.
final class KeySource: InputDriver {
  private struct State {
    var kept: [RowBatch] = []
    /// How many of the kept batches the reader has had.
    var taken = 0
    var isWanted = false
    var lists: [KeyList]
    /// The lists that are wanted.
    var wanted: Set<Int> = []
    var end: Result<Void, any Error>?

    var isPulled: Bool { isWanted || wanted.contains { !lists[$0].isTooLong } }

    mutating func take() -> RowBatch? {
      guard taken < kept.count else { return nil }
      let batch = kept[taken]
      taken += 1
      if taken == kept.count {
        kept = []
        taken = 0
      } else {
        kept[taken - 1] = .empty(batch.schema)
      }
      return batch
    }
  }

  private let source: RowBatchStream
  private let state: Mutex<State>
  private let driverSignal = Signal()
  private let readerSignal = Signal()
  private let listSignals: [Signal]

  init(_ source: RowBatchStream, lists: [KeyList]) {
    self.source = source
    state = Mutex(State(lists: lists))
    listSignals = lists.map { _ in Signal() }
  }

  /// The rows, for one reader.
  var stream: RowBatchStream { RowBatchStream { [self] in try await next() } }

  /// Reads on until a list is known, whatever the reader does.
  func want(_ list: Int) {
    state.withLock { _ = $0.wanted.insert(list) }
    driverSignal.raise()
  }

  /// The keys of a list once it is known, without reading on for it; nil where they are too many.
  ///
  /// One task waits for each list. Throws what the source threw.
  func keys(_ list: Int) async throws -> [KeyList.Key]? {
    while true {
      try Task.checkCancellation()
      let known: Result<[KeyList.Key]?, any Error>? = state.withLock { state in
        if state.lists[list].isTooLong { return .success(nil) }
        return state.end?.map { state.lists[list].keys }
      }
      if let known { return try known.get() }
      await listSignals[list].wait()
    }
  }

  func run() async {
    while !Task.isCancelled {
      let (isEnded, isPulled) = state.withLock { ($0.end != nil, $0.isPulled) }
      if isEnded { return }
      guard isPulled else {
        await driverSignal.wait()
        continue
      }
      do {
        let batch = try await source.nextBatch()
        take(batch)
      } catch {
        end(.failure(error))
      }
    }
  }

  func close() { end(.failure(CancellationError())) }

  private func next() async throws -> RowBatch? {
    while true {
      try Task.checkCancellation()
      let found: Result<RowBatch?, any Error>? = state.withLock { state in
        if let batch = state.take() { return .success(batch) }
        if let end = state.end { return end.map { nil } }
        state.isWanted = true
        return nil
      }
      if let found { return try found.get() }
      driverSignal.raise()
      await readerSignal.wait()
    }
  }

  private func take(_ batch: RowBatch?) {
    guard let batch else { return end(.success(())) }
    state.withLock { state in
      for list in state.lists.indices { state.lists[list].add(batch) }
      state.kept.append(batch)
      state.isWanted = false
    }
    raise()
  }

  private func end(_ result: Result<Void, any Error>) {
    state.withLock { state in
      if state.end == nil { state.end = result }
    }
    raise()
  }

  private func raise() {
    readerSignal.raise()
    for signal in listSignals { signal.raise() }
    driverSignal.raise()
  }
}
