import Synchronization

/// What the log is to tell of one request besides its answer.
///
/// A class, since the request's context is copied on its way inward.
final class RequestNotes: Sendable {
  private struct State {
    var user: String?
    var warnings: [String] = []
  }

  private static let mostWarnings = 20

  private let state = Mutex(State())

  /// Who sent the request, once that is known.
  var user: String? {
    get { state.withLock { $0.user } }
    set { state.withLock { $0.user = newValue } }
  }

  var warnings: [String] { state.withLock { $0.warnings } }

  /// Adds a warning; the records of a batch may all give the same one.
  func warn(_ text: String) {
    state.withLock { state in
      guard state.warnings.count < Self.mostWarnings, !state.warnings.contains(text) else { return }
      state.warnings.append(text)
    }
  }
}
