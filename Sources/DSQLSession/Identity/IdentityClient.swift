package import DSQLClient
import HTTPTypes

/// The identity server of a profile, asked by an application.
///
/// - Source: `identity.md` §2, §5.2 and §9.3.
package struct IdentityClient: Sendable {
  /// Of one try.
  static let longestTry = Duration.seconds(15)
  /// Of all tries together: less than others wait for the lock.
  static let longestOfAll = Duration.seconds(40)
  /// Where the server does not say how long to wait.
  private static let pauses = [1, 2, 4]

  package let issuer: String
  package let clientID: String
  let clock: any Clock<Duration>
  let now: @Sendable () -> Int64
  let discovery: any DiscoveryStore
  private let transport: any Transport

  /// A client that has asked nothing yet.
  ///
  /// - Parameters:
  ///   - issuer: The address of the server, exactly as it calls itself.
  ///   - clientID: The application.
  ///   - transport: What sends the requests.
  ///   - discovery: Where discovery documents are kept.
  ///   - clock: Measures how long tries take, and pauses between them.
  ///   - now: Seconds since 1970.
  package init(
    issuer: String,
    clientID: String,
    transport: any Transport,
    discovery: any DiscoveryStore,
    clock: any Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Int64 = WallClock.seconds
  ) {
    self.issuer = issuer
    self.clientID = clientID
    self.discovery = discovery
    self.clock = clock
    self.now = now
    self.transport =
      ServerAddress(url: issuer).map { PinnedTransport(transport, to: $0) } ?? transport
  }

  /// The server's address, for messages.
  package var origin: String { ServerAddress(url: issuer)?.origin ?? issuer }

  /// A new pair of tokens for a refresh token, which is of no use afterwards.
  ///
  /// An answer that is lost is asked for once more, with the same token.
  package func refresh(
    _ token: RefreshToken,
    secret: ClientSecret? = nil
  ) async throws(IdentityError) -> SignInTokens {
    var fields = [
      ("grant_type", "refresh_token"), ("client_id", clientID), ("refresh_token", token.secret),
    ]
    if let secret { fields.append(("client_secret", secret.secret)) }
    return try await tokens(
      fields,
      hiding: [token.secret, secret?.secret].compactMap { $0 },
      repeatsLost: true
    )
  }

  /// A token for the application by itself.
  package func clientCredentials(
    secret: ClientSecret,
    scopes: [String]
  ) async throws(IdentityError) -> SignInTokens {
    var fields = [
      ("grant_type", "client_credentials"), ("client_id", clientID),
      ("client_secret", secret.secret),
    ]
    if !scopes.isEmpty { fields.append(("scope", scopes.joined(separator: " "))) }
    return try await tokens(fields, hiding: [secret.secret], repeatsLost: true)
  }

  /// The first tokens of a login in the browser; the code is good once, so a lost answer stays lost.
  package func exchange(
    code: String,
    redirectURI: String,
    verifier: String,
    secret: ClientSecret? = nil
  ) async throws(IdentityError) -> SignInTokens {
    var fields = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("client_id", clientID), ("code_verifier", verifier),
    ]
    if let secret { fields.append(("client_secret", secret.secret)) }
    return try await tokens(
      fields,
      hiding: [code, verifier, secret?.secret].compactMap { $0 },
      repeatsLost: false
    )
  }

  /// Tells the server that a refresh token is not needed any more.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - secret: The application's, where it has one.
  /// - Returns: Whether the server offers that.
  /// - Throws: What hindered it.
  package func revoke(
    _ token: RefreshToken,
    secret: ClientSecret? = nil
  ) async throws(IdentityError) -> Bool {
    guard let address = try await knownEndpoints().revocation else { return false }
    var fields = [
      ("token", token.secret), ("token_type_hint", "refresh_token"), ("client_id", clientID),
    ]
    if let secret { fields.append(("client_secret", secret.secret)) }
    let known = [token.secret, secret?.secret].compactMap { $0 }
    let answer = try await post(fields, to: address, within: Self.longestTry)
    guard (200..<300).contains(answer.status) else {
      throw TokenAnswer.refusal(answer, hiding: known)
    }
    return true
  }

  // MARK: Tries

  private func tokens(
    _ fields: [(String, String)],
    hiding known: [String],
    repeatsLost: Bool
  ) async throws(IdentityError) -> SignInTokens {
    let watch = Stopwatch(clock)
    var address = try await knownEndpoints().token
    var isRepeated = false
    var wasLost = false
    var failures = 0
    var hasAskedAgain = false
    while true {
      do throws(IdentityError) {
        let answer = try await post(
          fields,
          to: address,
          within: min(Self.longestTry, Self.longestOfAll - watch.elapsed)
        )
        if answer.status == 404, !hasAskedAgain {
          // The server may have moved its endpoints since it was asked for them.
          hasAskedAgain = true
          let found = try await knownEndpoints(isStale: true).token
          if found != address {
            address = found
            continue
          }
        }
        return try TokenAnswer.tokens(in: answer, hiding: known)
      } catch {
        var error = error
        if case .lost = error.kind { wasLost = true }
        error.followsLoss = wasLost
        let pause: Int
        switch error.kind {
        case .lost where repeatsLost && !isRepeated, .unreachable where !isRepeated:
          isRepeated = true
          pause = 0
        case .throttled(let seconds):
          pause = seconds > 0 ? seconds : Self.pauses[min(failures, Self.pauses.count - 1)]
          error.kind = .throttled(seconds: pause)
          failures += 1
        case .failed:
          pause = Self.pauses[min(failures, Self.pauses.count - 1)]
          failures += 1
        case .refused, .unreachable, .lost, .notAToken, .stopped: throw error
        }
        guard failures < Self.pauses.count,
          watch.elapsed + .seconds(pause) < Self.longestOfAll
        else { throw error }
        if pause > 0 { try await wait(pause) }
      }
    }
  }

  private func wait(_ seconds: Int) async throws(IdentityError) {
    do {
      try await clock.sleep(for: .seconds(seconds))
    } catch {
      throw IdentityError(.unreachable(reason: "cancelled"))
    }
  }

  private func post(
    _ fields: [(String, String)],
    to address: String,
    within limit: Duration
  ) async throws(IdentityError) -> TransportAnswer {
    var headers = HTTPFields()
    headers[.contentType] = "application/x-www-form-urlencoded"
    headers[.accept] = "application/json"
    return try await send(
      TransportRequest(
        method: .post,
        url: address,
        headers: headers,
        body: FormBody.bytes(fields.map { (name: $0.0, value: $0.1) })
      ),
      within: limit
    )
  }

  /// Sends a request and waits no longer than it may take.
  func send(
    _ request: TransportRequest,
    within limit: Duration
  ) async throws(IdentityError) -> TransportAnswer {
    if let target = ServerAddress(url: request.url) {
      do {
        try TokenRoute.check(target)
      } catch {
        throw IdentityError(.stopped(error))
      }
    }
    let transport = transport
    let clock = clock
    let answer = await withTaskGroup(
      of: Result<TransportAnswer, TransportError>?.self
    ) { group in
      group.addTask {
        do throws(TransportError) {
          return .success(try await transport.send(request))
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        try? await clock.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
    switch answer {
    case .success(let answer)?: return answer
    case .failure(let error)?:
      switch error.code {
      case .notConnected, .refusedAddress:
        throw IdentityError(.unreachable(reason: error.reason))
      case .timedOut, .broken: throw IdentityError(.lost(reason: error.reason))
      case .cancelled: throw IdentityError(.lost(reason: "cancelled"))
      }
    case nil: throw IdentityError(.lost(reason: "no answer in time"))
    }
  }
}
