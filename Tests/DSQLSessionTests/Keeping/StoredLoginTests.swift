import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Synchronization
import Testing

@Suite("A stored login is kept good")
struct StoredLoginTests {
  /// What becomes of a refresh.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var faults: [ScriptedIdentity.Fault]
    /// Seconds that the access token is good for when it is asked for.
    var left: Int64 = 0
    var outcome: String
    var grants: [String]
    /// Tokens in the store afterwards: access and refresh, or `ended`.
    var kept = "a1 r1"
    var warnings: [String] = []
    var testDescription: String { name }
  }

  static let carriesOn = "; your access token is valid until 16:04, so work continues"
  static let unreachable = "A23 cannot reach https://id.example"

  static let cases: [Case] = [
    Case(name: "good", faults: [], outcome: "a2", grants: ["refresh r1"], kept: "a2 r2"),
    Case(name: "fresh", faults: [], left: 301, outcome: "a1", grants: []),
    Case(
      name: "ahead",
      faults: [],
      left: 299,
      outcome: "a2",
      grants: ["refresh r1"],
      kept: "a2 r2"
    ),
    Case(
      name: "refused",
      faults: [.status(400, body: #"{"error":"invalid_grant"}"#)],
      left: 200,
      outcome: "A20 your login has ended (60 days, a sign-out in the browser, or an administrator)",
      grants: ["refresh r1"],
      kept: "ended"
    ),
    Case(
      name: "lost once, before the work",
      faults: [.lostBefore],
      outcome: "a2",
      grants: ["refresh r1", "refresh r1"],
      kept: "a2 r2"
    ),
    Case(
      name: "lost after the work",
      faults: [.lostAfter],
      outcome: "A21 the connection broke while your login was being renewed, and UiPath has "
        + "already replaced it",
      grants: ["refresh r1", "refresh r1"],
      kept: "ended"
    ),
    Case(
      name: "lost twice",
      faults: [.lostBefore, .lostBefore],
      outcome: "\(unreachable) (id.example did not answer in time)",
      grants: ["refresh r1", "refresh r1"]
    ),
    Case(
      name: "lost twice, token good",
      faults: [.lostBefore, .lostBefore],
      left: 250,
      outcome: "a1",
      grants: ["refresh r1", "refresh r1"],
      warnings: [
        "cannot reach https://id.example (id.example did not answer in time)\(carriesOn)"
      ]
    ),
    Case(
      name: "unreachable",
      faults: [.unreachable, .unreachable],
      outcome: "\(unreachable) (name not found)",
      grants: ["refresh r1", "refresh r1"]
    ),
    Case(
      name: "503, then good",
      faults: [.status(503)],
      outcome: "a2",
      grants: ["refresh r1", "refresh r1"],
      kept: "a2 r2"
    ),
    Case(
      name: "503",
      faults: [.status(503), .status(503), .status(503)],
      outcome: "\(unreachable) (HTTP status 503)",
      grants: ["refresh r1", "refresh r1", "refresh r1"]
    ),
    Case(
      name: "503, token good",
      faults: [.status(503), .status(503), .status(503)],
      left: 250,
      outcome: "a1",
      grants: ["refresh r1", "refresh r1", "refresh r1"],
      warnings: ["cannot reach https://id.example (HTTP status 503)\(carriesOn)"]
    ),
    Case(
      name: "429",
      faults: [.status(429, headers: ["Retry-After": "90"])],
      outcome: "A24 UiPath is limiting sign-in requests for your organization",
      grants: ["refresh r1"]
    ),
    Case(
      name: "web page",
      faults: [.status(200, body: "<html>Sign in</html>")],
      outcome: "A25 the identity address answered with a web page, not a token",
      grants: ["refresh r1"]
    ),
    Case(
      name: "unknown application",
      faults: [.status(400, body: #"{"error":"invalid_client"}"#)],
      left: 250,
      outcome: "a1",
      grants: ["refresh r1"],
      warnings: [
        "UiPath does not know application c1, or the secret is wrong or expired\(carriesOn)"
      ]
    ),
  ]

  @Test("Each outcome of a refresh", arguments: cases)
  func check(_ item: Case) async throws {
    // The end of the token is 16:04:10 where it is still good for 250 seconds.
    let fixture = try LoginFixture(
      item.faults,
      credential: LoginFixture.credential(
        expiresIn: item.left
      )
    )
    let login = try fixture.login()
    #expect(await LoginFixture.outcome { try await login.token() } == item.outcome)
    #expect(fixture.server.grants == item.grants)
    #expect(try Self.kept(fixture) == item.kept)
    #expect(fixture.warnings.all == item.warnings)
  }

  static func kept(_ fixture: LoginFixture) throws -> String {
    guard let kept = try fixture.store.read() else { return "none" }
    if kept.hasEnded { return kept.person.name == "Ana" ? "ended" : "empty" }
    return "\(kept.accessToken.secret) \(kept.refreshToken?.secret ?? "-")"
  }

  @Test("Fifty calls across the end of a token ask for one refresh")
  func concurrency() async throws {
    let fixture = try LoginFixture(credential: LoginFixture.credential(expiresIn: 400))
    let login = try fixture.login()
    #expect(try await login.token() == AccessToken("a1"))
    fixture.pass(200)
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await login.token().secret } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tokens == ["a2"])
    #expect(fixture.server.grants == ["refresh r1"])
  }

  @Test("Fifty calls whose token was refused ask for one refresh")
  func refusedTogether() async throws {
    let fixture = try LoginFixture()
    let login = try fixture.login()
    let old = try await login.token()
    let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<50 { group.addTask { try await login.renewed(after: old)?.secret } }
      return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(tokens == ["a2"])
    #expect(fixture.server.grants == ["refresh r1"])
  }

  @Test("Eight logins on one file across the end of a token ask for one refresh")
  func sharedFile() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let key = CredentialKey(issuer: "i", organization: "o", clientID: "c", profile: "p")
    let fixture = try LoginFixture(
      store: FileCredentialStore(folder: "\(folder.path)/credentials", key: key),
      credential: LoginFixture.credential(expiresIn: 10)
    )
    fixture.clock.keepStill()
    let logins = try (0..<8).map { _ in try fixture.login() }
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for login in logins { group.addTask { try await login.token().secret } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tokens == ["a2"])
    #expect(fixture.server.grants == ["refresh r1"])
  }

  @Test("A newer login on disk is adopted in place of one that is refused")
  func adoption() async throws {
    let store = MemoryCredentialStore()
    let newer = { @Sendable in
      var newer = LoginFixture.credential(refreshToken: "r9")
      newer.generation = 9
      newer.accessToken = AccessToken("a9")
      try? store.write(newer)
    }
    let fixture = try LoginFixture(
      [.meanwhile(newer)],
      store: store,
      credential: LoginFixture.credential(expiresIn: 0)
    )
    fixture.server.state.withLock { $0.refreshToken = "r9" }
    #expect(try await fixture.login().token() == AccessToken("a9"))
    #expect(fixture.server.grants == ["refresh r1"])
    #expect(try Self.kept(fixture) == "a9 r9")
  }

  @Test("The login of somebody else is not taken up before the user says so")
  func otherPerson() async throws {
    let store = MemoryCredentialStore()
    let fixture = try LoginFixture([], store: store, credential: LoginFixture.credential())
    let login = try fixture.login()
    #expect(try await login.token() == AccessToken("a1"))
    var other = LoginFixture.credential(expiresIn: 7_000, refreshToken: "r9")
    other.generation = 9
    other.accessToken = AccessToken("a9")
    other.person = .init(name: "Rena", email: "rena@acme.com", subject: "u2")
    try store.write(other)
    fixture.pass(3_500)
    let refusal = await #expect(throws: LoginRefusal.self) { try await login.token() }
    #expect(refusal?.message.contains("is now logged in as rena@acme.com") == true)
    #expect(fixture.server.grants.isEmpty)
    await login.reconnect()
    #expect(try await login.token() == AccessToken("a9"))
  }

  @Test("A cancelled call gives up waiting, and the refresh is kept all the same")
  func cancellation() async throws {
    let (gate, opening) = AsyncStream<Void>.makeStream()
    let fixture = try LoginFixture(
      [.held(gate)],
      credential: LoginFixture.credential(expiresIn: 0)
    )
    let login = try fixture.login()
    let call = Task { try await login.token() }
    while fixture.server.grants.isEmpty { await Task.yield() }
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    async let next = login.token()
    opening.finish()
    #expect(try await next == AccessToken("a2"))
    #expect(fixture.server.grants == ["refresh r1"])
    #expect(try Self.kept(fixture) == "a2 r2")
  }

  @Test("A server that never answers is waited for twice a quarter of a minute")
  func silence() async throws {
    let fixture = try LoginFixture(
      [.silent, .silent],
      credential: LoginFixture.credential(expiresIn: 0)
    )
    fixture.clock.hurry()
    let begin = fixture.clock.now
    #expect(
      await LoginFixture.outcome { try await fixture.login().token() }
        == "A23 cannot reach https://id.example (no answer in time)"
    )
    #expect(begin.duration(to: fixture.clock.now) >= .seconds(30))
    #expect(fixture.server.grants.count == 2)
  }

  @Test("A second refusal of a new token opens the breaker until the user acts")
  func breaker() async throws {
    let fixture = try LoginFixture()
    let login = try fixture.login()
    let old = try await login.token()
    let fresh = try #require(try await login.renewed(after: old))
    let refusal = await login.refused(fresh: fresh)
    #expect(refusal?.message == "UiPath rejected a token it has just issued")
    for _ in 0..<2 {
      let outcome = await LoginFixture.outcome { try await login.token() }
      #expect(outcome == "A31 UiPath rejected a token it has just issued")
    }
    #expect(fixture.server.grants == ["refresh r1"])
    await login.reconnect()
    #expect(try await login.token() == fresh)
    // A login elsewhere closes it too.
    _ = await login.refused(fresh: fresh)
    try await fixture.store.save(LoginFixture.credential(), clock: fixture.clock)
    #expect(try await login.token() == AccessToken("a1"))
  }

  @Test("While the server fails a good token is used, and it is asked again only later")
  func rest() async throws {
    let fixture = try LoginFixture(
      Array(repeating: .status(503), count: 6),
      credential: LoginFixture.credential(expiresIn: 250)
    )
    let login = try fixture.login()
    for _ in 0..<5 { #expect(try await login.token() == AccessToken("a1")) }
    #expect(fixture.server.grants.count == 3)
    #expect(fixture.clock.pauses == [.seconds(1), .seconds(2)])
    fixture.pass(40)
    #expect(try await login.token() == AccessToken("a1"))
    #expect(fixture.server.grants.count == 6)
    #expect(fixture.warnings.all.count == 1)
    fixture.pass(40)
    #expect(try await login.token() == AccessToken("a2"))
  }

  /// The wall clock jumps, the machine's own does not.
  @Test("A change of the clock asks for one refresh at most", arguments: [-86_400, 86_400])
  func clockChange(_ seconds: Int64) async throws {
    let fixture = try LoginFixture()
    let login = try fixture.login()
    #expect(try await login.token() == AccessToken("a1"))
    fixture.wall.now += seconds
    #expect(try await login.token() == AccessToken("a1"))
    // Who reads the file now cannot tell how old it is, and asks.
    let other = try fixture.login()
    #expect(try await other.token() == AccessToken("a2"))
    #expect(try await other.token() == AccessToken("a2"))
    #expect(fixture.server.grants == ["refresh r1"])
  }

  @Test("A token of seconds is used for most of them", arguments: ["20", "\"20\"", "20.9", "2"])
  func shortLife(_ lifetime: String) async throws {
    let fixture = try LoginFixture(credential: LoginFixture.credential(expiresIn: 0))
    fixture.server.state.withLock { $0.lifetime = lifetime }
    let login = try fixture.login()
    #expect(try await login.token() == AccessToken("a2"))
    #expect(try await login.token() == AccessToken("a2"))
    fixture.pass(1)
    #expect(try await login.token() == AccessToken("a2"))
    fixture.pass(19)
    #expect(try await login.token() == AccessToken("a3"))
    // Another process takes what is there.
    #expect(try await fixture.login().token() == AccessToken("a3"))
  }

  struct Ending: Sendable {
    var left: Int64
    var text: String?
  }

  static let endings: [Ending] = [
    Ending(left: 7 * 86_400 + 1), Ending(left: 7 * 86_400, text: "7 days"),
    Ending(left: 2 * 86_400 - 5, text: "2 days"), Ending(left: 300, text: "1 day"),
  ]

  @Test("The end of a login is warned of from day 53, once", arguments: endings)
  func ending(_ item: Ending) async throws {
    let fixture = try LoginFixture(credential: LoginFixture.credential(endsIn: item.left))
    let login = try fixture.login()
    for _ in 0..<3 { _ = try await login.token() }
    let expected = item.text.map { ["your login ends in \($0); run dsql login"] }
    #expect(fixture.warnings.all == expected ?? [])
  }

  @Test(
    "A login of an application is renewed with its secret",
    arguments: [
      ("kept", nil, "a2"), (nil, "given", "a2"),
      (nil, nil, "A04 application c1 is confidential and its secret is not stored"),
    ] as [(String?, String?, String)]
  )
  func application(_ kept: String?, _ given: String?, _ outcome: String) async throws {
    let fixture = try LoginFixture(
      credential: LoginFixture.credential(
        kind: .application,
        expiresIn: 0,
        refreshToken: nil,
        clientSecret: kept,
        endsIn: nil
      )
    )
    let login = try fixture.login(environmentSecret: given)
    #expect(await LoginFixture.outcome { try await login.token() } == outcome)
    let secret = kept ?? given
    #expect(
      fixture.server.grants == (secret.map { ["app \($0) DataService.Data.Read"] } ?? [])
    )
  }

  @Test("A personal access token is used as it is, and its refusal told")
  func personalToken() async throws {
    let fixture = try LoginFixture(
      credential: LoginFixture.credential(
        kind: .personalToken,
        expiresIn: nil,
        lifetime: nil,
        refreshToken: nil,
        endsIn: nil
      )
    )
    let login = try fixture.login()
    let token = try await login.token()
    #expect(token == AccessToken("a1"))
    #expect(
      await LoginFixture.outcome { try await login.renewed(after: token) }
        == "A35 the personal access token was refused: expired, revoked, or disabled by the "
        + "administrator"
    )
    #expect(fixture.server.requests.isEmpty)
  }

  @Test(
    "A token goes to the servers of its login alone",
    arguments: [
      ("https://api.example", "a1"), ("https://id.example", "a1"),
      ("https://API.example:443", "a1"),
      (
        "https://api.example.org",
        "A51 this login belongs to https://api.example and will not be sent to "
          + "https://api.example.org"
      ),
      (
        "http://api.example",
        "A50 refusing to send credentials to http://api.example: only loopback may be unencrypted"
      ),
      (
        "http://127.0.0.1:8",
        "A51 this login belongs to https://api.example and will not be sent to http://127.0.0.1:8"
      ),
    ]
  )
  func pinning(_ target: String, _ outcome: String) async throws {
    let login = try LoginFixture().login(target: target)
    #expect(await LoginFixture.outcome { try await login.token() } == outcome)
  }

  @Test("Without a login, and after one has ended, the user is told to log in")
  func missing() async throws {
    let fixture = try LoginFixture(credential: nil)
    let login = try fixture.login()
    #expect(
      await LoginFixture.outcome { try await login.token() }
        == "A01 you are not logged in to profile acme"
    )
    try fixture.store.write(LoginFixture.credential())
    #expect(try await login.token() == AccessToken("a1"))
    #expect(login.outset.person.shown == "ana@acme.com")
    #expect(try await login.standing().store == "memory")
  }
}
