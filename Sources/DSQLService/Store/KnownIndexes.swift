import Synchronization

/// The indexes of searched columns that need not be looked for again.
///
/// A class, since all reads of a store share it.
final class KnownIndexes: Sendable {
  private let names = Mutex<Set<String>>([])

  func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

  func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }
}
