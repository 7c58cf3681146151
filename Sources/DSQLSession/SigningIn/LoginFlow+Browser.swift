import DSQLAPI

extension LoginFlow {
  /// Signs a person in: shows where, waits for the browser to come back or for an address that the
  /// person pastes, and exchanges the code.
  func signInPerson() async throws(SessionError) -> Credential {
    let clientID = try clientID()
    guard terminal.isInteractive || options.isBrowserOff || isSet("DSQL_NO_BROWSER") else {
      throw SessionError(.noTerminal)
    }
    let offer = try await server.offer()
    let scopes = profile.scopes.names(offered: offer.scopes, isRenewable: true)
    let proofKey = ProofKey()
    let check = AnswerCheck(state: ProofKey.randomText(), issuer: profile.issuer)
    let returned: (redirectURI: String, answer: RedirectAnswer)
    do {
      returned = try await RedirectListener.listening(on: profile.redirectURIs, check: check) {
        address,
        answers in
        let start = AuthorizeAddress(
          endpoint: offer.authorizationEndpoint,
          clientID: clientID,
          redirectURI: address.text,
          scopes: scopes,
          state: check.state,
          proofKey: proofKey,
          organizationHint: options.givesOrganizationHint ? profile.organization : nil
        )
        await invite(to: start, port: address.port)
        let context = SignInContext(
          clientID: clientID,
          redirectURI: address.text,
          scopes: scopes
        )
        return (address.text, try await wait(for: answers, check, context))
      }
    } catch let error as SessionError {
      throw error
    } catch {
      throw Self.cancelled
    }
    let context = SignInContext(
      clientID: clientID,
      redirectURI: returned.redirectURI,
      scopes: scopes
    )
    let code: String
    switch returned.answer {
    case .code(let found): code = found
    case .refused(let error, let description):
      throw context.fault(error: error, description: description)
    }
    let secret = environmentSecret
    let tokens = try await tokens(
      for: .code(
        code,
        redirectURI: returned.redirectURI,
        verifier: proofKey.verifier,
        secret: secret
      ),
      clientID: clientID,
      context
    )
    let login = credential(.user, clientID, tokens, asked: scopes, secret: secret)
    await warn(of: login, asked: scopes)
    return login
  }

  private func invite(to start: AuthorizeAddress, port: Int) async {
    let hindrance = BrowserOpener.hindrance(
      isSwitchedOff: options.isBrowserOff,
      environment: environment
    )
    let isOpen = hindrance == nil && openBrowser(start.text)
    await terminal.show(
      isOpen ? "Your browser opens this address:" : "Open this address in a browser to sign in:"
    )
    await terminal.show(start.text)
    if !isOpen {
      await terminal.show(
        "If that browser is on another machine, run there first: ssh -L "
          + "\(port):localhost:\(port) <host>; or paste the address that it ends at."
      )
    }
    await terminal.show(
      "Waiting for the browser. If it shows an error page, paste that page's address here."
    )
  }

  private enum Outcome: Sendable {
    case answer(RedirectAnswer)
    case failed(SessionError)
    /// One way is closed; another may still bring an answer.
    case closed
  }

  private func wait(
    for answers: AsyncStream<RedirectAnswer>,
    _ check: AnswerCheck,
    _ context: SignInContext
  ) async throws -> RedirectAnswer {
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      defer { group.cancelAll() }
      group.addTask {
        for await answer in answers { return .answer(answer) }
        return .closed
      }
      group.addTask { await pasted(check, context) }
      group.addTask {
        try await sleep(Self.patience)
        return .failed(SessionError(.browserTimedOut))
      }
      while let outcome = try await group.next() {
        switch outcome {
        case .answer(let answer): return answer
        case .failed(let error): throw error
        case .closed: continue
        }
      }
      throw SessionError(.browserTimedOut)
    }
  }

  /// Reads lines until one of them is an address that says something.
  private func pasted(_ check: AnswerCheck, _ context: SignInContext) async -> Outcome {
    while !Task.isCancelled, let line = try? await terminal.readHiddenLine(prompt: nil) {
      if line.allSatisfy(\.isWhitespace) { continue }
      switch PastedAddress(line, check: check) {
      case .answer(let answer): return .answer(answer)
      case .foreign: return .failed(SessionError(.foreignAnswer))
      case .errorPage(let error, let description):
        return .failed(context.fault(error: error, description: description))
      case .unknown:
        await terminal.show(
          "That is no address of this login. Paste the whole address that the browser shows."
        )
      }
    }
    return .closed
  }

  private func warn(of login: Credential, asked: [String]) async {
    let held = Set(login.scopes?.names ?? [])
    let missing = asked.filter { $0 != ScopeChoice.renewal && !held.contains($0) }
    if !missing.isEmpty {
      await terminal.show(
        "Warning: the login came without \(missing.joined(separator: " ")), which was asked for."
      )
    }
    if login.refreshToken == nil {
      await terminal.show(
        "Warning: the login came without a refresh token, so it ends with its access token. "
          + "offline_access must be allowed for application \(login.clientID)."
      )
    }
  }
}
