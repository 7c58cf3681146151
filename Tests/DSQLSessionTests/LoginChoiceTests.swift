import DSQLAPI
import DSQLClient
import Foundation
import Testing

@testable import DSQLSession

@Suite("What a login does before and after the browser")
struct LoginChoiceTests {
  struct Case: Sendable {
    var name: String
    var authentication = Profile.Authentication.user
    var environment: [String: String] = [:]
    var scopes: ScopeChoice = .automatic
    var hasClient = true
    var isInteractive = true
    var isIgnoringEnvironment = false
    var isBrowserOff = false
    var typed: [String] = []
    var answer: Result<SignInTokens, SignInRefusal> = .success(ScriptedServer.full)
    /// What comes of it, or the A-code and the words of what does not.
    var expected: String
    /// A line that is shown.
    var shown: String?
  }

  static let asked = "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write"

  static let cases: [Case] = [
    Case(
      name: "a token of the environment",
      environment: ["DSQL_PAT": "rt_1"],
      expected: "DSQL_PAT is set, so a login would not be used"
    ),
    Case(
      name: "an access token of the environment",
      environment: ["DSQL_ACCESS_TOKEN": "t"],
      expected: "DSQL_ACCESS_TOKEN is set, so a login would not be used"
    ),
    Case(
      name: "a token of the environment that is ignored",
      environment: ["DSQL_ACCESS_TOKEN": "t"],
      isIgnoringEnvironment: true,
      expected: "user app-1 a r \(asked)"
    ),
    Case(
      name: "no client",
      hasClient: false,
      expected: "A03 profile acme has no client_id"
    ),
    Case(
      name: "nobody there",
      isInteractive: false,
      expected: "A02 this run has no terminal to log in with"
    ),
    Case(
      name: "nobody there, who said so",
      isInteractive: false,
      isBrowserOff: true,
      expected: "user app-1 a r \(asked)"
    ),
    Case(
      name: "nobody there, whose environment said so",
      environment: ["DSQL_NO_BROWSER": "1"],
      isInteractive: false,
      expected: "user app-1 a r \(asked)",
      shown: "Open this address in a browser to sign in:"
    ),
    Case(
      name: "the code is refused",
      answer: .failure(.refused(error: "invalid_grant", description: nil)),
      expected: "A17: invalid_grant the sign-in code was already used or too old"
    ),
    Case(
      name: "the application is refused",
      answer: .failure(.refused(error: "invalid_client", description: nil)),
      expected: "A18: invalid_client UiPath does not know application app-1, or the secret is"
        + " wrong or expired"
    ),
    Case(
      name: "no token",
      answer: .failure(.failed(SessionError(.notAToken))),
      expected: "A25 the identity address answered with a web page, not a token"
    ),
    Case(
      name: "fewer scopes, and nothing to renew with",
      answer: .success(
        SignInTokens(
          accessToken: AccessToken("a"),
          lifetime: 3600,
          scopes: GrantedScopes(text: "DataFabric.Data.Read")
        )
      ),
      expected: "user app-1 a - DataFabric.Data.Read",
      shown: "Warning: the login came without DataFabric.Schema.Read DataFabric.Data.Write, which"
        + " was asked for."
    ),
    Case(
      name: "nothing to renew with",
      answer: .success(SignInTokens(accessToken: AccessToken("a"), lifetime: 3600)),
      expected: "user app-1 a - \(asked) offline_access",
      shown: "Warning: the login came without a refresh token, so it ends with its access token."
        + " offline_access must be allowed for application app-1."
    ),
    Case(
      name: "a secret goes along",
      environment: ["DSQL_CLIENT_SECRET": "s"],
      expected: "user app-1 a r \(asked) secret s"
    ),
    Case(
      name: "an application",
      authentication: .application,
      environment: ["DSQL_CLIENT_SECRET": "s"],
      isInteractive: false,
      answer: .success(SignInTokens(accessToken: AccessToken("a"), lifetime: 3600)),
      expected: "application app-1 a - - secret s"
    ),
    Case(
      name: "an application whose secret is typed",
      authentication: .application,
      scopes: .family(.service),
      typed: ["s\n"],
      answer: .success(SignInTokens(accessToken: AccessToken("a"), lifetime: 3600)),
      expected: "application app-1 a - DataService.Schema.Read DataService.Data.Read"
        + " DataService.Data.Write secret s",
      shown: "Secret of application app-1: "
    ),
    Case(
      name: "an application without a secret",
      authentication: .application,
      typed: [""],
      expected: "A04 application app-1 is confidential and its secret is not stored"
    ),
    Case(
      name: "an application that may not",
      authentication: .application,
      environment: ["DSQL_CLIENT_SECRET": "s"],
      answer: .failure(.refused(error: "unauthorized_client", description: nil)),
      expected: "A19: unauthorized_client application app-1 may not log in this way: Data Service"
        + " scopes need a signed-in user"
    ),
    Case(
      name: "an application that may not have scopes of people",
      authentication: .application,
      environment: ["DSQL_CLIENT_SECRET": "s"],
      answer: .failure(
        .refused(
          error: "invalid_request",
          description: "Client=app-1 is not allowed to access User scopes"
        )
      ),
      expected: "A19: invalid_request: Client=app-1 is not allowed to access User scopes"
        + " application app-1 may not log in this way: Data Service scopes need a signed-in user"
    ),
    Case(
      name: "a scope that the application has not",
      authentication: .application,
      environment: ["DSQL_CLIENT_SECRET": "s"],
      scopes: .list(["OR.Default"]),
      answer: .failure(.refused(error: "invalid_scope", description: nil)),
      expected: "A13: invalid_scope application app-1 is not registered for: OR.Default"
    ),
    Case(
      name: "a personal token",
      authentication: .personalToken,
      isInteractive: false,
      typed: [" rt_1\n"],
      expected: "pat app-1 rt_1 - -"
    ),
    Case(
      name: "a personal token without an application",
      authentication: .personalToken,
      hasClient: false,
      typed: ["rt_1"],
      expected: "pat  rt_1 - -",
      shown: "Personal access token: "
    ),
    Case(
      name: "no personal token",
      authentication: .personalToken,
      typed: [""],
      expected: "no personal access token was given"
    ),
    Case(
      name: "two words instead of a personal token",
      authentication: .personalToken,
      typed: ["rt_1 rt_2"],
      expected: "that is not a personal access token: it has blanks in it"
    ),
  ]

