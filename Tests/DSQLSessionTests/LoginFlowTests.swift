import DSQLClient
import DSQLSession
import Foundation
import HTTPTypes
import Testing

@Suite("Signing in with the browser")
struct LoginFlowTests {
  /// What happens while the login waits.
  ///
  /// In texts, `{state}`, `{port}` and `{redirect}` stand for those of the login.
  enum Step: Sendable {
    case visit(String, method: HTTPRequest.Method = .get, host: String? = nil, status: Int)
    case paste(String)
    case fiveMinutes
    case endOfInput
  }

  struct Case: Sendable {
    var name: String
    var steps: [Step]
    /// The code that is exchanged, or the A-code of the failure and its words.
    var expected: String
  }

  static let good = Step.visit("/callback?code=c1&state={state}", status: 200)

  static let cases: [Case] = [
    Case(name: "good", steps: [good], expected: "c1"),
    Case(
      name: "the port is answered on both families",
      steps: [
        .visit("http://127.0.0.1:{port}/callback?state={state}", status: 400),
        .visit("http://localhost:{port}/callback?code=c1&state={state}", status: 200),
      ],
      expected: "c1"
    ),
    Case(
      name: "favicon first",
      steps: [.visit("/favicon.ico", status: 404), .visit("/", status: 404), good],
      expected: "c1"
    ),
    Case(
      name: "another path",
      steps: [.visit("/callback/?code=c1&state={state}", status: 404), good],
      expected: "c1"
    ),
    Case(
      name: "wrong state, and none",
      steps: [
        .visit("/callback?code=c2&state=x{state}", status: 400),
        .visit("/callback?code=c2&state=", status: 400),
        .visit("/callback?code=c2", status: 400),
        .visit("/callback", status: 400),
        good,
      ],
      expected: "c1"
    ),
    Case(
      name: "an error of another login does not end this one",
      steps: [.visit("/callback?error=access_denied&state=x", status: 400), good],
      expected: "c1"
    ),
    Case(
      name: "the state twice",
      steps: [.visit("/callback?code=c2&state={state}&state=x", status: 400), good],
      expected: "c1"
    ),
    Case(
      name: "wrong host",
      steps: [
        .visit("/callback?code=c2&state={state}", host: "evil.example:{port}", status: 404),
        .visit("/callback?code=c2&state={state}", host: "localhost:1", status: 404),
        .visit("/callback?code=c2&state={state}", host: "localhost", status: 404),
        .visit("/callback?code=c1&state={state}", host: "[::1]:{port}", status: 200),
      ],
      expected: "c1"
    ),
    Case(
      name: "other methods",
      steps: [
        .visit("/callback?code=c2&state={state}", method: .post, status: 404),
        .visit("/callback?code=c2&state={state}", method: .head, status: 404),
        .visit("/callback?code=c2&state={state}", method: .put, status: 404),
        good,
      ],
      expected: "c1"
    ),
    Case(
      name: "another issuer",
      steps: [
        .visit("/callback?code=c2&state={state}&iss=https%3A%2F%2Fevil.example", status: 400),
        .visit(
          "/callback?code=c1&state={state}&iss=https%3A%2F%2Fid.example%2Fidentity_",
          status: 200
        ),
      ],
      expected: "c1"
    ),
    Case(
      name: "declined",
      steps: [.visit("/callback?error=access_denied&state={state}", status: 200)],
      expected: "A14: access_denied the sign-in was declined in the browser"
    ),
    Case(
      name: "another error",
      steps: [
        .visit(
          "/callback?error=temporarily_unavailable&error_description=a%1Bb+c&state={state}",
          status: 200
        )
      ],
      expected: "temporarily_unavailable: ab c UiPath refused the sign-in"
    ),
    Case(
      name: "timed out",
      steps: [.visit("/favicon.ico", status: 404), .fiveMinutes],
      expected: "A10 no answer from the browser after 5 minutes"
    ),
    Case(
      name: "pasted redirect, on another path",
      steps: [.paste(" http://localhost:9/elsewhere?code=c1&state={state}&scope=x#y ")],
      expected: "c1"
    ),
    Case(
      name: "pasted lines that say nothing first",
      steps: [.paste(""), .paste("what?"), .paste("https://x.example/y?z=1"), good],
      expected: "c1"
    ),
    Case(
      name: "the end of the input ends nothing",
      steps: [.endOfInput, good],
      expected: "c1"
    ),
    Case(
      name: "pasted redirect of another login",
      steps: [.paste("{redirect}?code=c1&state=other")],
      expected: "A16 that address belongs to a different login attempt"
    ),
    Case(
      name: "pasted redirect without a state",
      steps: [.paste("{redirect}?code=c1")],
      expected: "A16 that address belongs to a different login attempt"
    ),
    Case(
      name: "pasted refusal",
      steps: [.paste("{redirect}?error=access_denied&state={state}")],
      expected: "A14: access_denied the sign-in was declined in the browser"
    ),
    Case(
      name: "error page: redirect",
      steps: [.paste(page("invalid_request", "Invalid redirect_uri"))],
      expected: "A11: invalid_request: Invalid redirect_uri UiPath refused the redirect URL"
    ),
    Case(
      name: "error page: a scope that is named",
      steps: [.paste(page("invalid_scope", "unknown: DataFabric.Data.Write"))],
      expected: "A13: invalid_scope: unknown: DataFabric.Data.Write"
        + " application app-1 is not registered for: DataFabric.Data.Write"
    ),
    Case(
      name: "error page: some scope",
      steps: [.paste(page("invalid_scope", nil))],
      expected: "A13: invalid_scope application app-1 is not registered for:"
        + " DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write"
    ),
    Case(
      name: "error page: 219",
      steps: [
        .paste("https://id.example/identity_/web/login?errorCode=219&returnUrl=%2Fx&traceId=1")
      ],
      expected: "A15: 219 your browser is signed in as someone who is not a member of this"
        + " organization"
    ),
    Case(
      name: "error page: unknown application",
      steps: [
        .paste(page("unauthorized_client", "Unknown client or client not enabled"))
      ],
      expected: "A18: unauthorized_client: Unknown client or client not enabled"
        + " UiPath does not know application app-1, or the secret is wrong or expired"
    ),
  ]

