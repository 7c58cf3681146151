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

/// Logins at the identity server of the embedded service, with its page for people.
@Suite("Signing in at the embedded service")
struct ServiceLoginTests {
  /// What the person does on the page.
  enum Act: Sendable {
    case allow(LocalUser)
    case deny
    /// Allows, and comes back too late for the code.
    case allowLate(LocalUser)
    /// Gets an error page, and pastes its address.
    case pasteErrorPage
    /// Is asked nothing.
    case nothing
  }

  struct Case: Sendable {
    var name: String
    var client = RegisteredClient.fabricPublic.id
    var authentication = Profile.Authentication.user
    var scopes = ScopeChoice.automatic
    var secret: String?
    /// Whether the address that the browser comes back to is registered.
    var isRegistered = true
    var issuerHost = "127.0.0.1"
    var act: Act
    /// Who is signed in with which scopes, or the A-code of what went wrong.
    var expected: String
  }

  static let fabric = "DataFabric.Schema.Read DataFabric.Data.Read DataFabric.Data.Write"
  static let service = "DataService.Schema.Read DataService.Data.Read DataService.Data.Write"

  static let cases: [Case] = [
    Case(
      name: "allowed",
      act: .allow(.writer),
      expected: "user Wim Writer writer@example.com renewable \(fabric) offline_access"
    ),
    Case(
      name: "allowed with scopes of one's own",
      scopes: .list(["Schema.Read", "DataFabric.Schema.Write"]),
      act: .allow(.administrator),
      expected: "user Ada Administrator administrator@example.com renewable"
        + " DataFabric.Schema.Read DataFabric.Schema.Write offline_access"
    ),
    Case(
      name: "allowed with the older scopes",
      client: RegisteredClient.servicePublic.id,
      scopes: .family(.service),
      act: .allow(.reader),
      expected: "user Rena Reader reader@example.com renewable \(service) offline_access"
    ),
    Case(name: "declined", act: .deny, expected: "A14"),
    Case(name: "too late", act: .allowLate(.writer), expected: "A17"),
    Case(
      name: "an address that is not registered",
      isRegistered: false,
      act: .pasteErrorPage,
      expected: "A11"
    ),
    Case(
      name: "scopes that are not registered",
      client: RegisteredClient.servicePublic.id,
      scopes: .family(.fabric),
      act: .pasteErrorPage,
      expected: "A13"
    ),
    Case(name: "an unknown application", client: "nobody", act: .pasteErrorPage, expected: "A18"),
    Case(
      name: "a confidential application without its secret",
      client: RegisteredClient.confidentialUser.id,
      act: .allow(.writer),
      expected: "A18"
    ),
    Case(
      name: "a confidential application with its secret",
      client: RegisteredClient.confidentialUser.id,
      secret: RegisteredClient.confidentialUser.secret,
      act: .allow(.writer),
      expected: "user Wim Writer writer@example.com renewable \(fabric) offline_access"
    ),
    Case(
      name: "another name of the server",
      issuerHost: "localhost",
      act: .nothing,
      expected: "A26"
    ),
    Case(
      name: "an application by itself",
      client: RegisteredClient.application.id,
      authentication: .application,
      secret: RegisteredClient.application.secret,
      act: .nothing,
      expected: "application Rolf Robot - - OR.Default"
    ),
    Case(
      name: "an application with a wrong secret",
      client: RegisteredClient.application.id,
      authentication: .application,
      secret: "wrong",
      act: .nothing,
      expected: "A18"
    ),
    Case(
      name: "an application for people only",
      client: RegisteredClient.confidentialUser.id,
      authentication: .application,
      secret: RegisteredClient.confidentialUser.secret,
      act: .nothing,
      expected: "A19"
    ),
    Case(
      name: "an application that asks for scopes of people",
      client: RegisteredClient.confidentialBoth.id,
      authentication: .application,
      scopes: .family(.fabric),
      secret: RegisteredClient.confidentialBoth.secret,
      act: .nothing,
      expected: "A19"
    ),
  ]

