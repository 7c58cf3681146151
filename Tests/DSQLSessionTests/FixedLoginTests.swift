import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Testing

@Suite("A token from the environment")
struct FixedLoginTests {
  struct Case: Sendable {
    var variable = "DSQL_ACCESS_TOKEN"
    /// The claims of the token; nil for an opaque one.
    var claims: String?
    var target = "https://cloud.uipath.com"
    /// `sent`, or the code and message of the refusal to send it.
    var sending = "sent"
    /// The code and message after the service refused it.
    var refused: String
  }

  static let cases: [Case] = [
    Case(
      claims: #"{"exp":99}"#,
      refused: "A34 the token in DSQL_ACCESS_TOKEN has expired; dsql cannot renew it"
    ),
    Case(claims: #"{"exp":101}"#, refused: "A34 the access token was refused"),
    Case(refused: "A34 the access token was refused"),
    Case(
      variable: "DSQL_PAT",
      refused: "A35 the personal access token was refused: expired, revoked, or disabled by the "
        + "administrator"
    ),
    Case(
      target: "http://cloud.uipath.com",
      sending: "A50 refusing to send credentials to http://cloud.uipath.com: "
        + "only loopback may be unencrypted",
      refused: "A34 the access token was refused"
    ),
    Case(
      claims: #"{"iss":"http://127.0.0.1:5/identity_"}"#,
      sending: "A51 this login belongs to http://127.0.0.1:5 and will not be sent to "
        + "https://cloud.uipath.com",
      refused: "A34 the access token was refused"
    ),
    Case(
      claims: #"{"iss":"https://cloud.uipath.com/identity_"}"#,
      target: "http://localhost:8",
      sending: "A51 this login belongs to https://cloud.uipath.com and will not be sent to "
        + "http://localhost:8",
      refused: "A34 the access token was refused"
    ),
    Case(
      claims: #"{"iss":"https://cloud.uipath.com/identity_"}"#,
      target: "https://api.uipath.com",
      refused: "A34 the access token was refused"
    ),
  ]

  @Test("It is sent where it belongs and cannot be renewed", arguments: cases)
  func check(_ item: Case) async throws {
    let text = item.claims.map { "h.\(Data($0.utf8).base64EncodedString()).s" } ?? "opaque"
    let login = FixedLogin(
      token: AccessToken(text),
      variable: item.variable,
      target: try #require(ServerAddress(url: item.target)),
      now: { 100 }
    )
    #expect(await Self.outcome { _ = try await login.token() } ?? "sent" == item.sending)
    let renewing = await Self.outcome { _ = try await login.renewed(after: AccessToken(text)) }
    #expect(renewing == item.refused)
    #expect(try await login.standing().store == item.variable)
  }

  private static func outcome(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch let error as LoginRefusal {
      return "\(error.detail ?? "") \(error.message)"
    } catch {
      return "\(error)"
    }
  }
}
