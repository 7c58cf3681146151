import Synchronization

/// Gives one moment after another; a class because calls of several tasks ask for them.
final class Moments: Sendable {
  private let seconds: Mutex<[Int]>

  init(_ seconds: [Int]) { self.seconds = Mutex(seconds) }

  func next() -> Duration {
    seconds.withLock { $0.count > 1 ? .seconds($0.removeFirst()) : .seconds($0[0]) }
  }
}
