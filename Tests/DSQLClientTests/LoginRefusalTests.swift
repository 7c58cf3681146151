import DSQLAPI
import DSQLClient
import Synchronization
import Testing

@Suite("A login that gives no token")
struct LoginRefusalTests {
  struct Case: Sendable {
    /// What the source gives, in turn: a token, or nothing, which stands for a refusal.
    var token: String?
    var renewed: String?
    var refusesFresh = false
    /// The answers to the requests that are sent.
    var statuses: [Int]
    var message: String
    var detail: String?
  }

  static let words = #"{"error":"not accepted"}"#
  static let cases: [Case] = [
    Case(statuses: [], message: "login over", detail: "A20"),
    Case(token: "a", statuses: [401], message: "login over", detail: "A20: not accepted"),
    Case(
      token: "a",
      renewed: "b",
      refusesFresh: true,
      statuses: [401, 401],
      message: "fresh one refused",
      detail: "A31: not accepted"
    ),
    Case(token: "a", renewed: "b", statuses: [401, 401], message: "not accepted"),
  ]

  @Test("Is told in the login's words, and the service's beside them", arguments: cases)
  func check(_ item: Case) async throws {
    let fixture = try ServiceFixture(
      item.statuses.map {
        .init("GET", ServiceFixture.root + "/Entity", .answer($0, Self.words))
      },
      tokens: Source(item: item)
    )
    let error = await #expect(throws: ServiceError.self) { try await fixture.client.entities() }
    #expect(error?.code == .unauthorized)
    #expect(error?.message == item.message)
    #expect(error?.login?.detail == item.detail)
    #expect(fixture.transport.unused == [])
  }

  private struct Source: AccessTokenSource {
    let item: Case

    func token() async throws -> AccessToken { try Self.given(item.token) }

    func renewed(after rejected: AccessToken) async throws -> AccessToken? {
      try Self.given(item.renewed)
    }

    func refused(fresh: AccessToken) async -> LoginRefusal? {
      item.refusesFresh
        ? LoginRefusal(message: "fresh one refused", detail: "A31", sqlState: "28000") : nil
    }

    private static func given(_ text: String?) throws -> AccessToken {
      guard let text else {
        throw LoginRefusal(message: "login over", detail: "A20", sqlState: "28000")
      }
      return AccessToken(text)
    }
  }
}
