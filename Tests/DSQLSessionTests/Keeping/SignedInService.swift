import DSQLAPI
import DSQLClient
import DSQLService
import DSQLSession
import DSQLTypes
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing

/// An embedded service over HTTP with a login at it, all times by the test.
struct SignedInService: Sendable {
  private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
  private static let redirectURI = "http://localhost:12733/callback"

  let clock = TestClock()
  let wall: TestWall
  let faults: FaultPlan
  let store = MemoryCredentialStore()
  let warnings = Warnings()
  let trace = Warnings()
  let origin: String
  private let transport: TracingTransport

  /// Runs a body with the login of a writer at a service that ends with it.
  static func run(_ body: @Sendable (SignedInService) async throws -> Void) async throws {
    let wall = TestWall(LoginFixture.start)
    let faults = FaultPlan()
    var options = EmbeddedServiceOptions(
      store: .memory,
      writesSample: false,
      now: { Instant(ticks: wall.now * Instant.ticksPerSecond) }
    )
    options.faults = faults
    let service = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      let origin = "http://127.0.0.1:\(try await service.boundPort())"
      let http = HTTPTransport()
      let signedIn = SignedInService(wall: wall, faults: faults, origin: origin, transport: http)
      let result: Result<Void, any Error>
      do {
        try await signedIn.signIn()
        result = .success(try await body(signedIn))
      } catch {
        result = .failure(error)
      }
      await http.shutdown()
      // The server takes connections in turn: once it has answered on a new one none waits.
      let last = HTTPTransport()
      _ = try? await last.send(TransportRequest(method: .get, url: origin))
      await last.shutdown()
      group.cancelAll()
      try result.get()
    }
  }

  private init(
    wall: TestWall,
    faults: FaultPlan,
    origin: String,
    transport: any Transport
  ) {
    self.wall = wall
    self.faults = faults
    self.origin = origin
    let trace = trace
    self.transport = TracingTransport(transport) { trace.add($0) }
  }

  var issuer: String { "\(origin)/identity_" }

  /// How many refreshes the server was asked for.
  var refreshes: Int { trace.all.count { $0.contains("grant_type=refresh_token") } }

  func identity() -> IdentityClient {
    let wall = wall
    return IdentityClient(
      issuer: issuer,
      clientID: EmbeddedService.publicClientID,
      transport: transport,
      discovery: MemoryDiscoveryStore(),
      clock: clock,
      now: { wall.now }
    )
  }

  func login() throws -> StoredLogin {
    let (wall, warnings) = (wall, warnings)
    return StoredLogin(
      profile: "acme",
      target: try #require(ServerAddress(url: origin)),
      store: store,
      identity: identity(),
      clock: clock,
      now: { wall.now },
      timeZone: .gmt,
      warn: { warnings.add($0) }
    )
  }

  func client(_ login: StoredLogin) throws -> ServiceClient {
    ServiceClient(
      endpoint: try #require(ServiceEndpoint(uipathURL: "\(origin)/local/sample")),
      transport: transport,
      tokens: login,
      clock: clock
    )
  }

  /// Lets time pass on all clocks.
  func pass(_ seconds: Int64) {
    clock.advance(by: .seconds(seconds))
    wall.now += seconds
  }

  // MARK: Signing in

  /// Does what a browser does with the page, then exchanges the code.
  private func signIn() async throws {
    let page = try await send(
      .get,
      "\(issuer)/connect/authorize?"
        + Self.form([
          ("response_type", "code"), ("client_id", EmbeddedService.publicClientID),
          ("redirect_uri", Self.redirectURI), ("state", "s"),
          ("scope", "DataFabric.Schema.Read DataFabric.Data.Read offline_access"),
          ("code_challenge", Self.challenge), ("code_challenge_method", "S256"),
        ])
    )
    let text = String(decoding: page.body, as: UTF8.self)
    let key = try #require(text.firstMatch(of: /name="consent" value="([^"]*)"/)).output.1
    let answer = try await send(
      .post,
      "\(issuer)/connect/authorize",
      Self.form([
        ("consent", String(key)), ("decision", "allow"), ("user", LocalUser.writer.rawValue),
      ])
    )
    let items = URLComponents(string: answer.headers[.location] ?? "")?.queryItems
    let tokens = try await identity().exchange(
      code: try #require(items?.first { $0.name == "code" }?.value),
      redirectURI: Self.redirectURI,
      verifier: Self.verifier
    )
    try store.write(
      Credential(
        kind: .user,
        issuer: issuer,
        api: origin,
        organization: "local",
        clientID: EmbeddedService.publicClientID,
        accessToken: tokens.accessToken,
        expires: tokens.lifetime.map { wall.now + $0 },
        lifetime: tokens.lifetime,
        refreshToken: tokens.refreshToken,
        scopes: tokens.scopes,
        loggedIn: wall.now,
        ends: wall.now + 60 * 86_400
      )
    )
  }

  private func send(
    _ method: HTTPRequest.Method,
    _ url: String,
    _ body: String? = nil
  ) async throws -> TransportAnswer {
    var headers = HTTPFields()
    if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
    return try await transport.send(
      TransportRequest(
        method: method,
        url: url,
        headers: headers,
        body: body.map { Array($0.utf8) }
      )
    )
  }

  private static func form(_ values: [(String, String)]) -> String {
    var components = URLComponents()
    components.queryItems = values.map { URLQueryItem(name: $0.0, value: $0.1) }
    return components.percentEncodedQuery ?? ""
  }
}
