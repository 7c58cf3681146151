import DSQLClient
import DSQLSession
import Foundation
import Testing

@Suite("Whom a request means")
struct ConnectionChoiceTests {
  static let file = """
    default_profile = "acme"
    [profile.acme]
    organization = "acme"
    tenant = "Production"
    read_only = true
    [profile.suite]
    api = "https://suite.example.com"
    organization = "o"
    tenant = "t"
    service_prefix = "dataservice_"
    """

  struct Case: Sendable {
    var request: ConnectionRequest
    var file: String = ""
    /// What is chosen: `embedded …` or `profile origin/org/tenant via variable`, or `error …`.
    var expected: String
  }

  static let cases: [Case] = [
    Case(request: .init(environment: [:]), expected: "embedded standard"),
    Case(
      request: .init(embedded: .memory, environment: [:]),
      file: file,
      expected: "embedded memory"
    ),
    Case(
      request: .init(profile: "local", environment: [:]),
      file: file,
      expected: "embedded standard"
    ),
    Case(
      request: .init(environment: [
        "UIPATH_URL": "http://127.0.0.1:5/a/b", "UIPATH_ACCESS_TOKEN": "t",
      ]),
      file: file,
      expected: "uipath-env http://127.0.0.1:5/a/b via UIPATH_ACCESS_TOKEN"
    ),
    Case(
      request: .init(
        ignoresUIPathEnvironment: true,
        environment: ["UIPATH_URL": "http://127.0.0.1:5/a/b", "UIPATH_ACCESS_TOKEN": "t"]
      ),
      expected: "embedded standard"
    ),
    Case(
      request: .init(environment: [
        "UIPATH_URL": "http://127.0.0.1:5/a", "UIPATH_ACCESS_TOKEN": "t",
      ]),
      expected: "error badConfiguration"
    ),
    Case(
      request: .init(environment: ["UIPATH_URL": "http://127.0.0.1:5/a/b"]),
      expected: "error notSignedIn"
    ),
    Case(
      request: .init(environment: ["UIPATH_URL": "http://127.0.0.1:5/a/b"]),
      file: "default_profile = \"local\"",
      expected: "embedded standard"
    ),
    Case(
      request: .init(
        ignoresUIPathEnvironment: true,
        environment: ["UIPATH_URL": "http://127.0.0.1:5/a/b"]
      ),
      expected: "embedded standard"
    ),
    Case(
      request: .init(profile: "suite", environment: ["DSQL_PAT": "rt_1"]),
      file: file,
      expected: "suite https://suite.example.com/o/t via DSQL_PAT"
    ),
    Case(
      request: .init(environment: ["DSQL_ACCESS_TOKEN": "t"]),
      file: file,
      expected: "acme https://cloud.uipath.com/acme/Production via DSQL_ACCESS_TOKEN unnamed"
    ),
    Case(
      request: .init(environment: [:]),
      file: file,
      expected: "acme https://cloud.uipath.com/acme/Production via no login unnamed"
    ),
    Case(
      request: .init(profile: "nosuch", environment: [:]),
      file: file,
      expected: "error unknownProfile"
    ),
    Case(
      request: .init(profile: "x", environment: [:]),
      file: "[profile.x]\norganization = \"o\"",
      expected: "error incomplete"
    ),
    Case(
      request: .init(profile: "x", environment: [:]),
      file: "[profile",
      expected: "error badConfiguration"
    ),
    Case(
      request: .init(environment: [
        "DSQL_PROFILE": "suite", "DSQL_ACCESS_TOKEN": "t", "DSQL_TENANT": "u",
      ]),
      file: file,
      expected: "suite https://suite.example.com/o/u via DSQL_ACCESS_TOKEN"
    ),
    Case(
      request: .init(environment: [
        "DSQL_ORG": "o", "DSQL_TENANT": "t", "DSQL_PAT": "p",
        "UIPATH_URL": "http://127.0.0.1:5/a/b", "UIPATH_ACCESS_TOKEN": "t",
      ]),
      expected: "env https://cloud.uipath.com/o/t via DSQL_PAT"
    ),
    Case(
      request: .init(environment: [
        "DSQL_ISSUER": "http://127.0.0.1:9/identity_", "DSQL_ORG": "o", "DSQL_TENANT": "t",
        "DSQL_PAT": "p",
      ]),
      expected: "env http://127.0.0.1:9/o/t via DSQL_PAT"
    ),
    Case(
      request: .init(environment: [
        "DSQL_TENANT": "u", "DSQL_PAT": "p", "UIPATH_URL": "http://127.0.0.1:5/a/b",
        "UIPATH_ACCESS_TOKEN": "t",
      ]),
      file: file,
      expected: "acme https://cloud.uipath.com/acme/u via DSQL_PAT unnamed"
    ),
    Case(
      request: .init(
        options: [.tenant: .init(name: "--tenant", value: "v")],
        environment: ["DSQL_TENANT": "u", "DSQL_PAT": "p"]
      ),
      file: file,
      expected: "acme https://cloud.uipath.com/acme/v via DSQL_PAT unnamed"
    ),
    Case(
      request: .init(environment: [
        "DSQL_PAT": "p", "UIPATH_URL": "http://127.0.0.1:5/a/b", "UIPATH_ACCESS_TOKEN": "t",
      ]),
      expected: "error incomplete"
    ),
    Case(
      request: .init(profile: "x", environment: ["DSQL_TENANT": "t", "DSQL_PAT": "p"]),
      file: "[profile.x]\norganization = \"o\"",
      expected: "x https://cloud.uipath.com/o/t via DSQL_PAT"
    ),
  ]

  @Test("A request is resolved by precedence", arguments: cases)
  func check(_ item: Case) throws {
    let found: String
    do {
      let choice = try ConnectionChoice.make(for: item.request) { () throws(SessionError) in
        try Configuration(parsing: item.file)
      }
      switch choice {
      case .embedded(let store): found = "embedded \(store)"
      case .service(let login):
        found =
          "\(login.profile.name) \(login.endpoint.origin)/\(login.endpoint.organization)"
          + "/\(login.endpoint.tenant) via \(login.session.outset.store)"
          + (login.isNamedByUser ? "" : " unnamed")
      }
    } catch {
      found = "error \(error.code)"
    }
    #expect(found == item.expected)
  }

  @Test("A token's own claims are read, other tokens have none")
  func claims() {
    // {"preferred_username":"ana","scope":"a b","exp":1700000000}
    let payload = "eyJwcmVmZXJyZWRfdXNlcm5hbWUiOiJhbmEiLCJzY29wZSI6ImEgYiIsImV4cCI6MTcwMDAwMDAwMH0"
    let claims = TokenClaims(of: AccessToken("h.\(payload).s"))
    #expect(claims?.user == "ana")
    #expect(claims?.scopes == ["a", "b"])
    #expect(claims?.expiry == 1_700_000_000)
    // What a terminal would obey is not shown.
    let hostile = Data(
      #"{"email":"a\u001b]0;x\u0007@b","name":"\u001b[31mA","scope":"s\u001b"}"#.utf8
    )
    .base64EncodedString()
    let safe = TokenClaims(of: AccessToken("h.\(hostile).s"))
    #expect(safe?.person == .init(name: "[31mA", email: "a]0;x@b"))
    #expect(safe?.scopes == ["s"])
    #expect(TokenClaims(of: AccessToken("rt_opaque")) == nil)
    #expect(TokenClaims(of: AccessToken("a.!!!.c")) == nil)
  }
}
