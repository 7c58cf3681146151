import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("What an identity server is asked and answers")
struct IdentityClientTests {
  /// An answer of the token endpoint and what is read in it.
  struct Answer: Sendable {
    var status = 200
    var body: String
    var headers: [String: String] = [:]
    /// Access token, lifetime, refresh token and scopes, or kind and detail of the error.
    var outcome: String
  }

  static let answers: [Answer] = [
    Answer(
      body: #"{"access_token":"a","expires_in":3600,"token_type":"bearer","refresh_token":"r","#
        + #""scope":"x y","other":{"deep":[1]}}"#,
      outcome: "a 3600 r x y"
    ),
    Answer(body: #"{"access_token":"a","expires_in":3599.7}"#, outcome: "a 3599 - -"),
    Answer(body: #"{"access_token":"a","expires_in":"60"}"#, outcome: "a 60 - -"),
    Answer(body: #"{"access_token":"a","expires_in":null,"scope":null}"#, outcome: "a nil - -"),
    Answer(body: #"{"access_token":"a","expires_in":"soon"}"#, outcome: "a nil - -"),
    Answer(body: #"{"access_token":"a","refresh_token":""}"#, outcome: "a nil - -"),
    Answer(
      body: #"{"access_token":""}"#,
      outcome: #"notAToken HTTP status 200: {"access_token":"<redacted>"}"#
    ),
    Answer(body: #"{}"#, outcome: "notAToken HTTP status 200: {}"),
    Answer(
      body: "<html>\n<title>Sign in</title>",
      outcome: "notAToken HTTP status 200: <html> <title>Sign in</title>"
    ),
    Answer(
      body: #"{"access_token":"a","token_type":"DPoP"}"#,
      outcome: "notAToken the token is of the type DPoP"
    ),
    Answer(
      status: 302,
      body: "",
      headers: ["Location": "https://evil.example/"],
      outcome: "notAToken HTTP status 302, to https://evil.example/, which is not followed"
    ),
    Answer(
      status: 400,
      body: #"{"error":"invalid_scope"}"#,
      outcome: #"refused("invalid_scope") invalid_scope"#
    ),
    Answer(
      status: 401,
      body: #"{"error":"invalid_client","error_description":"no \u001b[31m r-0123456","x":1}"#,
      outcome: #"refused("invalid_client") invalid_client: no [31m <redacted>"#
    ),
    Answer(status: 403, body: "no", outcome: "notAToken HTTP status 403: no"),
  ]

  @Test("Each answer is read for what it is", arguments: answers)
  func check(_ item: Answer) async throws {
    let fixture = try LoginFixture([
      .status(item.status, body: item.body, headers: item.headers)
    ])
    let outcome: String
    do throws(IdentityError) {
      let tokens = try await fixture.identity().refresh(RefreshToken("r-0123456"))
      outcome =
        "\(tokens.accessToken.secret) \(tokens.lifetime.map(String.init) ?? "nil") "
        + "\(tokens.refreshToken?.secret ?? "-") \(tokens.scopes?.text ?? "-")"
    } catch {
      outcome = "\(error.kind) \(error.detail ?? "")"
    }
    #expect(outcome == item.outcome)
  }

  @Test("Requests are forms with all that the grant needs")
  func forms() async throws {
    let fixture = try LoginFixture()
    let client = fixture.identity()
    _ = try? await client.exchange(
      code: "c/1",
      redirectURI: "http://localhost:12733/callback",
      verifier: "v~1",
      secret: ClientSecret("s+ 1")
    )
    _ = try? await client.clientCredentials(secret: ClientSecret("s"), scopes: ["a", "b"])
    _ = try? await client.refresh(RefreshToken("r1"))
    let requests = fixture.server.requests.filter { $0.method == .post }
    #expect(
      requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } == [
        "grant_type=authorization_code&code=c%2F1&redirect_uri=http%3A%2F%2Flocalhost%3A12733"
          + "%2Fcallback&client_id=c1&code_verifier=v~1&client_secret=s%2B%201",
        "grant_type=client_credentials&client_id=c1&client_secret=s&scope=a%20b",
        "grant_type=refresh_token&client_id=c1&refresh_token=r1",
      ]
    )
    for request in requests {
      #expect(request.url == "\(ScriptedIdentity.issuer)/connect/token")
      #expect(request.headers[.contentType] == "application/x-www-form-urlencoded")
    }
  }

  @Test("A code is sent once even where its answer is lost")
  func codeIsSentOnce() async throws {
    let fixture = try LoginFixture([.lostBefore])
    await #expect(throws: IdentityError.self) {
      try await fixture.identity().exchange(code: "c", redirectURI: "u", verifier: "v")
    }
    #expect(fixture.server.grants == ["code c"])
  }

  struct Document: Sendable {
    var text: String
    /// The fault, or the token endpoint and whether revocation is offered.
    var outcome: String
  }

  static let issuer = ScriptedIdentity.issuer
  static let documents: [Document] = [
    Document(text: ScriptedIdentity.document, outcome: "\(issuer)/connect/token true"),
    Document(text: "", outcome: "\(issuer)/connect/token false"),
    Document(
      text: #"{"issuer":"\#(issuer)","token_endpoint":"https://id.example:443/t"}"#,
      outcome: "https://id.example:443/t false"
    ),
    Document(
      text: #"{"issuer":"https://id.example/identity"}"#,
      outcome: "A26 the server calls itself https://id.example/identity but the profile says "
        + issuer
    ),
    Document(
      text: #"{"issuer":"\#(issuer)","token_endpoint":"https://id.example.evil.org/t"}"#,
      outcome: "A26 the server calls itself https://id.example.evil.org but the profile says "
        + issuer
    ),
    Document(
      text: #"{"issuer":"\#(issuer)","jwks_uri":"http://id.example/t"}"#,
      outcome: "A26 the server calls itself http://id.example but the profile says \(issuer)"
    ),
    Document(
      text: "<html>",
      outcome: "A25 the identity address answered with a web page, not a token"
    ),
  ]

  @Test("Discovery is believed of the issuer and its own host alone", arguments: documents)
  func discovery(_ item: Document) async throws {
    let fixture = try LoginFixture()
    fixture.server.state.withLock { $0.discovery = item.text }
    let outcome: String
    do {
      let found = try await fixture.identity().endpoints()
      outcome = "\(found.token) \(found.revocation != nil)"
    } catch {
      outcome = "\(error.fault?.code ?? "") \(error.message)"
    }
    #expect(outcome == item.outcome)
  }

  @Test("Discovery is asked for once a day, and again where an endpoint is gone")
  func discoveryIsKept() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let fixture = try LoginFixture()
    let wall = fixture.wall
    func client() -> IdentityClient {
      IdentityClient(
        issuer: Self.issuer,
        clientID: "c1",
        transport: fixture.server,
        discovery: FileDiscoveryStore(folder: "\(folder.path)/discovery"),
        clock: fixture.clock,
        now: { wall.now }
      )
    }
    func fetches() -> Int { fixture.server.requests.filter { $0.method == .get }.count }
    for _ in 0..<3 { _ = try await client().endpoints() }
    #expect(fetches() == 1)
    fixture.pass(86_399)
    _ = try await client().endpoints()
    #expect(fetches() == 1)
    fixture.pass(1)
    _ = try await client().endpoints()
    #expect(fetches() == 2)
    wall.now -= 3600
    _ = try await client().endpoints()
    #expect(fetches() == 3)
    // The endpoint has moved.
    fixture.server.state.withLock {
      $0.tokenPath = "/moved"
      $0.discovery = ScriptedIdentity.document
        .replacing("\(Self.issuer)/connect/token", with: "https://id.example/moved")
    }
    let tokens = try await client().refresh(RefreshToken("r1"))
    #expect(tokens.accessToken == AccessToken("a2"))
    #expect(fetches() == 4)
  }

  @Test("Plain HTTP is refused before anything is sent")
  func plainHTTP() async throws {
    let server = ScriptedIdentity()
    let client = IdentityClient(
      issuer: "http://id.example/identity_",
      clientID: "c1",
      transport: server,
      discovery: MemoryDiscoveryStore()
    )
    let error = await #expect(throws: SessionError.self) { try await client.endpoints() }
    #expect(error?.fault == .unencrypted(host: "id.example"))
    #expect(server.requests.isEmpty)
  }
}
