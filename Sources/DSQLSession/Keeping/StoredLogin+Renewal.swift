import DSQLAPI
import DSQLClient

// One refresh at a time, whoever asks for it.
extension StoredLogin {
  /// The token of the refresh that runs, or of a new one.
  ///
  /// The refresh goes on where the caller is cancelled.
  func renewal(after refused: AccessToken?) async throws -> AccessToken {
    let ticket = waiters.ticket()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
          return
        }
        waiters.add(continuation, ticket)
        if let refused { rejected = refused }
        guard !isRenewing else { return }
        isRenewing = true
        Task { await self.renew() }
      }
    } onCancel: {
      Task { await self.stopWaiting(ticket) }
    }
  }

  private func stopWaiting(_ ticket: Int) { waiters.cancel(ticket) }

  private func renew() async {
    let result: Result<AccessToken, any Error>
    do throws(SessionError) {
      result = .success(try await renewedToken())
    } catch {
      result = .failure(error.refusal)
    }
    isRenewing = false
    rejected = nil
    waiters.resume(with: result)
  }

  /// Calls: 1, and those of tries that fail; none where another process has renewed the login.
  private func renewedToken() async throws(SessionError) -> AccessToken {
    let lock: any CredentialLock
    do {
      lock = try await store.lock(clock)
    } catch {
      if case .lockHeld? = error.fault, let token = carriedOn(error.message) { return token }
      throw error
    }
    defer { lock.release() }
    var login = try reread()
    // Twice where the server has replaced the token that was kept, and another one is kept now.
    for _ in 0..<2 {
      if let token = adopted(login) { return token }
      let credential = login.credential
      do throws(IdentityError) {
        return keep(try await asked(credential), of: credential).token
      } catch {
        guard case .refused("invalid_grant") = error.kind, credential.kind == .user else {
          return try carriedOn(error, credential)
        }
        let isReplaced = error.followsLoss || doubtful == credential.refreshToken
        if let newer = newer(than: credential) {
          login = HeldLogin(kept: try usable(newer), now: now(), clock: clock)
          continue
        }
        throw end(credential, isReplaced ? .renewalLost : .ended, detail: error.detail)
      }
    }
    throw SessionError(.ended)
  }

  // MARK: What others did

  /// The login as it is kept now, while the lock is held.
  private func reread() throws(SessionError) -> HeldLogin {
    let before = held
    guard let kept = try store.read() else {
      if let before, isUnsaved { return before }
      held = nil
      throw SessionError(.notLoggedIn(profile: profile))
    }
    if let before {
      let isSame =
        kept.generation == before.credential.generation && kept.accessToken == before.token
      if isSame || (isUnsaved && kept.generation < before.credential.generation) { return before }
    }
    isUnsaved = false
    held = nil
    let login = HeldLogin(kept: try usable(kept), now: now(), clock: clock)
    held = login
    return login
  }

  /// The token of a login that need not be renewed.
  private func adopted(_ login: HeldLogin) -> AccessToken? {
    guard login.isFresh, login.token != rejected else { return nil }
    held = login
    return login.token
  }

  /// A login that came to the store while the server was asked for a refusal of an older one.
  private func newer(than credential: Credential) -> Credential? {
    guard let kept = (try? store.read()) ?? nil, !kept.hasEnded, kept.refreshToken != nil,
      kept.refreshToken != credential.refreshToken
    else { return nil }
    return kept
  }

  // MARK: Asking

  private func asked(_ credential: Credential) async throws(IdentityError) -> SignInTokens {
    let secret = credential.clientSecret ?? environmentSecret
    switch credential.kind {
    case .user:
      guard let token = credential.refreshToken else {
        throw IdentityError(.stopped(SessionError(.ended)))
      }
      return try await identity.refresh(token, secret: secret)
    case .application:
      guard let secret else {
        throw IdentityError(.stopped(SessionError(.secretMissing(clientID: credential.clientID))))
      }
      return try await identity.clientCredentials(
        secret: secret,
        scopes: credential.scopes?.names.filter { $0 != ScopeChoice.renewal } ?? []
      )
    case .personalToken: throw IdentityError(.stopped(SessionError(.personalTokenRefused)))
    }
  }

  /// Keeps new tokens, before anybody uses them.
  private func keep(_ tokens: SignInTokens, of old: Credential) -> HeldLogin {
    let claims = TokenClaims(of: tokens.accessToken)
    let time = now()
    var credential = old
    credential.generation += 1
    credential.accessToken = tokens.accessToken
    credential.lifetime = tokens.lifetime ?? claims?.expiry.map { max(0, $0 - time) }
    credential.expires = credential.lifetime.map { time + $0 }
    credential.refreshToken = tokens.refreshToken ?? old.refreshToken
    credential.scopes = tokens.scopes ?? old.scopes
    if let person = claims?.person, person != .init() { credential.person = person }
    let login = HeldLogin(issued: credential, clock: clock)
    held = login
    doubtful = nil
    failure = nil
    forget(.renewal)
    do throws(SessionError) {
      try store.write(credential)
      isUnsaved = false
    } catch {
      isUnsaved = true
      warnOnce(.saving, "the renewed login ends with this session: \(error.message)")
    }
    return login
  }

  // MARK: Failing

  /// Removes the tokens of a login that the server has ended; who it was stays.
  private func end(
    _ credential: Credential,
    _ fault: LoginFault,
    detail: String?
  ) -> SessionError {
    held = nil
    isUnsaved = false
    doubtful = nil
    // Where even that cannot be written, the server refuses the tokens all the same.
    try? store.write(credential.ended())
    return SessionError(fault, detail: detail)
  }

  /// The present token while it is good, or the error in the user's words.
  private func carriedOn(
    _ error: IdentityError,
    _ credential: Credential
  ) throws(SessionError) -> AccessToken {
    if case .lost = error.kind { doubtful = credential.refreshToken }
    failure = Stopwatch(clock)
    let told = error.told(
      clientID: credential.clientID,
      scopes: credential.scopes?.names ?? [],
      address: identity.origin
    )
    if let token = carriedOn(told.message) { return token }
    throw told
  }

  private func carriedOn(_ message: String) -> AccessToken? {
    guard let held, held.isLive, held.token != rejected else { return nil }
    let until =
      held.credential.expires.map { "until \(ClockTime.text(of: $0, in: timeZone))" } ?? "still"
    warnOnce(.renewal, "\(message); your access token is valid \(until), so work continues")
    return held.token
  }
}
