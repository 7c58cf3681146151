import DSQLAPI
import DSQLClient
import HTTPTypes
import Synchronization
import Testing

@Suite("Secrets are taken out of what is shown")
struct RedactorTests {
  struct Case: Sendable {
    var text: String
    var shown: String
    var known: [String] = []
  }

  static let jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x"
  static let refresh = "bc2ddac5-57bc-40e6-93fe-3b319b60ce36.2A87F0"

  static let cases: [Case] = [
    Case(text: "Authorization: Bearer abc", shown: "Authorization: <redacted>"),
    Case(text: "cookie: a=b; c=d\nAccept: */*", shown: "cookie: <redacted>\nAccept: */*"),
    Case(text: "Set-Cookie: idsrv=1", shown: "Set-Cookie: <redacted>"),
    Case(
      text: #"{"access_token": "x y", "expires_in": 3600, "scope": "a b"}"#,
      shown: #"{"access_token": "<redacted>", "expires_in": 3600, "scope": "a b"}"#
    ),
    Case(
      text: #"{"refresh_token":"r\"q","id_token":null}"#,
      shown: #"{"refresh_token":"<redacted>","id_token":"<redacted>"}"#
    ),
    Case(
      text: #"{"body":"{\"access_token\":\"t1\",\"x\":\"y\"}"}"#,
      shown: #"{"body":"{\"access_token\":"<redacted>",\"x\":\"y\"}"}"#
    ),
    Case(text: #"{"code":"c1","State":"Oslo"}"#, shown: #"{"code":"<redacted>","State":"Oslo"}"#),
    Case(
      text: "grant_type=authorization_code&code=c1&client_id=9&code_verifier=v1",
      shown: "grant_type=authorization_code&code=<redacted>&client_id=9&code_verifier=<redacted>"
    ),
    Case(
      text: "http://localhost:12733/callback?code=c1&state=s1&scope=a",
      shown: "http://localhost:12733/callback?code=<redacted>&state=<redacted>&scope=a"
    ),
    Case(
      text: "client_secret=s%2B1&refresh_token=r",
      shown: "client_secret=<redacted>&refresh_token=<redacted>"
    ),
    Case(text: "the token \(jwt) is over", shown: "the token <redacted> is over"),
    Case(text: "token rt_0123456789ABC refused", shown: "token <redacted> refused"),
    Case(text: "refused: \(refresh)", shown: "refused: <redacted>"),
    Case(
      text: "got Bearer 0123456789abcdefXYZ, no",
      shown: "got Bearer <redacted>, no"
    ),
    Case(text: "opaque-1 and opaque-1", shown: "<redacted> and <redacted>", known: ["opaque-1"]),
    // What only looks like one.
    Case(text: "Field code of entity Invoice", shown: "Field code of entity Invoice"),
    Case(text: "zipcode=123", shown: "zipcode=123"),
    Case(text: #"Bearer error="invalid_token""#, shown: #"Bearer error="invalid_token""#),
    Case(
      text: "5f0c8b8e-57bc-40e6-93fe-3b319b60ce36 not found",
      shown: "5f0c8b8e-57bc-40e6-93fe-3b319b60ce36 not found"
    ),
  ]

  @Test("By name and by shape", arguments: cases)
  func check(_ item: Case) {
    #expect(Redactor.redacted(item.text, hiding: item.known) == item.shown)
  }

  @Test("What a terminal obeys does not reach it")
  func stripped() {
    #expect(Redactor.shown("a\u{1B}[31mb\u{7}\nc\u{202E}d\u{9B}e") == "a[31mb cde")
    #expect(Redactor.shown(String(repeating: "x", count: 400)).count == 300)
  }

  @Test("A trace holds neither the token nor what the server repeats of it")
  func trace() async throws {
    let lines = Mutex("")
    let transport = TracingTransport(
      ScriptedTransport([
        .init("POST", "/x", .answer(200, #"{"access_token":"tok-1","echo":"opaque-42"}"#)),
        .init("POST", "/x", .failure(.broken)),
      ])
    ) { text in lines.withLock { $0 += text } }
    var headers = HTTPFields()
    headers[.authorization] = "Bearer opaque-42"
    headers[.accept] = "application/json"
    let request = TransportRequest(
      method: .post,
      url: "https://h/x",
      headers: headers,
      body: Array("refresh_token=r-1&client_id=7".utf8)
    )
    _ = try await transport.send(request)
    await #expect(throws: TransportError.self) { try await transport.send(request) }
    let expected = """
      > POST https://h/x
      Authorization: <redacted>
      Accept: application/json
      refresh_token=<redacted>&client_id=7

      """
    #expect(
      lines.withLock { $0 } == expected + """
        < 200
        {"access_token":"<redacted>","echo":"<redacted>"}

        """ + expected + "< scripted broken\n"
    )
  }

  @Test("An error of the service does not repeat the token")
  func errors() async throws {
    let fixture = try ServiceFixture(
      [
        .init(
          "GET",
          ServiceFixture.root + "/Entity",
          .answer(403, #"{"error":"no right for opaque-token-7 or \#(Self.jwt)\u001b[1m"}"#)
        )
      ],
      tokens: FixedTokenSource(AccessToken("opaque-token-7"))
    )
    do {
      _ = try await fixture.client.entities()
      Issue.record("no error")
    } catch {
      #expect(error.message == "no right for <redacted> or <redacted>[1m")
      #expect(error.body?.contains("opaque-token-7") == false)
      #expect(error.body?.contains("eyJ") == false)
    }
  }
}
