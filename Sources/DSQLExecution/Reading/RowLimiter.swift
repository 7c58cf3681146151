import DSQLTypes
import Synchronization

/// Passes over rows, then lets some through, and pulls no more once it has them.
///
/// A class because it counts while its stream is read; a lock guards the counts.
final class RowLimiter: Sendable {
  private struct State {
    var toSkip: Int
    /// Nil lets all through.
    var toPass: Int?
  }

  private let state: Mutex<State>

  init(offset: Int, limit: Int?) {
    state = Mutex(State(toSkip: max(0, offset), toPass: limit.map { max(0, $0) }))
  }

  func limited(_ input: RowBatchStream) -> RowBatchStream {
    RowBatchStream { [self] in
      while !isSatisfied {
        guard let batch = try await input.nextBatch() else { return nil }
        let kept = range(of: batch.rowCount)
        if !kept.isEmpty { return batch.rows(in: kept) }
      }
      return nil
    }
  }

  private var isSatisfied: Bool { state.withLock { $0.toPass == 0 } }

  private func range(of count: Int) -> Range<Int> {
    state.withLock { state in
      let skipped = min(state.toSkip, count)
      state.toSkip -= skipped
      let passed = min(state.toPass ?? .max, count - skipped)
      if let toPass = state.toPass { state.toPass = toPass - passed }
      return skipped..<(skipped + passed)
    }
  }
}
