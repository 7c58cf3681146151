import DSQLCatalog
import DSQLEngine
import Synchronization

/// Completes words at the prompt from what the session knows at the moment.
///
/// A class because the editor's thread asks it while the session tells it what has changed; a lock
/// guards that.
final class Completer: Sendable {
  private struct State: Sendable {
    var engine: (any Engine)?
    var context = CompletionContext()
  }

  private let state = Mutex(State())

  /// Tells what has changed since the last line.
  func update(engine: (any Engine)?, context: CompletionContext) {
    state.withLock { $0 = State(engine: engine, context: context) }
  }

  /// What may stand at the cursor of a line.
  func answer(line: String, cursor: Int) -> CompletionAnswer {
    let state = state.withLock { $0 }
    return Completion.answer(
      line: line,
      cursor: cursor,
      catalog: state.engine?.catalogIfLoaded(),
      context: state.context
    )
  }
}