  @Test("Each way to sign in, and each refusal of it", arguments: cases)
  func check(_ item: Case) async throws {
    var redirects: [RedirectAddress] = []
    for _ in 0..<3 where item.authentication == .user {
      let port = try await LoopbackPort.free()
      redirects += RedirectAddress("http://localhost:\(port)/callback").map { [$0] } ?? []
    }
    var profile = Profile(
      name: "acme",
      issuer: "https://id.example/identity_",
      api: "https://id.example",
      organization: "acme",
      tenant: "t",
      clientID: item.hasClient ? "app-1" : nil,
      scopes: item.scopes,
      redirectURIs: redirects
    )
    profile.authentication = item.authentication
    var options = LoginFlow.Options()
    options.ignoresEnvironment = item.isIgnoringEnvironment
    options.isBrowserOff = item.isBrowserOff
    options.savesSecret = true
    let terminal = ScriptedTerminal(isInteractive: item.isInteractive, typed: item.typed)
    let server = ScriptedServer(item.answer)
    let flow = LoginFlow(
      profile: profile,
      environment: item.environment,
      options: options,
      server: server,
      terminal: terminal,
      openBrowser: { _ in true },
      now: { 1_700_000_000 }
    )
    let browser = Task {
      await terminal.untilItWaits()
      let redirect = terminal.parameter("redirect_uri") ?? ""
      terminal.type("\(redirect)?code=c&state=\(terminal.parameter("state") ?? "")")
    }
    defer { browser.cancel() }
    let found: String
    do {
      let login = try await flow.run()
      let parts: [String?] = [
        login.kind.rawValue, login.clientID, login.accessToken.secret,
        login.refreshToken?.secret ?? "-", login.scopes?.text ?? "-",
        login.clientSecret.map { "secret \($0.secret)" },
      ]
      found = parts.compactMap { $0 }.joined(separator: " ")
      #expect(login.issuer == profile.issuer)
      #expect(login.generation == 1)
      #expect(login.loggedIn == 1_700_000_000)
      #expect((login.ends == nil) == (login.refreshToken == nil))
    } catch {
      found = (error.detail.map { "\($0) " } ?? "") + error.message
    }
    #expect(found == item.expected)
    let lines = terminal.shown
    if let line = item.shown { #expect(lines.contains(line)) }
    let all = lines.joined(separator: "\n")
    #expect(!all.contains("rt_1"))
    if case .code(_, _, let verifier, _)? = server.grants.first {
      #expect(!all.contains(verifier))
    }
  }

  @Test("The proof key is that of RFC 7636, appendix B")
  func proofKey() {
    let octets: [UInt8] = [
      116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
      105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ]
    let key = ProofKey(octets: octets)
    #expect(key.verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    #expect(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    #expect(ProofKey().verifier.count == 43)
    #expect(ProofKey() != ProofKey())
    #expect("\(ProofKey())" == "<redacted>")
  }

  @Test("The address to begin at has every parameter, percent-encoded")
  func address() {
    let key = ProofKey(octets: Array(repeating: 7, count: 32))
    let address = AuthorizeAddress(
      endpoint: "https://id.example/identity_/connect/authorize",
      clientID: "a-1",
      redirectURI: "http://localhost:12733/callback",
      scopes: ["DataFabric.Data.Read", "offline_access"],
      state: "s~1",
      proofKey: key,
      organizationHint: "ac me"
    )
    #expect(
      address.text == "https://id.example/identity_/connect/authorize?response_type=code"
        + "&client_id=a-1&redirect_uri=http%3A%2F%2Flocalhost%3A12733%2Fcallback"
        + "&scope=DataFabric.Data.Read%20offline_access&state=s~1"
        + "&code_challenge=\(key.challenge)&code_challenge_method=S256"
        + "&acr_values=tenantName%3Aac%20me"
    )
  }

