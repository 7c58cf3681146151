import Synchronization

/// How far one reader of a store has come: the last row it has, nil at the end.
///
/// A class, since a stream's function keeps it between its calls; a lock guards it.
final class ReadingPlace: Sendable {
  private let state = Mutex<Int64?>(0)

  var value: Int64? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
