import DSQLAPI
import DSQLClient
import Synchronization

/// Passes the calls of a connection on to the delegate of the statement that runs.
///
/// A class because the client keeps it while statements come and go; a lock guards the state.
final class CallRelay: CallObserver {
  private struct State {
    var delegate: (any StatementDelegate)?
    var baseAddress: String?
  }

  private let state = Mutex(State())

  /// What stands before the path of each call, as it was last sent; nil before the first call.
  var baseAddress: String? { state.withLock { $0.baseAddress } }

  /// Passes calls to a delegate while `body` runs.
  func relaying<Outcome>(
    to delegate: any StatementDelegate,
    _ body: () async throws -> Outcome
  ) async rethrows -> Outcome {
    state.withLock { $0.delegate = delegate }
    defer { state.withLock { $0.delegate = nil } }
    return try await body()
  }

  func willSend(_ call: ServiceCall, url: String, attempt: Int) {
    let delegate = state.withLock { state in
      if url.hasSuffix(call.path) { state.baseAddress = String(url.dropLast(call.path.count)) }
      return state.delegate
    }
    delegate?.willSend(method: call.method.rawValue, url: url, body: call.body)
  }

  func didReceive(_ report: CallReport) {}
}
