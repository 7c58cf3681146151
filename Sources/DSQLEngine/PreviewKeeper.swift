import DSQLExecution
import Synchronization

/// Keeps what a write would have written.
///
/// A class because the executor's question outlives the call that makes it; a lock guards it.
final class PreviewKeeper: Sendable {
  private let state = Mutex<WritePreview?>(nil)

  var preview: WritePreview? { state.withLock { $0 } }

  func keep(_ preview: WritePreview) { state.withLock { $0 = preview } }
}
