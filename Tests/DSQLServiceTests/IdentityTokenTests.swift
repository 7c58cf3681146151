import DSQLTypes
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import DSQLService

/// The token endpoint: its three grants and its refusals.
@Suite
struct IdentityTokenTests {
  /// The example of RFC 7636, appendix B.
  @Test
  func challenge() {
    #expect(OpaqueToken.challenge(of: IdentityScenario.verifier) == IdentityScenario.challenge)
  }

  @Test
  func exchange() async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.login(as: .writer)
      #expect(answer.status == 200)
      #expect(answer.headers[.cacheControl] == "no-store")
      #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
      let members = answer.members
      #expect(members["expires_in"] == "3600" && members["token_type"] == "Bearer")
      #expect(members["scope"] == IdentityScenario.scope)
      let refresh = (members["refresh_token"] ?? "").split(separator: ".")
      #expect(refresh.map(\.count) == [36, 64])
      Self.checkOrder(
        answer,
        ["access_token", "expires_in", "token_type", "refresh_token", "scope"]
      )
      let access = members["access_token"] ?? ""
      #expect(try await tester.call(access).status == 200)
    }
  }

  /// Only what was asked for is in the answer.
  @Test
  func members() async throws {
    try await IdentityScenario().run { tester in
      let plain = try await tester.login(as: .writer, ["scope": "DataFabric.Data.Read"])
      Self.checkOrder(plain, ["access_token", "expires_in", "token_type", "scope"])
      let open = try await tester.login(
        as: .writer,
        ["scope": "openid profile email offline_access", "nonce": "n"]
      )
      Self.checkOrder(
        open,
        ["id_token", "access_token", "expires_in", "token_type", "refresh_token", "scope"]
      )
      let claims = Self.claims(open.members["id_token"])
      #expect(claims["sub"] as? String == LocalUser.writer.id)
      #expect(claims["nonce"] as? String == "n")
      #expect(claims["aud"] as? String == EmbeddedService.publicClientID)
      #expect(claims["name"] as? String == "Wim Writer")
      let (exp, iat) = (claims["exp"] as? Int ?? 0, claims["iat"] as? Int ?? 0)
      #expect(exp - iat == 300)
    }
  }

  @Test(arguments: [[], ["scope-claim=text"]])
  func claims(_ traits: [String]) async throws {
    try await IdentityScenario(traits: traits).run { tester in
      let token = try await tester.login(as: .reader).members["access_token"]
      let header = Self.part(token, 0)
      #expect(header["typ"] as? String == "at+jwt" && header["alg"] as? String == "ES256")
      let claims = Self.claims(token)
      for (name, value) in [
        ("sub", LocalUser.reader.id), ("sub_type", "user"), ("email", "reader@example.com"),
        ("preferred_username", "reader@example.com"), ("name", "Rena Reader"),
        ("ext_idp_disp_name", "GlobalIdp"), ("client_id", EmbeddedService.publicClientID),
        ("iss", "http://127.0.0.1:0/identity_"),
      ] {
        #expect(claims[name] as? String == value)
      }
      let now = Int(ServiceScenario.moment.ticks / 10_000_000)
      #expect(claims["iat"] as? Int == now && claims["nbf"] as? Int == now)
      #expect(claims["auth_time"] as? Int == now && claims["exp"] as? Int == now + 3600)
      #expect(UUID(uuidString: claims["prt_id"] as? String ?? "") != nil)
      if traits.isEmpty {
        #expect(
          claims["scope"] as? [String]
            == IdentityScenario.scope.split(separator: " ").map(String.init)
        )
      } else {
        #expect(claims["scope"] as? String == IdentityScenario.scope)
      }
      #expect(try await tester.call(token ?? "").status == 200)
    }
  }

  /// Each refusal of the grant of codes.
  @Test(arguments: [
    (["grant_type": nil], "unsupported_grant_type"),
    (["grant_type": "password"], "unsupported_grant_type"),
    (["client_id": nil], "invalid_client"), (["client_id": "x"], "invalid_client"),
    (["client_id": RegisteredClient.servicePublic.id], "invalid_grant"),
    (["client_id": RegisteredClient.confidentialUser.id], "invalid_client"),
    (
      ["client_id": RegisteredClient.confidentialUser.id, "client_secret": "wrong"],
      "invalid_client"
    ),
    (["redirect_uri": nil], "unauthorized_client"),
    (["redirect_uri": "http://localhost:12734/callback"], "invalid_grant"),
    (["code": nil], "invalid_grant"), (["code": "x"], "invalid_grant"),
    (["code_verifier": nil], "invalid_grant"),
    (["code_verifier": IdentityScenario.verifier + "A"], "invalid_grant"),
    (["code_verifier": IdentityScenario.challenge], "invalid_grant"),
    (["code_verifier": "short"], "invalid_grant"),
  ])
  func refusals(_ changes: [String: String?], _ error: String) async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.exchange(try await tester.code(), changes)
      Self.check(answer, error)
    }
  }

  /// A code is good for five minutes.
  @Test(arguments: [(299, 200), (300, 400)] as [(Int64, Int)])
  func age(_ seconds: Int64, _ status: Int) async throws {
    try await IdentityScenario().run { tester in
      let code = try await tester.code()
      tester.clock.advance(seconds)
      #expect(try await tester.exchange(code).status == status)
    }
  }

  /// A code that comes twice also ends what it gave.
  @Test
  func replay() async throws {
    try await IdentityScenario().run { tester in
      let code = try await tester.code()
      let first = try await tester.exchange(code).members
      let access = first["access_token"] ?? ""
      #expect(try await tester.call(access).status == 200)
      Self.check(try await tester.exchange(code), "invalid_grant")
      Self.check(try await tester.refresh(first["refresh_token"] ?? ""), "invalid_grant")
      #expect(try await tester.call(access).status == 401)
      // A try that fails uses the code up as well.
      let other = try await tester.code()
      Self.check(try await tester.exchange(other, ["code_verifier": nil]), "invalid_grant")
      Self.check(try await tester.exchange(other), "invalid_grant")
    }
  }

  /// Of many who use one code or one refresh token at once, one gets tokens.
  @Test
  func races() async throws {
    try await IdentityScenario().run { tester in
      let refresh = try await tester.login().members["refresh_token"] ?? ""
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<12 { group.addTask { try await tester.refresh(refresh).status } }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 200 }.count == 1)
      #expect(statuses.filter { $0 == 400 }.count == 11)
    }
  }

  @Test
  func rotation() async throws {
    try await IdentityScenario().run { tester in
      var token = try await tester.login(as: .reader).members["refresh_token"] ?? ""
      var all: Set<String> = [token]
      for _ in 0..<3 {
        tester.clock.advance(3600)
        let answer = try await tester.refresh(token)
        #expect(answer.status == 200)
        Self.checkOrder(
          answer,
          ["access_token", "expires_in", "token_type", "refresh_token", "scope"]
        )
        Self.check(try await tester.refresh(token), "invalid_grant")
        token = answer.members["refresh_token"] ?? ""
        #expect(all.insert(token).inserted)
        let claims = Self.claims(answer.members["access_token"])
        #expect(claims["auth_time"] as? Int == Int(ServiceScenario.moment.ticks / 10_000_000))
      }
      for (changes, error): ([String: String?], String) in [
        (["refresh_token": nil], "invalid_request"), (["refresh_token": "x"], "invalid_grant"),
        (["client_id": RegisteredClient.servicePublic.id], "invalid_grant"),
        (["client_id": nil], "invalid_client"),
        (
          ["client_id": LocalUser.robot.id, "client_secret": "local-secret-of-rolf-robot"],
          "unauthorized_client"
        ),
      ] {
        Self.check(try await tester.refresh(token, changes), error)
      }
      #expect(try await tester.refresh(token).status == 200)
    }
  }

  /// Sixty days from the sign-in, or from the last renewal where that is switched on.
  @Test(arguments: [([], 400), (["refresh=sliding"], 200)])
  func sixtyDays(_ traits: [String], _ status: Int) async throws {
    try await IdentityScenario(traits: traits).run { tester in
      let first = try await tester.login().members["refresh_token"] ?? ""
      tester.clock.advance(60 * 86400 - 1)
      let second = try await tester.refresh(first)
      #expect(second.status == 200)
      tester.clock.advance(2)
      let third = try await tester.refresh(second.members["refresh_token"] ?? "")
      #expect(third.status == status)
      let late = try await tester.login().members["refresh_token"] ?? ""
      tester.clock.advance(60 * 86400)
      Self.check(try await tester.refresh(late), "invalid_grant")
    }
  }

  @Test
  func lifetimes() async throws {
    try await IdentityScenario {
      $0.accessTokenSeconds = 30
      $0.refreshTokenSeconds = 90
    }.run { tester in
      let login = try await tester.login().members
      #expect(login["expires_in"] == "30")
      tester.clock.advance(29)
      #expect(try await tester.call(login["access_token"] ?? "").status == 200)
      tester.clock.advance(1)
      #expect(try await tester.call(login["access_token"] ?? "").status == 401)
      #expect(try await tester.authorize().body.contains("for 1 minute"))
      tester.clock.advance(60)
      Self.check(try await tester.refresh(login["refresh_token"] ?? ""), "invalid_grant")
    }
  }

  @Test
  func disabledUser() async throws {
    try await IdentityScenario().run { tester in
      let token = try await tester.login(as: .writer).members["refresh_token"] ?? ""
      let code = try await tester.code(for: .writer)
      let personal = try await tester.service.personalAccessToken(for: .writer)
      #expect(try await tester.call(personal).status == 200)
      try await tester.service.setActive(false, .writer)
      Self.check(try await tester.refresh(token), "invalid_grant")
      Self.check(try await tester.exchange(code), "invalid_grant")
      #expect(try await tester.call(personal).status == 401)
      #expect(try await tester.decide(try await tester.authorize(), as: .writer).status == 403)
      try await tester.service.setActive(true, .writer)
      #expect(try await tester.refresh(token).status == 200)
    }
  }

  /// What is no form.
  @Test
  func wrongForms() async throws {
    for (traits, status) in [([], 400), (["token-form=html"], 200)] {
      try await IdentityScenario(traits: traits).run { tester in
        for type in ["application/json", "text/plain", ""] {
          let answer = try await tester.send(
            .post,
            "/identity_/connect/token",
            body: #"{"grant_type":"refresh_token"}"#,
            headers: ["Content-Type": type]
          )
          #expect(answer.status == status)
          #expect(answer.body.hasPrefix("<!DOCTYPE html>") == (status == 200))
        }
        Self.check(try await tester.send(.get, "/identity_/connect/token"), "invalid_request")
      }
    }
  }

  @Test
  func invalidClientStatus() async throws {
    try await IdentityScenario(traits: ["invalid-client=401"]).run { tester in
      let answer = try await tester.refresh("x", ["client_id": "x"])
      #expect(answer.status == 401 && answer.headers[.wwwAuthenticate] != nil)
      #expect(answer.members["error"] == "invalid_client")
    }
  }

  // MARK: Checks

  static func check(_ answer: IdentityAnswer, _ error: String, _ description: String? = nil) {
    #expect(answer.status == 400)
    #expect(answer.members["error"] == error)
    #expect(answer.members["error_description"] == description)
    #expect(answer.headers[.cacheControl] == "no-store")
  }

  /// The members of a body, in their order.
  static func checkOrder(_ answer: IdentityAnswer, _ names: [String]) {
    #expect(Set(answer.members.keys) == Set(names))
    let places = names.map { answer.body.firstRange(of: "\"\($0)\":")?.lowerBound }
    #expect(places.compactMap(\.self).count == names.count)
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
  }

  static func claims(_ token: String?) -> [String: Any] { part(token, 1) }

  static func part(_ token: String?, _ place: Int) -> [String: Any] {
    let parts = (token ?? "").split(separator: ".")
    guard parts.count == 3 else { return [:] }
    var base64 = String(parts[place]).replacing("-", with: "+").replacing("_", with: "/")
    while base64.count % 4 != 0 { base64.append("=") }
    guard let data = Data(base64Encoded: base64) else { return [:] }
    return (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:]
  }
}
