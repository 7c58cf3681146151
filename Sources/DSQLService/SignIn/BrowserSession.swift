import HTTPTypes
import Hummingbird

/// The mark by which a browser's logins are found again when it signs out.
///
/// It opens nothing: each sign-in asks anew.
enum BrowserSession {
  private static let name = "dsql_identity"

  static func cookie(_ session: String) -> Cookie {
    Cookie(name: name, value: session, path: "/identity_", httpOnly: true, sameSite: .lax)
  }

  /// The session of a browser, where logins of it are known.
  static func known(_ request: Request, _ logins: LoginStore) async throws -> String? {
    guard let session = request.cookies[name]?.value,
      try await logins.knows(browser: session)
    else { return nil }
    return session
  }
}
