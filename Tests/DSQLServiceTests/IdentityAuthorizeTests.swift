import DSQLTypes
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import DSQLService

/// The pages of a sign-in: what is asked, what is refused and where.
@Suite
struct IdentityAuthorizeTests {
  @Test
  func consent() async throws {
    try await IdentityScenario().run { tester in
      let page = try await tester.authorize()
      #expect(page.status == 200)
      #expect(page.headers[.contentType] == "text/html; charset=utf-8")
      #expect(page.headers[.cacheControl] == "no-store")
      for user in LocalUser.people {
        #expect(page.body.contains("<span>\(user.displayName)</span>"))
        #expect(page.body.contains(#"value="\#(user.rawValue)""#))
      }
      #expect(!page.body.contains("Rolf Robot"))
      for words in [
        "Read the schema", "Read records", "Create, change and delete records",
        "Stay signed in for 60 days", #"value="allow""#, #"value="deny""#,
      ] {
        #expect(page.body.contains(words))
      }
      let answer = try await tester.decide(page, as: .writer)
      #expect(answer.status == 302)
      #expect(answer.location.hasPrefix("\(IdentityScenario.redirectURI)?code="))
      let parameters = answer.parameters
      #expect(parameters["state"] == "a state")
      #expect(parameters["scope"] == IdentityScenario.scope)
      #expect(parameters["iss"] == "http://127.0.0.1:0/identity_")
      #expect(Set(parameters.keys) == ["code", "scope", "state", "iss"])
    }
  }

  /// Nothing from elsewhere, no script, and no way to put the page into another one.
  @Test
  func policy() async throws {
    try await IdentityScenario().run { tester in
      let page = try await tester.authorize()
      let policy = page.headers[.contentSecurityPolicy] ?? ""
      #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
      #expect(policy.contains("form-action 'self' http://localhost:12733;"))
      #expect(policy.contains("frame-ancestors 'none'"))
      for banned in ["<script", "<link", "<img", "url(", "src=", " style="] {
        #expect(!page.body.contains(banned))
      }
    }
  }

