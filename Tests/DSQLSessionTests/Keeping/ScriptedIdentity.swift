import DSQLClient
import Foundation
import HTTPTypes
import Synchronization

/// An identity server in memory: refresh tokens are good once, and its next answers can be spoilt.
///
/// A class, since tests look at what it was asked; a lock guards it.
final class ScriptedIdentity: Transport {
  /// What becomes of a token request instead of its answer.
  enum Fault: Sendable {
    /// The request is not seen.
    case unreachable
    /// The work is done and the answer lost.
    case lostAfter
    /// The request is lost before the work is done.
    case lostBefore
    /// No answer ever comes.
    case silent
    /// The work is done when the stream ends.
    case held(AsyncStream<Void>)
    case status(Int, body: String = "", headers: [String: String] = [:])
    /// Something happens elsewhere before the work is done.
    case meanwhile(@Sendable () -> Void)
  }

  struct State {
    var refreshToken = "r1"
    var count = 1
    var faults: [Fault] = []
    var grants: [String] = []
    var requests: [TransportRequest] = []
    var lifetime = "3600"
    var isRevoked = false
    var discovery: String?
    var tokenPath = "/identity_/connect/token"
  }

  static let issuer = "https://id.example/identity_"
  let state: Mutex<State>

  init(_ faults: [Fault] = []) {
    var state = State()
    state.faults = faults
    self.state = Mutex(state)
  }

  /// The grants that were asked for, `refresh r1` for instance, faults included.
  var grants: [String] { state.withLock { $0.grants } }
  var requests: [TransportRequest] { state.withLock { $0.requests } }

  static let document = """
    {"issuer":"\(issuer)","authorization_endpoint":"\(issuer)/connect/authorize",\
    "token_endpoint":"\(issuer)/connect/token","revocation_endpoint":"\(issuer)/connect/revocation",\
    "end_session_endpoint":"\(issuer)/connect/endsession","scopes_supported":["a","b"]}
    """

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    let path = URLComponents(string: request.url)?.path ?? ""
    state.withLock { $0.requests.append(request) }
    if path.hasSuffix("openid-configuration") {
      let text = state.withLock { $0.discovery ?? Self.document }
      return Self.answer(text.isEmpty ? 404 : 200, text)
    }
    let form = Self.form(request.body ?? [])
    if path.hasSuffix("/revocation") {
      state.withLock { state in
        state.grants.append(
          (["revoke", form["token"] ?? ""] + [form["client_secret"]].compactMap(\.self)).joined(
            separator: " "
          )
        )
        state.isRevoked = true
      }
      return Self.answer(200, "")
    }
    guard state.withLock({ $0.tokenPath }) == path else { return Self.answer(404, "nothing here") }
    let fault = state.withLock { state -> Fault? in
      state.grants.append(Self.grant(form))
      return state.faults.isEmpty ? nil : state.faults.removeFirst()
    }
    switch fault {
    case nil: return work(form)
    case .meanwhile(let act):
      act()
      return work(form)
    case .held(let gate):
      for await _ in gate {}
      return work(form)
    case .unreachable:
      throw TransportError(.notConnected, "cannot reach id.example (name not found)")
    case .lostBefore: throw TransportError(.timedOut, "id.example did not answer in time")
    case .lostAfter:
      _ = work(form)
      throw TransportError(.broken, "the connection to id.example broke (closed)")
    case .silent:
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      for await _ in stream {}
      continuation.finish()
      throw TransportError(.cancelled, "cancelled")
    case .status(let status, let body, let headers):
      return Self.answer(status, body, headers)
    }
  }

  private func work(_ form: [String: String]) -> TransportAnswer {
    state.withLock { state in
      let isRefresh = form["grant_type"] == "refresh_token"
      if isRefresh, state.isRevoked || form["refresh_token"] != state.refreshToken {
        return Self.answer(400, #"{"error":"invalid_grant"}"#)
      }
      state.count += 1
      if isRefresh { state.refreshToken = "r\(state.count)" }
      let refresh = isRefresh ? #","refresh_token":"r\#(state.count)""# : ""
      return Self.answer(
        200,
        #"{"access_token":"a\#(state.count)","expires_in":\#(state.lifetime),"#
          + #""token_type":"Bearer"\#(refresh),"scope":"DataService.Data.Read","extra":[1]}"#
      )
    }
  }

  private static func grant(_ form: [String: String]) -> String {
    switch form["grant_type"] {
    case "refresh_token": "refresh \(form["refresh_token"] ?? "")"
    case "client_credentials": "app \(form["client_secret"] ?? "") \(form["scope"] ?? "")"
    case "authorization_code": "code \(form["code"] ?? "")"
    default: "unknown"
    }
  }

  static func form(_ body: [UInt8]) -> [String: String] {
    let pairs = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
      pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0).removingPercentEncoding ?? "" }
    }
    return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { first, _ in first }
  }

  private static func answer(
    _ status: Int,
    _ body: String,
    _ headers: [String: String] = [:]
  ) -> TransportAnswer {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return TransportAnswer(status: status, headers: fields, body: Array(body.utf8))
  }
}
