import DSQLAPI
import DSQLClient
import DSQLTypes
import HTTPTypes
import Synchronization
import Testing

/// Addresses, headers, tokens and the prefix.
@Suite struct ConnectionTests {
  struct Case: Sendable {
    var url: String
    var prefix = ServicePrefix.Setting.automatic
    /// nil where the address is refused.
    var root: String?
  }

  static let cases = [
    Case(
      url: "https://cloud.uipath.com/acme/prod",
      root: "https://cloud.uipath.com/acme/prod/datafabric_/api"
    ),
    Case(
      url: "https://Staging.UiPath.com:443/acme/prod/",
      root: "https://staging.uipath.com:443/acme/prod/datafabric_/api"
    ),
    Case(
      url: "https://govcloud.uipath.us/acme/prod",
      root: "https://govcloud.uipath.us/acme/prod/dataservice_/api"
    ),
    Case(
      url: "https://big.dedicated.uipath.com/acme/prod",
      root: "https://big.dedicated.uipath.com/acme/prod/dataservice_/api"
    ),
    Case(
      url: "https://suite.example.org/acme/prod",
      root: "https://suite.example.org/acme/prod/dataservice_/api"
    ),
    Case(
      url: "https://notuipath.com/acme/prod",
      root: "https://notuipath.com/acme/prod/dataservice_/api"
    ),
    Case(
      url: "https://suite.example.org/acme/prod",
      prefix: .fixed(.dataFabric),
      root: "https://suite.example.org/acme/prod/datafabric_/api"
    ),
    Case(
      url: "http://127.0.0.1:8399/local/sample",
      root: "http://127.0.0.1:8399/local/sample/dataservice_/api"
    ),
    Case(
      url: "http://[::1]:8399/local/sample",
      root: "http://[::1]:8399/local/sample/dataservice_/api"
    ),
    Case(
      url: "https://cloud.uipath.com/acme%20inc/pr%C3%B8d",
      root: "https://cloud.uipath.com/acme%20inc/pr%C3%B8d/datafabric_/api"
    ),
    Case(url: "https://cloud.uipath.com/acme"),
    Case(url: "https://cloud.uipath.com/acme/prod/more"),
    Case(url: "https://cloud.uipath.com"),
    Case(url: "https://cloud.uipath.com/acme/prod?x=1"),
    Case(url: "https://user@cloud.uipath.com/acme/prod"),
    Case(url: "ftp://cloud.uipath.com/acme/prod"),
    Case(url: "cloud.uipath.com/acme/prod"),
    Case(url: ""),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    let endpoint = ServiceEndpoint(uipathURL: item.url, prefix: item.prefix)
    #expect((endpoint == nil) == (item.root == nil))
    guard let root = item.root else { return }
    let path = "/" + root.split(separator: "/").dropFirst(2).joined(separator: "/")
    let fixture = try ServiceFixture(
      [.init("GET", path + "/Entity", .answer(200, "[]"))],
      url: item.url,
      prefix: item.prefix
    )
    _ = try await fixture.client.entities()
    #expect(fixture.observer.sent == ["1 GET \(root)/Entity"])
  }

  @Test func headersAreThoseOfTheContract() async throws {
    let fixture = try ServiceFixture([
      .init("GET", ServiceFixture.root + "/Entity", .answer(200, "[]")),
      .init(
        "POST",
        ServiceFixture.root + "/EntityService/entity/e%2F1/query?expansionLevel=2",
        .answer(200, #"{"value":[]}"#)
      ),
    ])
    _ = try await fixture.client.entities()
    let entity = EntityAddress(id: "e/1", name: "Invoice", folderID: "f1")
    _ = try await fixture.client.page(RecordQuery(expansionLevel: 2), of: entity, columns: [])
    let headers = fixture.transport.requests.map { request in
      request.headers.map { "\($0.name.rawName): \($0.value)" }.sorted()
    }
    #expect(
      headers == [
        ["Accept: application/json", "Authorization: Bearer secret-1"],
        [
          "Accept: application/json", "Authorization: Bearer secret-1",
          "Content-Type: application/json", "X-UIPATH-FolderKey: f1",
        ],
      ]
    )
    #expect(fixture.transport.requests[0].body == nil)
    #expect(fixture.transport.requests[1].body == Array(#"{"start":0,"limit":1000}"#.utf8))
    #expect(fixture.observer.reports[1].requestBytes == 24)
    #expect(fixture.observer.reports[1].responseBytes == 12)
  }

  @Test func theOtherPrefixIsTriedOnce() async throws {
    let fixture = try ServiceFixture([
      .init("GET", "/acme/prod/datafabric_/api/Entity", .answer(404, "")),
      .init("GET", "/acme/prod/dataservice_/api/Entity", .answer(200, "[]")),
      .init("GET", "/acme/prod/dataservice_/api/Entity/choiceset", .answer(404, "")),
    ])
    let report = try await fixture.client.entities().report
    #expect(report.retries == 1)
    await #expect(throws: ServiceError.self) { try await fixture.client.choiceSets() }
    #expect(fixture.transport.unused == [])
    #expect(fixture.clock.pauses == [])
  }