  /// Refusals that the browser's user sees and the client does not.
  @Test(arguments: [
    (["client_id": nil], "invalid_request", "Invalid client_id"),
    (["client_id": "x"], "unauthorized_client", "Unknown client or client not enabled"),
    (["redirect_uri": nil], "invalid_request", "Invalid redirect_uri"),
    (
      ["redirect_uri": "http://localhost:12733/callback/"], "invalid_request",
      "Invalid redirect_uri"
    ),
    (
      ["redirect_uri": "http://localhost:12735/callback"], "invalid_request",
      "Invalid redirect_uri"
    ),
    (
      ["redirect_uri": "http://127.0.0.1:12733/callback"], "invalid_request",
      "Invalid redirect_uri"
    ),
    (
      ["redirect_uri": "http://localhost:12733/callback?x=y"], "invalid_request",
      "Invalid redirect_uri"
    ),
    (
      ["redirect_uri": "http://localhost:12733/Callback"], "invalid_request",
      "Invalid redirect_uri"
    ),
    (["redirect_uri": "javascript:alert(1)"], "invalid_request", "Invalid redirect_uri"),
    (["response_type": nil], "invalid_request", "Missing response_type"),
    (["response_type": "token"], "unsupported_response_type", "Response type not supported"),
    (["response_type": "code token"], "unsupported_response_type", "Response type not supported"),
    (["response_mode": "fragment"], "invalid_request", "Invalid response_mode"),
    (["scope": nil], "invalid_request", "Invalid scope"),
    (["scope": " "], "invalid_request", "Invalid scope"),
    (["scope": "DataFabric.Data"], "invalid_scope", "Invalid scope"),
    (["scope": "DataService.Data.Read"], "invalid_scope", "Invalid scope"),
    (["scope": "DataFabric.Data.Read OR.Default"], "invalid_scope", "Invalid scope"),
    (["code_challenge": nil], "invalid_request", "code challenge required"),
    (
      ["code_challenge_method": "plain"], "invalid_request", "Transform algorithm not supported"
    ),
    (["code_challenge_method": nil], "invalid_request", "Transform algorithm not supported"),
    (["code_challenge": "short"], "invalid_request", "Invalid code_challenge"),
    (
      ["code_challenge": String(repeating: "a", count: 42) + "="], "invalid_request",
      "Invalid code_challenge"
    ),
    (
      ["client_id": LocalUser.robot.id], "invalid_request", "Invalid redirect_uri"
    ),
  ])
  func refusals(
    _ changes: [String: String?],
    _ error: String,
    _ description: String
  ) async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.authorize(changes)
      #expect(answer.status == 302)
      #expect(answer.location.hasPrefix("http://127.0.0.1:0/identity_/web/?errorCode=\(error)&"))
      #expect(answer.refusal["Error"] as? String == error)
      #expect(answer.refusal["ErrorDescription"] as? String == description)
      #expect(answer.refusal["RedirectUri"] is NSNull && answer.refusal["ResponseMode"] is NSNull)
      let client = changes["client_id"] ?? EmbeddedService.publicClientID
      #expect(answer.refusal["ClientId"] as? String == client)
      let page = try await tester.send(
        .get,
        String(answer.location.dropFirst("http://127.0.0.1:0".count))
      )
      #expect(page.status == 200)
      #expect(page.body.contains("This sign-in cannot go on") && page.body.contains(description))
    }
  }

  @Test
  func twice() async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.send(
        .get,
        "/identity_/connect/authorize?client_id=a&client_id=b"
      )
      #expect(answer.refusal["Error"] as? String == "invalid_request")
    }
  }

  /// What does go back to the client.
  @Test
  func safeErrors() async throws {
    try await IdentityScenario().run { tester in
      let denied = try await tester.decide(try await tester.authorize(), as: nil, "deny")
      let silent = try await tester.authorize(["prompt": "none"])
      for (answer, error) in [(denied, "access_denied"), (silent, "login_required")] {
        #expect(answer.status == 302)
        #expect(answer.location.hasPrefix("\(IdentityScenario.redirectURI)?error=\(error)&"))
        #expect(
          answer.parameters == [
            "error": error, "state": "a state", "iss": "http://127.0.0.1:0/identity_",
          ]
        )
      }
    }
  }

  /// A form is good for one answer, within a quarter of an hour, and with an answer that fits.
  @Test
  func forms() async throws {
    try await IdentityScenario().run { tester in
      let page = try await tester.authorize()
      #expect(try await tester.decide(page, as: .reader).status == 302)
      #expect(try await tester.decide(page, as: .reader).status == 400)
      let old = try await tester.authorize()
      tester.clock.advance(900)
      #expect(try await tester.decide(old, as: .reader).status == 400)
      for (user, decision, status) in [
        (LocalUser?.none, "allow", 400), (.robot, "allow", 400), (.reader, "", 400),
        (.reader, "perhaps", 400), (.disabled, "allow", 403),
      ] {
        let again = try await tester.decide(try await tester.authorize(), as: user, decision)
        #expect(again.status == status)
        #expect(again.body.contains(#"role="alert""#))
        // The page that says so can be answered.
        #expect(try await tester.decide(again, as: .reader).status == 302)
      }
      let forged = try await tester.post(
        "/identity_/connect/authorize",
        ["consent": "x", "user": "administrator", "decision": "allow"]
      )
      #expect(forged.status == 400)
      let foreign = try await tester.post(
        "/identity_/connect/authorize",
        ["consent": try await tester.authorize().consent, "user": "reader", "decision": "allow"],
        headers: ["Sec-Fetch-Site": "cross-site"]
      )
      #expect(foreign.status == 421)
    }
  }

  /// A name that was made to lead to this machine does not see the page.
  @Test(arguments: [
    (nil, true), ("127.0.0.1:12345", true), ("localhost:8080", true), ("LOCALHOST", true),
    ("[::1]:1", true), ("id.example", true), ("evil.example:80", false),
    ("localhost.evil.example", false), ("id.example.evil", false), ("127.0.0.1.evil", false),
    ("127.0.0.1:80@evil", false),
  ])
  func hosts(_ authority: String?, _ isAccepted: Bool) {
    let issuer = "https://id.example/identity_"
    #expect(AuthorizeRoutes.isOfThisMachine(authority, issuer: issuer) == isAccepted)
  }

  /// What a request sends comes back only escaped.
  @Test
  func escaping() async throws {
    let attack = #""><script>alert('x')</script>&amp;"#
    try await IdentityScenario { $0.extraRedirectURIs = ["http://localhost:9/\(attack)"] }
      .run { tester in
        let page = try await tester.authorize([
          "state": attack, "login_hint": attack, "nonce": attack,
          "redirect_uri": "http://localhost:9/\(attack)",
        ])
        #expect(page.status == 200 && !page.body.contains("<script"))
        #expect(page.body.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)"))
        let refused = try await tester.authorize(["client_id": attack])
        let told = try await tester.send(
          .get,
          String(refused.location.dropFirst("http://127.0.0.1:0".count))
        )
        #expect(told.body.contains("&lt;script&gt;") && !told.body.contains("<script"))
        let code = try await tester.send(
          .get,
          "/identity_/web/?errorCode=%3Cscript%3E&errorId=%3Cscript%3E"
        )
        #expect(code.body.contains("&lt;script&gt;") && !code.body.contains("<script"))
      }
  }

  /// The page tells the roles that there are now.
  @Test
  func roles() async throws {
    let assignments = ["reader=Designer,Data Writer", "writer="]
    try await IdentityScenario(roles: assignments).run { tester in
      let page = try await tester.authorize()
      for words in [
        "administrator@example.com, Administrator, Designer, Data Writer<",
        "reader@example.com, Designer, Data Writer<", "writer@example.com, no role<",
        "norole@example.com, no role<", "disabled@example.com, may no longer sign in<",
      ] {
        #expect(page.body.contains(words))
      }
    }
  }

  @Test
  func expectedUser() async throws {
    try await IdentityScenario().run { tester in
      let page = try await tester.authorize(["login_hint": "writer@example.com"])
      #expect(page.body.contains(#"value="writer" required checked>"#))
      #expect(page.body.components(separatedBy: " checked").count == 2)
    }
  }

  /// Below an organisation there is a page with 219, and the token endpoint.
  @Test
  func organizations() async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.send(
        .get,
        "/local/identity_/connect/authorize?client_id=%3Cb%3E"
      )
      #expect(answer.status == 302)
      #expect(answer.location.hasPrefix("http://127.0.0.1:0/identity_/web/login?errorCode=219&"))
      #expect(answer.parameters["returnUrl"] == "/connect/authorize?client_id=%3Cb%3E")
      let page = try await tester.send(
        .get,
        String(answer.location.dropFirst("http://127.0.0.1:0".count))
      )
      #expect(page.status == 200 && page.body.contains("219"))
      let refresh = try await tester.login().members["refresh_token"] ?? ""
      let token = try await tester.post(
        "/local/identity_/connect/token",
        [
          "grant_type": "refresh_token", "refresh_token": refresh,
          "client_id": EmbeddedService.publicClientID,
        ]
      )
      #expect(token.status == 200)
      for path in [
        "/other/identity_/connect/authorize", "/local/identity_/connect/userinfo",
        "/identity_/nothing",
      ] {
        #expect([401, 404].contains(try await tester.send(.get, path).status))
      }
    }
  }
}
