import Synchronization

/// A clock that moves when it is told, and by the short pauses of those who use it.
///
/// A pause shorter than a try may take is over at once, and the clock has moved by it; a longer one
/// is a limit, which only ends when the test lets that much time pass.
///
/// A class, since all who use it see the same time; a lock guards it.
final class TestClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration = .zero

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private struct State {
    var now = Instant()
    var pauses: [Duration] = []
    var isHurried = false
    var isStill = false
  }

  private let state = Mutex(State())
  private let longestPause: Duration

  init(longestPause: Duration = .seconds(9)) { self.longestPause = longestPause }

  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .zero }
  /// The pauses that were made, without the limits.
  var pauses: [Duration] { state.withLock { $0.pauses } }

  func advance(by duration: Duration) {
    state.withLock { $0.now = $0.now.advanced(by: duration) }
  }

  /// Lets limits pass too, as soon as they are set.
  func hurry(_ isHurried: Bool = true) { state.withLock { $0.isHurried = isHurried } }

  /// Lets short pauses be over at once without moving the clock, where others are waited for.
  func keepStill() { state.withLock { $0.isStill = true } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    let isOver = state.withLock { state in
      let pause = state.now.duration(to: deadline)
      guard pause <= longestPause || state.isHurried else { return false }
      if pause <= longestPause { state.pauses.append(pause) }
      if !state.isStill || pause > longestPause { state.now = max(state.now, deadline) }
      return true
    }
    if isOver {
      await Task.yield()
      return
    }
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    for await _ in stream {}
    continuation.finish()
    throw CancellationError()
  }
}
