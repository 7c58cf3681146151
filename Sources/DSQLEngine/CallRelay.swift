import DSQLAPI
import DSQLClient
import Synchronization

/// Passes the calls of a connection on to the delegate of the statement that runs.
///
/// A class because the client keeps it while statements come and go; a lock guards the delegate.
final class CallRelay: CallObserver {
  private let state = Mutex<(any StatementDelegate)?>(nil)

  /// Passes calls to a delegate while `body` runs.
  func relaying<Outcome>(
    to delegate: any StatementDelegate,
    _ body: () async throws -> Outcome
  ) async rethrows -> Outcome {
    state.withLock { $0 = delegate }
    defer { state.withLock { $0 = nil } }
    return try await body()
  }

  func willSend(_ call: ServiceCall, url: String, attempt: Int) {
    let delegate = state.withLock { $0 }
    delegate?.willSend(method: call.method.rawValue, url: url, body: call.body)
  }

  func didReceive(_ report: CallReport) {}
}