  /// The address of an error page of the identity server.
  static func page(_ error: String, _ description: String?) -> String {
    let words = description.map { "\"\($0)\"" } ?? "null"
    let json = """
      {"Created":1,"Data":{"Error":"\(error)","ErrorDescription":\(words),"RequestId":"r",\
      "RedirectUri":null,"ClientId":"app-1"}}
      """
    let id = Data(json.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "https://id.example/identity_/web/?errorCode=invalid_request&errorId=\(id)"
  }

  @Test("What the browser or the person brings back decides", arguments: cases)
  func check(_ item: Case) async throws {
    let redirects = try await freeAddresses()
    let terminal = ScriptedTerminal()
    let server = ScriptedServer()
    let (times, time) = AsyncStream<Void>.makeStream()
    let flow = LoginFlow(
      profile: profile(redirects),
      environment: ["DISPLAY": ":0"],
      server: server,
      terminal: terminal,
      openBrowser: { _ in true },
      now: { 1_700_000_000 },
      sleep: { _ in
        for await _ in times { return }
        try Task.checkCancellation()
      }
    )
    async let outcome = outcome(of: flow)
    await terminal.untilItWaits()
    let browser = HTTPTransport()
    for step in item.steps {
      switch step {
      case .visit(let place, let method, let host, let status):
        let address = place.hasPrefix("/") ? "http://127.0.0.1:{port}\(place)" : place
        var request = TransportRequest(method: method, url: filled(address, terminal))
        if let host, let name = HTTPField.Name("Host") {
          request.headers[name] = filled(host, terminal)
        }
        let answer = try await browser.send(request)
        #expect(answer.status == status, "\(place)")
        expectFixedPage(answer, of: terminal)
      case .paste(let text): terminal.type(filled(text, terminal))
      case .fiveMinutes: time.yield()
      case .endOfInput: terminal.endInput()
      }
    }
    let found = await outcome
    await browser.shutdown()
    switch found {
    case .success:
      guard case .code(let code, let redirect, let verifier, nil)? = server.grants.first
      else {
        Issue.record("no code was exchanged")
        return
      }
      #expect(code == item.expected)
      #expect(redirect == terminal.parameter("redirect_uri"))
      #expect(verifier.count == 43)
      #expect(server.grants.count == 1)
    case .failure(let error):
      #expect("\(error.detail ?? "") \(error.message)" == item.expected)
      #expect(server.grants.isEmpty)
    }
  }

  private func expectFixedPage(_ answer: TransportAnswer, of terminal: ScriptedTerminal) {
    let text = String(decoding: answer.body, as: UTF8.self)
    for secret in ["c1", "c2", terminal.parameter("state") ?? "?"] {
      #expect(!text.contains(secret))
    }
    #expect(answer.headers[.cacheControl] == "no-store")
    #expect(answer.headers[.contentSecurityPolicy] == "default-src 'none'")
    let referrer = HTTPField.Name("Referrer-Policy").flatMap { answer.headers[$0] }
    #expect(referrer == "no-referrer")
  }

  private func outcome(of flow: LoginFlow) async -> Result<Credential, SessionError> {
    do {
      return .success(try await flow.run())
    } catch {
      return .failure(error)
    }
  }

  private func filled(_ text: String, _ terminal: ScriptedTerminal) -> String {
    let redirect = terminal.parameter("redirect_uri") ?? ""
    return text.replacing("{state}", with: terminal.parameter("state") ?? "")
      .replacing("{redirect}", with: redirect)
      .replacing("{port}", with: RedirectAddress(redirect).map { String($0.port) } ?? "")
  }

  /// Several, should another test take one in between.
  private func freeAddresses() async throws -> [RedirectAddress] {
    var addresses: [RedirectAddress] = []
    for _ in 0..<3 {
      let port = try await LoopbackPort.free()
      addresses += RedirectAddress("http://localhost:\(port)/callback").map { [$0] } ?? []
    }
    return addresses
  }

  private func profile(_ redirects: [RedirectAddress]) -> Profile {
    Profile(
      name: "acme",
      issuer: "https://id.example/identity_",
      api: "https://id.example",
      organization: "acme",
      tenant: "t",
      clientID: "app-1",
      redirectURIs: redirects
    )
  }

  @Test("Where all ports are taken, on either family, the login says which")
  func portsTaken() async throws {
    try await LoopbackPort.whileTaken { first in
      try await LoopbackPort.whileTaken(on: "::1") { second in
        let redirects = [first, second].compactMap {
          RedirectAddress("http://localhost:\($0)/callback")
        }
        let flow = LoginFlow(
          profile: profile(redirects),
          environment: [:],
          server: ScriptedServer(),
          terminal: ScriptedTerminal(),
          openBrowser: { _ in true }
        )
        guard case .failure(let error) = await outcome(of: flow) else {
          Issue.record("it logged in")
          return
        }
        #expect(error.fault == .portsTaken([first, second]))
      }
    }
  }

  @Test("The next port serves where the first is taken")
  func nextPort() async throws {
    let others = try await freeAddresses()
    try await LoopbackPort.whileTaken { taken in
      let first = try #require(RedirectAddress("http://localhost:\(taken)/callback"))
      let terminal = ScriptedTerminal()
      let flow = LoginFlow(
        profile: profile([first] + others),
        environment: [:],
        server: ScriptedServer(),
        terminal: terminal,
        openBrowser: { _ in true }
      )
      async let outcome = outcome(of: flow)
      await terminal.untilItWaits()
      #expect(terminal.parameter("redirect_uri") != first.text)
      terminal.type(filled("{redirect}?code=c1&state={state}", terminal))
      _ = try await outcome.get()
    }
  }

  @Test("A login that is cancelled gives its port back")
  func cancelled() async throws {
    let redirects = try await freeAddresses()
    for _ in 0..<2 {
      let terminal = ScriptedTerminal()
      let flow = LoginFlow(
        profile: profile(Array(redirects.prefix(1))),
        environment: [:],
        server: ScriptedServer(),
        terminal: terminal,
        openBrowser: { _ in true }
      )
      let task = Task { await outcome(of: flow) }
      await terminal.untilItWaits()
      task.cancel()
      guard case .failure(let error) = await task.value else {
        Issue.record("it logged in")
        return
      }
      #expect(error.message == "the login was cancelled")
    }
  }
}