  static let hindrances: [(Bool, [String: String], BrowserOpener.Hindrance?)] = [
    (false, ["DISPLAY": ":0"], nil),
    (false, ["WAYLAND_DISPLAY": "w"], nil),
    (false, [:], .noDisplay),
    (false, ["DISPLAY": ""], .noDisplay),
    (true, ["DISPLAY": ":0"], .option),
    (false, ["DISPLAY": ":0", "DSQL_NO_BROWSER": "1"], .variable),
    (false, ["DISPLAY": ":0", "SSH_CONNECTION": "a"], .remote),
    (false, ["DISPLAY": ":0", "SSH_TTY": "a"], .remote),
  ]

  @Test("A browser is opened only where the user sits", arguments: hindrances)
  func hindrance(_ item: (Bool, [String: String], BrowserOpener.Hindrance?)) {
    #expect(BrowserOpener.hindrance(isSwitchedOff: item.0, environment: item.1) == item.2)
  }

  @Test("The browser gets the address as one argument and none of the secrets")
  func opener() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "xdg-open").path
    let script =
      "#!/bin/sh\necho \"$# $1\" > \"$OUT\"\n/usr/bin/env >> \"$OUT\"\n"
      + "grep SigBlk /proc/self/status >> \"$OUT\"\n"
    try script.write(toFile: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
    let out = folder.appending(path: "out").path
    let (ends, end) = AsyncStream<Void>.makeStream()
    let wasStarted = BrowserOpener.open(
      "https://x.example/?a=$(id)&b='c d'",
      environment: [
        "PATH": "relative:\(folder.path):/usr/bin:/bin", "OUT": out, "DSQL_PAT": "hidden-1",
        "DSQL_ACCESS_TOKEN": "hidden-2", "DSQL_CLIENT_SECRET": "hidden-3", "KEPT": "shown",
      ],
      ended: { end.yield() }
    )
    #expect(wasStarted)
    for await _ in ends { break }
    let text = try String(contentsOfFile: out, encoding: .utf8)
    #expect(text.hasPrefix("1 https://x.example/?a=$(id)&b='c d'\n"))
    #expect(text.contains("KEPT=shown"))
    #expect(!text.contains("hidden"))
    // A browser hears its signals, whatever the thread that started it has blocked.
    #expect(text.contains("SigBlk:\t0000000000000000"), "\(text)")
    #expect(!BrowserOpener.open("https://x.example", environment: ["PATH": folder.path + "x"]))
  }

  @Test("A login is confirmed in a sentence")
  func confirmation() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    var login = Credential(
      kind: .user,
      issuer: "i",
      api: "a",
      organization: "o",
      clientID: "app-1",
      accessToken: AccessToken("t"),
      expires: 1_768_300_000 + 3600,
      lifetime: 3600,
      scopes: GrantedScopes(text: "DataFabric.Data.Read DataFabric.Data.Write offline_access"),
      loggedIn: 1_768_300_000,
      ends: 1_768_300_000 + 60 * 86400,
      person: .init(name: "Ana Diaz", email: "ana@acme.com")
    )
    #expect(
      login.confirmation(profile: "acme", timeZone: zone)
        == "Logged in to acme as Ana Diaz <ana@acme.com> until 14 Mar (60 days)."
        + " Scopes: Data.Read Data.Write."
    )
    login.ends = nil
    #expect(
      login.confirmation(profile: "acme", timeZone: zone)
        == "Logged in to acme as Ana Diaz <ana@acme.com> for 60 minutes."
        + " Scopes: Data.Read Data.Write."
    )
    login.kind = .application
    login.scopes = nil
    #expect(
      login.confirmation(profile: "acme", timeZone: zone)
        == "Logged in to acme as application app-1, without a person."
    )
  }
}