  @Test func aPrefixThatFindsNothingEitherIsForgotten() async throws {
    let fixture = try ServiceFixture([
      .init("GET", "/acme/prod/datafabric_/api/Entity/choiceset", .answer(404, "")),
      .init("GET", "/acme/prod/dataservice_/api/Entity/choiceset", .answer(404, "")),
      .init("GET", "/acme/prod/datafabric_/api/Entity", .answer(404, "")),
    ])
    await #expect(throws: ServiceError.self) { try await fixture.client.choiceSets() }
    await #expect(throws: ServiceError.self) { try await fixture.client.entities() }
    #expect(fixture.transport.unused == [])
  }

  @Test func aFixedPrefixAndOtherCallsStay() async throws {
    let fixed = try ServiceFixture(
      [.init("GET", ServiceFixture.root + "/Entity", .answer(404, ""))],
      prefix: .fixed(.dataFabric)
    )
    await #expect(throws: ServiceError.self) { try await fixed.client.entities() }
    let other = try ServiceFixture([
      .init("DELETE", ServiceFixture.root + "/Entity/e1", .answer(404, ""))
    ])
    await #expect(throws: ServiceError.self) { try await other.client.deleteEntity("e1") }
    #expect(fixed.transport.unused == [] && other.transport.unused == [])
  }

  /// Hands out tokens in order; the last one cannot be renewed.
  final class TokenScript: AccessTokenSource {
    struct Ended: Error, CustomStringConvertible {
      var description: String { "the login has ended" }
    }

    private let tokens: Mutex<[String]>
    let rejected = Mutex([String]())

    init(_ tokens: [String]) { self.tokens = Mutex(tokens) }

    func token() async throws -> AccessToken {
      guard let first = tokens.withLock({ $0.first }) else { throw Ended() }
      return AccessToken(first)
    }

    func renewed(after rejected: AccessToken) async throws -> AccessToken? {
      self.rejected.withLock { $0.append(rejected.secret) }
      return tokens.withLock { tokens in
        tokens.removeFirst()
        return tokens.first.map(AccessToken.init)
      }
    }
  }

  @Test(arguments: [
    (["a", "b"], [401, 200], ["a", "b"]), (["a", "b", "c"], [401, 401], ["a", "b"]),
    (["a"], [401], ["a"]),
    (["a", "b"], [503, 401, 503, 503, 503, 200], ["a", "a", "b", "b", "b", "b"]),
  ])
  func aRejectedTokenIsRenewedOnce(
    _ tokens: [String],
    _ statuses: [Int],
    _ used: [String]
  ) async throws {
    let source = TokenScript(tokens)
    let fixture = try ServiceFixture(
      statuses.map { .init("GET", ServiceFixture.root + "/Entity", .answer($0, "[]")) },
      tokens: source
    )
    let error: ServiceError?
    do throws(ServiceError) {
      _ = try await fixture.client.entities()
      error = nil
    } catch let caught {
      error = caught
    }
    #expect(error?.code == (statuses.last == 200 ? nil : .unauthorized))
    #expect(
      fixture.transport.requests.map { $0.headers[.authorization] } == used.map { "Bearer \($0)" }
    )
    #expect(source.rejected.withLock { $0 } == ["a"])
    #expect(fixture.transport.unused == [])
  }

  @Test func aTokenThatCannotBeHadIsAnError() async throws {
    let fixture = try ServiceFixture([], tokens: TokenScript([]))
    let error = await #expect(throws: ServiceError.self) { try await fixture.client.entities() }
    #expect(error?.code == .unauthorized)
    #expect(error?.message == "the login has ended")
  }

  @Test func tokensAreNeverPrinted() {
    let token = AccessToken("eyJhbGciOi")
    var dumped = ""
    dump((token, [token], FixedTokenSource(token)), to: &dumped)
    for text in [
      "\(token)", String(reflecting: token), "\([token])", "\(Optional(token) as Any)", dumped,
    ] {
      #expect(!text.contains("eyJ"))
    }
  }

  @Test(arguments: [
    "http://cloud.uipath.com/a", "http://localhost.example.org/a", "http://128.0.0.1/",
    "http://127.0.0.1.example.org/", "http://10.0.0.1/",
  ])
  func plainHTTPIsForLoopbackAlone(_ url: String) async throws {
    let transport = HTTPTransport()
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(TransportRequest(method: .get, url: url))
    }
    let host = url.split(separator: "/")[1]
    #expect(error?.code == .refusedAddress)
    #expect(
      error?.message
        == "refusing to send credentials to http://\(host): only loopback may be unencrypted"
    )
    await transport.shutdown()
  }

  /// Port 0 is never listened on.
  @Test func aRefusedConnectionIsCertainlyNotSent() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await HTTPTransport().send(TransportRequest(method: .post, url: "http://127.0.0.1:0/"))
    }
    #expect(
      error == TransportError(.notConnected, "cannot reach 127.0.0.1 (connection refused)")
    )
  }

  @Test func aClosedTransportSendsNothing() async throws {
    let transport = HTTPTransport()
    await transport.shutdown()
    await transport.shutdown()
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(TransportRequest(method: .get, url: "http://127.0.0.1:1/"))
    }
    #expect(error?.code == .notConnected)
    let invalid = await #expect(throws: TransportError.self) {
      try await transport.send(TransportRequest(method: .get, url: "no address"))
    }
    #expect(invalid?.code == .refusedAddress)
  }
}
