import DSQLTypes
import Foundation
import HTTPTypes
import HummingbirdTesting
import JWTKit
import Logging
import Testing

@testable import DSQLService

/// Discovery, keys, the API's side of tokens, and the ends of logins.
@Suite
struct IdentityServerTests {
  @Test(arguments: [[], ["discovery=bare"]])
  func discovery(_ traits: [String]) async throws {
    try await IdentityScenario(traits: traits).run { tester in
      let answer = try await tester.send(.get, "/identity_/.well-known/openid-configuration")
      #expect(answer.status == 200)
      let members = answer.members
      let issuer = "http://127.0.0.1:0/identity_"
      #expect(members["issuer"] == issuer)
      for (name, path) in [
        ("authorization_endpoint", "authorize"), ("token_endpoint", "token"),
        ("userinfo_endpoint", "userinfo"), ("end_session_endpoint", "endsession"),
      ] {
        #expect(members[name] == "\(issuer)/connect/\(path)")
      }
      for name in [
        "jwks_uri", "response_types_supported", "grant_types_supported",
        "code_challenge_methods_supported",
      ] {
        #expect(members[name] != nil)
      }
      for name in ["revocation_endpoint", "scopes_supported"] {
        #expect((members[name] == nil) == !traits.isEmpty)
      }
    }
  }

