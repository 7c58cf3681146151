import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Synchronization
import Testing

@Suite("Logging out, and who is logged in")
struct LogoutTests {
  struct Case: Sendable {
    var credential: Credential?
    var environmentSecret: String? = nil
    var discovery: String? = nil
    var grants: [String] = []
    var text: String
    var endSession: String? = "https://id.example/identity_/connect/endsession?client_id=c1"
  }

  static let cases: [Case] = [
    Case(
      credential: LoginFixture.credential(),
      grants: ["revoke r1"],
      text: "Logged out. The last access token stays valid until 17:00; UiPath cannot revoke it "
        + "earlier."
    ),
    Case(
      credential: LoginFixture.credential(expiresIn: -5, clientSecret: "s1"),
      environmentSecret: "s2",
      grants: ["revoke r1 s1"],
      text: "Logged out."
    ),
    Case(
      credential: LoginFixture.credential(expiresIn: -5),
      environmentSecret: "s2",
      grants: ["revoke r1 s2"],
      text: "Logged out."
    ),
    Case(
      credential: LoginFixture.credential(expiresIn: -5),
      grants: ["revoke r1"],
      text: "Logged out."
    ),
    Case(
      credential: LoginFixture.credential(),
      discovery: "",
      text: "Logged out. The last access token stays valid until 17:00; UiPath cannot revoke it "
        + "earlier.",
      endSession: nil
    ),
    Case(
      credential: LoginFixture.credential(),
      discovery: "<html>",
      text: "Logged out. The last access token stays valid until 17:00; UiPath cannot revoke it "
        + "earlier. The server was not told (the identity address answered with a web page, not a "
        + "token); the login there ends by itself after 60 days.",
      endSession: nil
    ),
    Case(
      credential: LoginFixture.credential(
        kind: .personalToken,
        expiresIn: nil,
        refreshToken: nil
      ),
      text: "Logged out.",
      endSession: nil
    ),
    Case(credential: nil, text: "Nothing stored.", endSession: nil),
  ]

  @Test("The server is told where it can be, and nothing is left here", arguments: cases)
  func check(_ item: Case) async throws {
    let fixture = try LoginFixture(credential: item.credential)
    fixture.server.state.withLock { $0.discovery = item.discovery }
    let logout = try await Logout.run(
      fixture.store,
      identity: { _, _ in fixture.identity() },
      environmentSecret: item.environmentSecret.map(ClientSecret.init),
      clock: fixture.clock,
      now: { LoginFixture.start }
    )
    #expect(logout.text(in: .gmt) == item.text)
    #expect(logout.endSession == item.endSession)
    #expect(fixture.server.grants == item.grants)
    #expect(try fixture.store.read() == nil)
  }

  @Test("What is shown of a login holds no token")
  func whoAmI() throws {
    let profile = Profile(
      name: "acme",
      issuer: ScriptedIdentity.issuer,
      api: LoginFixture.api,
      organization: "acme",
      tenant: "Production",
      clientID: "c1"
    )
    let credential = LoginFixture.credential()
    let standing = LoginStanding(
      kind: credential.kind,
      person: credential.person,
      scopes: credential.scopes,
      expires: credential.expires,
      ends: credential.ends,
      store: "~/x.json"
    )
    let who = WhoAmI(standing, profile: profile)
    #expect(
      who.json()
        == #"{"client_id":"c1","expires":"2025-11-24T17:00:00Z","issuer":"#
        + #""https://id.example/identity_","kind":"user","login_ends":"2026-01-23T16:00:00Z","#
        + #""organization":"acme","person":{"email":"ana@acme.com","name":"Ana","sub":"u1"},"#
        + #""scopes":["DataService.Data.Read","offline_access"],"store":"~/x.json","#
        + #""tenant":"Production"}"#
    )
    #expect(
      who.lines(in: .gmt).map { "\($0.name): \($0.value)" } == [
        "Person: Ana <ana@acme.com> (u1)", "Kind: user", "Profile: acme", "Organization: acme",
        "Tenant: Production", "Issuer: https://id.example/identity_", "Client id: c1",
        "Scopes: DataService.Data.Read offline_access", "Access token ends: 2025-11-24 17:00",
        "Login ends: 2026-01-23 16:00", "Stored in: ~/x.json",
      ]
    )
    let nobody = WhoAmI(LoginStanding(kind: nil, store: "DSQL_ACCESS_TOKEN"), profile: profile)
    #expect(nobody.json().contains(#""person":{"email":null,"name":null,"sub":null}"#))
  }
}
