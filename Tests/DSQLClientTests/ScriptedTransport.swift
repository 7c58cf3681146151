import DSQLClient
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// A transport that answers from a script; every stub must be used, in order.
final class ScriptedTransport: Transport {
  /// What comes of one request.
  enum Reply: Sendable {
    case answer(Int, String, headers: [String: String] = [:])
    case bytes(Int, [UInt8])
    case failure(TransportError.Code)
    /// Waits until the task is cancelled.
    case never
  }

  struct Stub: Sendable {
    var method: String
    /// The address after the origin.
    var path: String
    var reply: Reply

    init(_ method: String, _ path: String, _ reply: Reply) {
      self.method = method
      self.path = path
      self.reply = reply
    }
  }

  private struct State {
    var stubs: [Stub]
    var requests: [TransportRequest] = []
  }

  private let state: Mutex<State>

  init(_ stubs: [Stub]) { state = Mutex(State(stubs: stubs)) }

  var requests: [TransportRequest] { state.withLock { $0.requests } }
  var unused: [String] { state.withLock { $0.stubs.map { "\($0.method) \($0.path)" } } }

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    let stub: Stub? = state.withLock { state in
      state.requests.append(request)
      return state.stubs.isEmpty ? nil : state.stubs.removeFirst()
    }
    guard let stub else {
      Issue.record("no stub for \(request.method) \(request.url)")
      throw TransportError(.broken, "no stub")
    }
    let path = request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
      .last.map { "/" + $0.drop { $0 != "/" }.dropFirst() }
    #expect(request.method.rawValue == stub.method)
    #expect(path == stub.path)
    switch stub.reply {
    case .answer(let status, let body, let headers):
      var fields = HTTPFields()
      for (name, value) in headers {
        if let name = HTTPField.Name(name) { fields[name] = value }
      }
      return TransportAnswer(status: status, headers: fields, body: Array(body.utf8))
    case .bytes(let status, let body): return TransportAnswer(status: status, body: body)
    case .failure(let code): throw TransportError(code, "scripted \(code)")
    case .never:
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      for await _ in stream {}
      continuation.finish()
      throw TransportError(.cancelled, "cancelled")
    }
  }
}

/// A clock on which every sleep is over at once, and is remembered.
final class RecordingClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration = .zero

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private let state = Mutex((now: Instant(), pauses: [Double]()))

  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .zero }
  /// Seconds of each sleep.
  var pauses: [Double] { state.withLock { $0.pauses } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    state.withLock { state in
      let (seconds, attoseconds) = state.now.duration(to: deadline).components
      state.pauses.append(Double(seconds) + Double(attoseconds) / 1e18)
      state.now = deadline
    }
  }
}

/// A file of the folder `Fixtures`.
func fixture(_ name: String) throws -> String {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures").appending(path: name)
  return try String(contentsOf: url, encoding: .utf8)
}
