import DSQLClient
import DSQLSession
import Synchronization
import Testing

@Suite("The login of an embedded service")
struct EmbeddedLoginTests {
  @Test("A token that was refused is renewed once for all who meet it")
  func renewal() async throws {
    let count = Mutex(0)
    let tokens = EmbeddedLogin(token: AccessToken("old")) {
      count.withLock { $0 += 1 }
      return "new"
    }
    let old = try await tokens.token()
    #expect(old == AccessToken("old"))
    async let first = tokens.renewed(after: old)
    async let second = tokens.renewed(after: old)
    let both = try await [first, second]
    #expect(both == [AccessToken("new"), AccessToken("new")])
    #expect(count.withLock { $0 } == 1)
    #expect(try await tokens.token() == AccessToken("new"))
  }

  @Test("Without a way to make another token there is none")
  func fixed() async throws {
    let tokens = EmbeddedLogin(token: AccessToken("old"))
    #expect(try await tokens.renewed(after: AccessToken("old")) == nil)
  }
}
