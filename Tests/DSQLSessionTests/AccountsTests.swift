import DSQLSession
import Testing

@Suite("The logins of a user")
struct AccountsTests {
  @Test("The profile's own authorities are asked about the identity server too")
  func authorities() async throws {
    let accounts = Accounts(
      places: Accounts.Places(credentials: nil, discovery: nil, home: nil),
      environment: ["DSQL_CLIENT_SECRET": "s"],
      warn: { _ in }
    )
    var profile = Profile(
      name: "acme",
      api: "https://localhost:1",
      organization: "o",
      tenant: "t",
      clientID: "c"
    )
    profile.authentication = .application
    profile.caFile = "/no-such-folder/ca.pem"
    let error = await #expect(throws: SessionError.self) {
      _ = try await accounts.logIn(to: profile, options: .init(), terminal: ScriptedTerminal())
    }
    #expect(error?.message.contains("ca.pem") == true, "\(String(describing: error))")
  }
}
