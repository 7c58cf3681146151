import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Synchronization
import Testing

/// Stored logins over a scripted identity server, all times by the test.
struct LoginFixture: Sendable {
  static let start: Int64 = 1_764_000_000
  static let api = "https://api.example"

  let server: ScriptedIdentity
  let clock: TestClock
  let wall: TestWall
  let store: any CredentialStore
  let warnings = Warnings()

  init(
    _ faults: [ScriptedIdentity.Fault] = [],
    store: any CredentialStore = MemoryCredentialStore(),
    credential: Credential? = LoginFixture.credential()
  ) throws {
    server = ScriptedIdentity(faults)
    clock = TestClock()
    wall = TestWall(Self.start)
    self.store = store
    if let credential { try store.write(credential) }
  }

  /// The login of a person, an hour long, with the access token `a1` and the refresh token `r1`.
  static func credential(
    kind: Credential.Kind = .user,
    expiresIn: Int64? = 3600,
    lifetime: Int64? = 3600,
    refreshToken: String? = "r1",
    clientSecret: String? = nil,
    endsIn: Int64? = 60 * 86_400,
    api: String = LoginFixture.api
  ) -> Credential {
    Credential(
      kind: kind,
      generation: 4,
      issuer: ScriptedIdentity.issuer,
      api: api,
      organization: "acme",
      clientID: "c1",
      accessToken: AccessToken("a1"),
      expires: expiresIn.map { start + $0 },
      lifetime: lifetime,
      refreshToken: refreshToken.map(RefreshToken.init),
      clientSecret: clientSecret.map(ClientSecret.init),
      scopes: GrantedScopes(["DataService.Data.Read", "offline_access"]),
      loggedIn: start,
      ends: endsIn.map { start + $0 },
      person: .init(name: "Ana", email: "ana@acme.com", subject: "u1")
    )
  }

  func identity() -> IdentityClient {
    let wall = wall
    return IdentityClient(
      issuer: ScriptedIdentity.issuer,
      clientID: "c1",
      transport: server,
      discovery: MemoryDiscoveryStore(),
      clock: clock,
      now: { wall.now }
    )
  }

  /// Another process's view of the login, but for the process.
  func login(
    target: String = LoginFixture.api,
    environmentSecret: String? = nil
  ) throws -> StoredLogin {
    let wall = wall
    let warnings = warnings
    return StoredLogin(
      profile: "acme",
      target: try #require(ServerAddress(url: target)),
      store: store,
      identity: identity(),
      environmentSecret: environmentSecret.map(ClientSecret.init),
      clock: clock,
      now: { wall.now },
      timeZone: .gmt,
      warn: { warnings.add($0) }
    )
  }

  /// Lets time pass on both clocks.
  func pass(_ seconds: Int64) {
    clock.advance(by: .seconds(seconds))
    wall.now += seconds
  }

  /// A token, or the code and message of the refusal.
  static func outcome(_ body: () async throws -> AccessToken?) async -> String {
    do {
      return try await body()?.secret ?? "none"
    } catch let refusal as LoginRefusal {
      return "\(refusal.detail?.prefix(3) ?? "") \(refusal.message)"
    } catch {
      return "\(error)"
    }
  }
}

/// The time of day, as the test sets it.
///
/// A class, since those who read it see each change; a lock guards it.
final class TestWall: Sendable {
  private let seconds: Mutex<Int64>

  init(_ now: Int64) { seconds = Mutex(now) }

  var now: Int64 {
    get { seconds.withLock { $0 } }
    set { seconds.withLock { $0 = newValue } }
  }
}

/// What was warned of.
///
/// A class, since logins add to it; a lock guards it.
final class Warnings: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

/// A folder that goes away with the test.
struct TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "dsql-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
