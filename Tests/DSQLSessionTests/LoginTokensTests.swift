import DSQLClient
import DSQLSession
import Synchronization
import Testing

@Suite("The tokens of a login")
struct LoginTokensTests {
  @Test("A token that was refused is renewed once for all who meet it")
  func renewal() async throws {
    let count = Mutex(0)
    let login = try #require(
      ServiceLogin(embeddedOn: 1, organization: "o", tenant: "t", token: "old") {
        count.withLock { $0 += 1 }
        return "new"
      }
    )
    let tokens = LoginTokens(of: login)
    let old = try await tokens.token()
    #expect(old == AccessToken("old"))
    async let first = tokens.renewed(after: old)
    async let second = tokens.renewed(after: old)
    let both = try await [first, second]
    #expect(both == [AccessToken("new"), AccessToken("new")])
    #expect(count.withLock { $0 } == 1)
    #expect(try await tokens.token() == AccessToken("new"))
  }

  @Test("A token from the environment cannot be renewed")
  func fixed() async throws {
    let login = try #require(
      ServiceLogin(embeddedOn: 1, organization: "o", tenant: "t", token: "old")
    )
    #expect(try await LoginTokens(of: login).renewed(after: AccessToken("old")) == nil)
  }
}