  /// Another issuer, by the options, is told everywhere.
  @Test
  func issuer() async throws {
    var options = EmbeddedServiceOptions(store: .memory, issuer: "https://id.example/identity_")
    options.writesSample = false
    let service = try EmbeddedService(options, logger: .init(label: "test"))
    try await service.application().test(.router) { client in
      let tester = IdentityTester(client: client, clock: SettableClock(), service: service)
      let members = try await tester.send(.get, "/identity_/.well-known/openid-configuration")
        .members
      #expect(members["token_endpoint"] == "https://id.example/identity_/connect/token")
      let token = try await service.accessToken(for: .reader)
      #expect(
        IdentityTokenTests.claims(token)["iss"] as? String == "https://id.example/identity_"
      )
      #expect(try await tester.call(token).status == 200)
    }
  }

  /// The published keys verify what the server signs.
  @Test
  func keys() async throws {
    try await IdentityScenario().run { tester in
      let answer = try await tester.send(.get, "/identity_/.well-known/openid-configuration/jwks")
      let keys = try await JWTKeyCollection().add(jwksJSON: answer.body)
      let login = try await tester.login(as: .writer, ["scope": "openid DataFabric.Data.Read"])
      let access = try await keys.verify(
        login.members["access_token"] ?? "",
        as: AccessTokenClaims.self
      )
      #expect(access.subject == LocalUser.writer.id)
      let identity = try await keys.verify(
        login.members["id_token"] ?? "",
        as: IdentityTokenClaims.self
      )
      #expect(identity.subject == LocalUser.writer.id)
      let other = try await IdentityScenario().service.accessToken(for: .writer)
      await #expect(throws: JWTError.self) {
        try await keys.verify(other, as: AccessTokenClaims.self)
      }
    }
  }

  @Test
  func userInfo() async throws {
    try await IdentityScenario().run { tester in
      func info(_ token: String?) async throws -> IdentityAnswer {
        try await tester.send(
          .get,
          "/identity_/connect/userinfo",
          headers: token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
        )
      }
      let login = try await tester.login(as: .reader, ["scope": "openid profile email"])
      let answer = try await info(login.members["access_token"])
      #expect(answer.status == 200)
      #expect(answer.members["sub"] == LocalUser.reader.id)
      #expect(answer.members["first_name"] == "Rena" && answer.members["last_name"] == "Reader")
      #expect(answer.members["email"] == "reader@example.com")
      let bare = try await tester.login(as: .reader, ["scope": "openid"])
      #expect(
        Set(try await info(bare.members["access_token"]).members.keys) == ["sub", "prt_id"]
      )
      #expect(try await info(nil).status == 401)
      #expect(try await info("x").status == 401)
      #expect(try await info(try await tester.service.accessToken(for: .reader)).status == 403)
    }
  }

  /// A call needs the token's scope and the user's role.
  @Test(arguments: [([], 403), (["scope-refusal=401"], 401)])
  func scopes(_ traits: [String], _ status: Int) async throws {
    try await IdentityScenario(traits: traits).run { tester in
      let login = try await tester.login(as: .administrator, ["scope": "DataFabric.Data.Read"])
      let answer = try await tester.call(login.members["access_token"] ?? "")
      #expect(answer.status == status)
      let challenge = answer.headers[.wwwAuthenticate] ?? ""
      #expect(challenge.hasPrefix(#"Bearer error="insufficient_scope""#))
      let reader = try await tester.login(as: .reader).members["access_token"] ?? ""
      let write = try await tester.call(
        reader,
        .post,
        "/EntityService/SystemUser/insert",
        body: "{}"
      )
      #expect(write.status == 403 && write.body.contains("permission"))
      let identity = try await tester.login(as: .reader, ["scope": "openid"])
      #expect(try await tester.call(identity.members["id_token"] ?? "").status == 401)
    }
  }

  @Test
  func personalTokens() async throws {
    try await IdentityScenario().run { tester in
      let now = tester.clock.now
      let token = try await tester.service.personalAccessToken(
        for: .writer,
        scopes: ["DataFabric.Schema.Read"],
        expires: .init(ticks: now.ticks + 600 * 10_000_000)
      )
      #expect(token.hasPrefix("rt_"))
      #expect(try await tester.call(token).status == 200)
      let read = "/EntityService/SystemUser/read"
      #expect(try await tester.call(token, .get, read).status == 403)
      #expect(try await tester.call(token + "0").status == 401)
      tester.clock.advance(600)
      #expect(try await tester.call(token).status == 401)
      // Neither the schema nor choices are written with one.
      let highest = try await tester.service.personalAccessToken(for: .administrator)
      #expect(try await tester.call(highest, .get, read).status == 200)
      #expect(try await tester.call(highest, .post, "/Entity").status == 403)
      let other = try await tester.service.personalAccessToken(for: .reader)
      #expect(try await tester.call(other, .get, read).status == 200)
      try await tester.service.revoke(personalAccessToken: other)
      #expect(try await tester.call(other, .get, read).status == 401)
      let disabled = try await tester.service.personalAccessToken(for: .disabled)
      #expect(try await tester.call(disabled).status == 401)
    }
  }

  @Test
  func revocation() async throws {
    try await IdentityScenario().run { tester in
      let login = try await tester.login().members
      let refresh = login["refresh_token"] ?? ""
      let own = ["client_id": EmbeddedService.publicClientID]
      func revoke(_ form: [String: String]) async throws -> IdentityAnswer {
        try await tester.post("/identity_/connect/revocation", form)
      }
      let foreign = ["client_id": RegisteredClient.servicePublic.id, "token": refresh]
      #expect(try await revoke(foreign).status == 200)
      #expect(try await revoke(own.merging(["token": "unknown"]) { $1 }).status == 200)
      IdentityTokenTests.check(try await revoke(own), "invalid_request")
      IdentityTokenTests.check(try await revoke(["token": refresh]), "invalid_client")
      let hint = own.merging(["token": refresh, "token_type_hint": "x"]) { $1 }
      IdentityTokenTests.check(try await revoke(hint), "unsupported_token_type")
      let next = try await tester.refresh(refresh).members["refresh_token"] ?? ""
      // The whole login ends, whichever of its tokens is told.
      #expect(try await revoke(own.merging(["token": refresh]) { $1 }).status == 200)
      IdentityTokenTests.check(try await tester.refresh(next), "invalid_grant")
      #expect(try await tester.call(login["access_token"] ?? "").status == 200)
    }
  }

  /// Signing out in the browser ends what was signed in there.
  @Test
  func signOut() async throws {
    try await IdentityScenario().run { tester in
      let path = "/identity_/connect/endsession"
      let scope = IdentityScenario.scope + " openid"
      let answer = try await tester.decide(
        try await tester.authorize(["scope": scope]),
        as: .writer
      )
      let cookie = (answer.headers[.setCookie] ?? "").split(separator: ";")[0]
      #expect((answer.headers[.setCookie] ?? "").contains("HttpOnly"))
      let first = try await tester.exchange(answer.parameters["code"] ?? "").members
      let again = try await tester.decide(
        try await tester.authorize(),
        as: .reader,
        cookie: String(cookie)
      )
      let second = try await tester.exchange(again.parameters["code"] ?? "").members
      let elsewhere = try await tester.login().members

      #expect(try await tester.send(.get, path).body.contains("Nobody is signed in"))
      let asked = try await tester.send(
        .get,
        "\(path)?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A12733%2Fcallback",
        headers: ["Cookie": String(cookie)]
      )
      #expect(asked.status == 200 && asked.body.contains("Sign out?"))
      #expect(try await tester.post(path, ["session": "x"]).status == 400)
      let start = try #require(asked.body.firstRange(of: #"name="session" value=""#))
      let mark = String(asked.body[start.upperBound...].prefix { $0 != "\"" })
      let done = try await tester.post(
        path,
        ["session": mark],
        headers: ["Cookie": String(cookie)]
      )
      #expect(done.status == 200 && done.body.contains("You are signed out"))
      for ended in [first, second] {
        IdentityTokenTests.check(
          try await tester.refresh(ended["refresh_token"] ?? ""),
          "invalid_grant"
        )
      }
      #expect(try await tester.call(first["access_token"] ?? "").status == 200)
      let kept = try await tester.refresh(elsewhere["refresh_token"] ?? "")
      #expect(kept.status == 200)
    }
  }

  @Test
  func signOutByToken() async throws {
    try await IdentityScenario().run { tester in
      let path = "/identity_/connect/endsession?id_token_hint="
      let login = try await tester.login(
        as: .writer,
        ["scope": "openid offline_access"]
      ).members
      // An old `id_token` is good for this.
      tester.clock.advance(86400)
      let answer = try await tester.send(
        .get,
        path + (login["id_token"] ?? "")
          + "&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A12733%2Fcallback&state=s"
      )
      #expect(answer.location == "http://localhost:12733/callback?state=s")
      IdentityTokenTests.check(
        try await tester.refresh(login["refresh_token"] ?? ""),
        "invalid_grant"
      )
      let elsewhere = try await tester.send(
        .get,
        path + (login["id_token"] ?? "") + "&post_logout_redirect_uri=http%3A%2F%2Fevil.example"
      )
      #expect(elsewhere.status == 200 && elsewhere.body.contains("You are signed out"))
      #expect(try await tester.send(.get, path + "x").status == 400)
    }
  }

  /// Logins outlive the process, and the file holds nothing that opens anything.
  @Test
  func restart() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    let kept = Kept()
    try await IdentityScenario(store: store).run { tester in
      await kept.keep([
        "refresh": try await tester.login().members["refresh_token"] ?? "",
        "used": try await tester.login().members["refresh_token"] ?? "",
        "code": try await tester.code(),
        "personal": try await tester.service.personalAccessToken(for: .reader),
        "consent": try await tester.authorize().consent,
      ])
      #expect(try await tester.refresh(await kept.value("used")).status == 200)
    }
    for (name, value) in await kept.values {
      #expect(value.count > 60, "\(name)")
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
        #expect(data.range(of: Data(value.utf8)) == nil, "\(name) is in \(file)")
      }
    }
    // Two at once on one file: what one has used, the other does not take.
    try await IdentityScenario(store: store).run { one in
      try await IdentityScenario(store: store).run { other in
        #expect(try await one.refresh(await kept.value("used")).status == 400)
        #expect(try await one.call(await kept.value("personal")).status == 200)
        #expect(try await other.exchange(await kept.value("code")).status == 200)
        #expect(try await one.exchange(await kept.value("code")).status == 400)
        let refreshed = try await one.refresh(await kept.value("refresh"))
        #expect(refreshed.status == 200)
        #expect(try await other.refresh(await kept.value("refresh")).status == 400)
        let next = try await other.refresh(refreshed.members["refresh_token"] ?? "")
        #expect(next.status == 200)
      }
    }
  }

  /// A store that was made before there were logins gets what they need.
  @Test
  func earlierStore() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    _ = try IdentityScenario(store: place)
    do {
      let behaviour = EmbeddedServiceOptions(store: place).behaviour
      let store = try Store(place, behaviour: behaviour, now: { ServiceScenario.moment })
      try await store.transact { db in
        let users = try LoginStore.userTable(db) ?? ""
        for sql in [
          "DROP TABLE dsql_consent", "DROP TABLE dsql_login", "DROP TABLE dsql_code",
          "DROP TABLE dsql_refresh", "DROP TABLE dsql_personal_token",
          "DELETE FROM \(users) WHERE id = '\(LocalUser.robot.id)'",
          "UPDATE dsql_entity SET record_count = 5 WHERE id = '\(SystemFields.systemUserEntity)'",
          "PRAGMA user_version = 1",
        ] {
          try PreparedSQL(db, sql, isShared: false).run([])
        }
      }
    }
    try await IdentityScenario(store: place).run { tester in
      let token = try await tester.login().members["access_token"] ?? ""
      let users = try await tester.call(token, .get, "/EntityService/SystemUser/read")
      #expect(users.body.contains(#"{"totalRecordCount":6,"#) && users.body.contains("Rolf Robot"))
      let robot = try await tester.service.accessToken(for: .robot)
      #expect(try await tester.call(robot).status == 200)
    }
  }

  /// What a test keeps from one service for the next.
  private actor Kept {
    var values: [String: String] = [:]

    func keep(_ more: [String: String]) { values = more }

    func value(_ name: String) -> String { values[name] ?? "" }
  }

  @Test
  func switches() throws {
    var options = EmbeddedServiceOptions(store: .memory)
    for assignment in [
      "scope-claim=text", "discovery=bare", "refresh=sliding", "token-form=html",
      "scope-refusal=401", "invalid-client=401", "case=sensitive",
    ] {
      try options.set(trait: assignment)
      #expect(options.switches.contains("--trait \(assignment)"))
    }
    for assignment in ["scope-claim=list", "scope-claim", "nothing=1", "refresh="] {
      #expect(throws: EmbeddedServiceError.unknownTrait(assignment)) {
        try options.set(trait: assignment)
      }
    }
    try options.set(trait: "refresh=absolute")
    #expect(!options.identity.slidingRefresh)
  }
}
