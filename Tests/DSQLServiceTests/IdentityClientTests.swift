import DSQLTypes
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import DSQLService

/// The registered clients: what each may and may not.
@Suite
struct IdentityClientTests {
  /// Applications that ask for a token without a person.
  @Test(arguments: [
    (RegisteredClient.fabricPublic, "DataFabric.Data.Read", "unauthorized_client", nil),
    (.servicePublic, "DataService.Data.Read", "unauthorized_client", nil),
    (.confidentialUser, "DataFabric.Data.Read", "unauthorized_client", nil),
    (
      .confidentialBoth, "DataFabric.Data.Read", "invalid_request",
      "Client=0190163d-8694-739b-aea5-966c26f8c004 is not allowed to access User scopes"
    ),
    (.confidentialBoth, "OR.Default offline_access", "invalid_scope", nil),
    (.confidentialBoth, "Other", "invalid_scope", nil),
    (.application, "Other", "invalid_scope", nil),
    (.application, "offline_access", "invalid_scope", nil),
    (.application, "DataFabric.Data.Read", "invalid_scope", nil),
  ])
  func refusals(
    _ client: RegisteredClient,
    _ scope: String,
    _ error: String,
    _ description: String?
  ) async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.token([
        "grant_type": "client_credentials", "client_id": client.id,
        "client_secret": client.secret, "scope": scope,
      ])
      IdentityTokenTests.check(answer, error, description)
    }
  }

  /// An application that acts for itself has its role's rights, and no scopes that would limit them.
  @Test(arguments: ["OR.Default", nil])
  func application(_ scope: String?) async throws {
    try await IdentityScenario().run { tester in
      let client = RegisteredClient.application
      let answer = try await tester.token([
        "grant_type": "client_credentials", "client_id": client.id,
        "client_secret": client.secret, "scope": scope,
      ])
      #expect(answer.status == 200)
      IdentityTokenTests.checkOrder(answer, ["access_token", "expires_in", "token_type", "scope"])
      #expect(answer.members["scope"] == "OR.Default")
      let token = answer.members["access_token"] ?? ""
      let claims = IdentityTokenTests.claims(token)
      #expect(claims["sub"] as? String == client.id)
      #expect(claims["sub_type"] as? String == "service.external")
      #expect(claims["email"] == nil && claims["auth_time"] == nil)
      let definition = ThingFixture.entity("Thing", [])
      let administrator = try await tester.service.accessToken(for: .administrator)
      #expect(
        try await tester.call(administrator, .post, "/Entity", body: definition).status == 200
      )
      let insert = try await tester.call(token, .post, "/EntityService/Thing/insert", body: "{}")
      #expect(insert.status == 200)
      let read = "/EntityService/Thing/read?expansionLevel=3"
      #expect(try await tester.call(token, .get, read).body.contains("Rolf Robot"))
      #expect(try await tester.call(token).status == 200)
      let refused = try await tester.call(token, .post, "/Entity", body: definition)
      #expect(refused.status == 403 && !refused.body.contains("scope"))
      let users = try await tester.call(token, .get, "/EntityService/SystemUser/read")
      #expect(users.body.contains(#""Name":"Rolf Robot""#))
    }
  }

  /// An application without a role of its own gets a token that is good for nothing here.
  @Test
  func roleless() async throws {
    try await IdentityScenario().run { tester in
      let client = RegisteredClient.confidentialBoth
      let token = try await tester.token([
        "grant_type": "client_credentials", "client_id": client.id,
        "client_secret": client.secret, "scope": "OR.Default",
      ]).members["access_token"]
      #expect(try await tester.call(token ?? "").status == 403)
    }
  }

  /// A confidential client signs people in with its secret, in the form or in the header; with PKCE
  /// where it wants.
  @Test
  func confidential() async throws {
    try await IdentityScenario().run { tester in
      let client = RegisteredClient.confidentialUser
      let secret = client.secret ?? ""
      let basic = Data("\(client.id):\(secret)".utf8).base64EncodedString()
      let plain: [String: String?] = [
        "client_id": client.id, "code_challenge": nil, "code_challenge_method": nil,
      ]
      let fields = [
        "grant_type": "authorization_code", "redirect_uri": IdentityScenario.redirectURI,
      ]
      let code = try await tester.code(for: .reader, plain)
      let byHeader = try await tester.post(
        "/identity_/connect/token",
        fields.merging(["code": code]) { $1 },
        headers: ["Authorization": "Basic \(basic)"]
      )
      #expect(byHeader.status == 200)
      let other = try await tester.code(for: .reader, ["client_id": client.id])
      let byForm = try await tester.exchange(
        other,
        ["client_id": client.id, "client_secret": secret]
      )
      #expect(byForm.status == 200)
      let unexpected = try await tester.code(for: .reader, plain)
      IdentityTokenTests.check(
        try await tester.exchange(
          unexpected,
          ["client_id": client.id, "client_secret": secret]
        ),
        "invalid_grant"
      )
      let refresh = byForm.members["refresh_token"] ?? ""
      IdentityTokenTests.check(
        try await tester.refresh(refresh, ["client_id": client.id]),
        "invalid_client"
      )
      let renewed = try await tester.refresh(
        refresh,
        ["client_id": client.id, "client_secret": secret]
      )
      #expect(renewed.status == 200)
      let mixed = try await tester.post(
        "/identity_/connect/token",
        ["grant_type": "refresh_token", "client_id": EmbeddedService.publicClientID],
        headers: ["Authorization": "Basic \(basic)"]
      )
      #expect(mixed.members["error"] == "invalid_client")
    }
  }

  @Test
  func olderScopes() async throws {
    try await IdentityScenario().run { tester in
      let changes: [String: String?] = [
        "client_id": RegisteredClient.servicePublic.id,
        "scope": "DataService.Schema.Read DataService.Data.Read",
        "redirect_uri": "http://localhost:12734/callback",
      ]
      let code = try await tester.code(for: .writer, changes)
      let token = try await tester.exchange(
        code,
        [
          "client_id": RegisteredClient.servicePublic.id,
          "redirect_uri": "http://localhost:12734/callback",
        ]
      ).members["access_token"]
      #expect(try await tester.call(token ?? "").status == 200)
    }
  }

  /// A test's own address, exactly.
  @Test
  func extraRedirects() async throws {
    let address = "http://127.0.0.1:5/own?a=b"
    try await IdentityScenario { $0.extraRedirectURIs = [address] }.run { tester in
      let answer = try await tester.decide(
        try await tester.authorize(["redirect_uri": address]),
        as: .reader
      )
      #expect(answer.location.hasPrefix("\(address)&code="))
      let code = answer.parameters["code"] ?? ""
      #expect(try await tester.exchange(code, ["redirect_uri": address]).status == 200)
      let other = try await tester.authorize(["redirect_uri": "http://127.0.0.1:5/own"])
      #expect(other.refusal["ErrorDescription"] as? String == "Invalid redirect_uri")
    }
  }
}