  @Test("What a person decides there, and what an application may", arguments: cases)
  func check(_ item: Case) async throws {
    var redirects: [RedirectAddress] = []
    for _ in 0..<3 {
      let port = try await LoopbackPort.free()
      redirects += RedirectAddress("http://localhost:\(port)/callback").map { [$0] } ?? []
    }
    let start: Int64 = 1_800_000_000
    let seconds = Mutex(start)
    let now: @Sendable () -> Int64 = { seconds.withLock { $0 } }
    var options = EmbeddedServiceOptions(store: .memory, writesSample: false) {
      Instant(ticks: now() * Instant.ticksPerSecond)
    }
    if item.isRegistered { options.identity.extraRedirectURIs = redirects.map(\.text) }
    let embedded = try EmbeddedService(
      options,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await embedded.run() }
      let origin = "http://\(item.issuerHost):\(try await embedded.boundPort())"
      var profile = Profile(
        name: "local-test",
        api: origin,
        organization: "local",
        tenant: "sample",
        clientID: item.client,
        scopes: item.scopes,
        redirectURIs: redirects
      )
      profile.authentication = item.authentication
      let terminal = ScriptedTerminal()
      let transport = HTTPTransport()
      let flow = LoginFlow(
        profile: profile,
        environment: item.secret.map { ["DSQL_CLIENT_SECRET": $0] } ?? [:],
        server: IdentityClient(
          issuer: profile.issuer,
          clientID: item.client,
          transport: transport,
          discovery: MemoryDiscoveryStore(),
          now: now
        ),
        terminal: terminal,
        openBrowser: { _ in false },
        now: now
      )
      async let outcome = outcome(of: flow)
      let browser = PageReader(transport)
      switch item.act {
      case .allow(let user):
        await terminal.untilItWaits()
        try await browser.comeBack(to: browser.decide(.allow(user), at: terminal.start))
      case .allowLate(let user):
        await terminal.untilItWaits()
        let back = try await browser.decide(.allow(user), at: terminal.start)
        seconds.withLock { $0 += 301 }
        try await browser.comeBack(to: back)
      case .deny:
        await terminal.untilItWaits()
        try await browser.comeBack(to: browser.decide(.deny, at: terminal.start))
      case .pasteErrorPage:
        await terminal.untilItWaits()
        terminal.type(try await browser.redirect(from: terminal.start))
      case .nothing: break
      }
      let found: String
      switch await outcome {
      case .success(let login):
        found = [
          login.kind.rawValue, login.person.name ?? "-", login.person.email ?? "-",
          login.refreshToken == nil ? "-" : "renewable", login.scopes?.text ?? "-",
        ].joined(separator: " ")
        #expect(login.expires == start + 3600)
        #expect(login.ends == (login.refreshToken == nil ? nil : start + 60 * 86400))
        #expect(try await browser.schemaStatus(origin, with: login.accessToken) == 200)
      case .failure(let error): found = error.fault?.code ?? error.message
      }
      #expect(found == item.expected)
      await transport.shutdown()
    }
  }

  private func outcome(of flow: LoginFlow) async -> Result<Credential, SessionError> {
    do {
      return .success(try await flow.run())
    } catch {
      return .failure(error)
    }
  }
}

/// A browser without a window that fills in the page for people.
private struct PageReader: Sendable {
  enum Decision: Sendable {
    case allow(LocalUser)
    case deny
  }

  private let transport: HTTPTransport

  init(_ transport: HTTPTransport) { self.transport = transport }

  /// Where an address leads on to.
  func redirect(from address: String) async throws -> String {
    let answer = try await transport.send(TransportRequest(method: .get, url: address))
    #expect(answer.status == 302)
    return answer.headers[.location] ?? ""
  }

  /// Answers the page at an address, and tells where that leads.
  func decide(_ decision: Decision, at address: String) async throws -> String {
    let page = try await transport.send(TransportRequest(method: .get, url: address))
    #expect(page.status == 200)
    let text = String(decoding: page.body, as: UTF8.self)
    let key = try #require(text.firstMatch(of: #/name="consent" value="([^"]+)"/#)).1
    let choice =
      switch decision {
      case .allow(let user): "decision=allow&user=\(user.rawValue)"
      case .deny: "decision=deny"
      }
    let answer = try await transport.send(
      TransportRequest(
        method: .post,
        url: String(address.prefix { $0 != "?" }),
        headers: [.contentType: "application/x-www-form-urlencoded"],
        body: Array("consent=\(key)&\(choice)".utf8)
      )
    )
    #expect(answer.status == 302)
    return answer.headers[.location] ?? ""
  }

  /// Goes where the server sends the browser, which is to dsql.
  func comeBack(to address: String) async throws {
    let answer = try await transport.send(TransportRequest(method: .get, url: address))
    #expect(answer.status == 200)
  }

  /// What the service says to a token.
  func schemaStatus(_ origin: String, with token: AccessToken) async throws -> Int {
    try await transport.send(
      TransportRequest(
        method: .get,
        url: "\(origin)/local/sample/datafabric_/api/Entity",
        headers: [.authorization: "Bearer \(token.secret)"]
      )
    ).status
  }
}

extension ScriptedTerminal {
  /// The address that a browser is to open, as text.
  fileprivate var start: String { shown.first { $0.contains("/connect/authorize?") } ?? "" }
}
