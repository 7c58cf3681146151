package import DSQLAPI
import HTTPTypes
import Synchronization

/// The Data Service over HTTP.
///
/// A class, because all calls of a connection share what it learns about the service's prefix
/// and versions.
package final class ServiceClient: RecordService {
  let endpoint: ServiceEndpoint
  private let transport: any Transport
  private let tokens: any AccessTokenSource
  private let observer: (any CallObserver)?
  private let clock: any Clock<Duration>
  private let jitter: @Sendable () -> Double
  private let prefix: Mutex<PrefixMemory>
  let wholeReads = Mutex(WholeReadMemory.unknown)
  /// The folder of calls that name none.
  let folderKey: String?

  /// A client for one tenant.
  ///
  /// - Parameters:
  ///   - endpoint: Where the tenant's service is.
  ///   - transport: What sends the requests.
  ///   - tokens: Where access tokens come from.
  ///   - observer: Sees every request and its outcome.
  ///   - clock: Pauses between attempts.
  ///   - jitter: From 0 to 1; spreads the pauses of several clients.
  ///   - folderKey: The folder of calls that name none; nil for the tenant's own level.
  package init(
    endpoint: ServiceEndpoint,
    transport: any Transport,
    tokens: any AccessTokenSource,
    observer: (any CallObserver)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    folderKey: String? = nil
  ) {
    self.endpoint = endpoint
    self.transport = transport
    self.tokens = tokens
    self.observer = observer
    self.clock = clock
    self.jitter = jitter
    self.folderKey = folderKey
    prefix = Mutex(PrefixMemory(endpoint))
  }

  package func scoped(toFolder key: String) -> any RecordService {
    ServiceClient(
      endpoint: endpoint,
      transport: transport,
      tokens: tokens,
      observer: observer,
      clock: clock,
      jitter: jitter,
      folderKey: key
    )
  }

  /// Makes a call and gives its answer, of status 2xx or one of those named.
  func perform(
    _ call: ServiceCall,
    accepting statuses: Set<Int> = []
  ) async throws(ServiceError) -> CallReply {
    var progress = CallProgress(call)
    var token = try await freshToken(progress)
    var chosen = prefix.withLock { $0.current }
    while true {
      if Task.isCancelled { throw progress.failure(.cancelled, "cancelled") }
      let request = request(for: call, token: token, prefix: chosen)
      progress.beginAttempt()
      observer?.willSend(call, url: request.url, attempt: progress.attempts)
      switch await attempt(request) {
      case .failure(let error):
        try await pauseOrThrow(
          .failure(error.code),
          failure: progress.failure(of: error),
          &progress
        )
      case .success(let received):
        // A server may repeat what it was sent.
        let answer = received.isSuccess ? received : received.hiding(token)
        progress.note(answer)
        if answer.isSuccess || statuses.contains(answer.status) {
          if answer.isSuccess, call.isListing { prefix.withLock { $0.settle(chosen) } }
          observer?.didReceive(progress.report)
          return CallReply(answer: answer, report: progress.report)
        }
        if answer.status == 401,
          let renewed = try await renewedToken(token, refusedBy: answer, &progress)
        {
          token = renewed
        } else if answer.status == 404, call.isListing,
          let other = prefix.withLock({ $0.fallback() })
        {
          progress.allowAttempt()
          chosen = other
        } else {
          try await pauseOrThrow(
            .status(answer.status, retryAfter: answer.headers[HTTPField.Name.retryAfter]),
            failure: progress.failure(of: answer),
            &progress
          )
        }
      }
    }
  }

  private func attempt(
    _ request: TransportRequest
  ) async -> Result<TransportAnswer, TransportError> {
    do {
      return .success(try await transport.send(request))
    } catch {
      return .failure(error)
    }
  }

  private func request(
    for call: ServiceCall,
    token: AccessToken,
    prefix: ServicePrefix
  ) -> TransportRequest {
    var headers = HTTPFields()
    headers[.authorization] = "Bearer \(token.secret)"
    headers[.accept] = "application/json"
    if call.body != nil { headers[.contentType] = "application/json" }
    if let folderKey = call.folderKey ?? folderKey, let name = HTTPField.Name("X-UIPATH-FolderKey")
    {
      headers[name] = folderKey
    }
    return TransportRequest(
      method: call.method.wire,
      url: endpoint.url(of: call.path, prefix: prefix),
      headers: headers,
      body: call.body.map { Array($0.utf8) }
    )
  }

  private func pauseOrThrow(
    _ outcome: RetryPolicy.Outcome,
    failure: ServiceError,
    _ progress: inout CallProgress
  ) async throws(ServiceError) {
    let decision = RetryPolicy.decide(
      outcome,
      attempt: progress.countedAttempts,
      effect: progress.call.effect,
      jitter: jitter()
    )
    switch decision {
    case .wait(let seconds):
      if case .status(429, _) = outcome { progress.throttledSeconds += seconds }
      do {
        try await clock.sleep(for: .seconds(seconds))
      } catch {
        throw progress.failure(.cancelled, "cancelled")
      }
    case .giveUp:
      observer?.didReceive(progress.report)
      throw failure
    case .giveUpUnknown:
      observer?.didReceive(progress.report)
      throw progress.unknownOutcome(after: failure)
    }
  }

  private func freshToken(_ progress: CallProgress) async throws(ServiceError) -> AccessToken {
    do {
      return try await tokens.token()
    } catch {
      throw progress.failure(ofTokens: error)
    }
  }

  /// Another token after a 401, once for a call; nil where there is none.
  private func renewedToken(
    _ rejected: AccessToken,
    refusedBy answer: TransportAnswer,
    _ progress: inout CallProgress
  ) async throws(ServiceError) -> AccessToken? {
    if progress.hasRenewed {
      guard let refusal = await tokens.refused(fresh: rejected) else { return nil }
      observer?.didReceive(progress.report)
      throw progress.failure(ofTokens: refusal, after: answer)
    }
    progress.hasRenewed = true
    do {
      guard let renewed = try await tokens.renewed(after: rejected) else { return nil }
      progress.allowAttempt()
      return renewed
    } catch {
      observer?.didReceive(progress.report)
      throw progress.failure(ofTokens: error, after: answer)
    }
  }
}

/// An answer with what it cost.
struct CallReply {
  var answer: TransportAnswer
  var report: CallReport
}

extension TransportAnswer {
  fileprivate var isSuccess: Bool { (200..<300).contains(status) }

  /// The same answer without the token of the request.
  fileprivate func hiding(_ token: AccessToken) -> TransportAnswer {
    let text = String(decoding: body, as: UTF8.self)
    guard text.contains(token.secret) else { return self }
    var result = self
    result.body = Array(Redactor.redacted(text, hiding: [token.secret]).utf8)
    return result
  }
}

extension ServiceCall {
  /// Whether a 404 may mean that the service has its other prefix.
  fileprivate var isListing: Bool { self == .listEntities || self == .listChoiceSets }
}

extension ServiceCall.Method {
  fileprivate var wire: HTTPRequest.Method {
    switch self {
    case .get: .get
    case .post: .post
    case .patch: .patch
    case .delete: .delete
    }
  }
}
