package import DSQLClient

/// The login of the embedded service of this process, which makes tokens when asked.
///
/// An actor, since calls that run side by side meet the end of a token together and one renewal
/// serves them all.
package actor EmbeddedLogin: LoginSession {
  package nonisolated let outset: LoginStanding
  private var current: AccessToken
  private let renew: (@Sendable () async throws -> String)?
  private var renewal: Task<AccessToken, any Error>?

  /// A login that begins with a token.
  ///
  /// - Parameters:
  ///   - token: The first token.
  ///   - renew: Makes another token when one has ended; nil where that cannot be done.
  package init(token: AccessToken, renew: (@Sendable () async throws -> String)? = nil) {
    outset = LoginStanding(of: token, store: "the embedded service")
    current = token
    self.renew = renew
  }

  package func token() async throws -> AccessToken { current }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? {
    guard let renew else { return nil }
    if rejected != current { return current }
    if let renewal { return try await renewal.value }
    let task = Task { AccessToken(try await renew()) }
    renewal = task
    defer { renewal = nil }
    current = try await task.value
    return current
  }

  package func standing() async throws(SessionError) -> LoginStanding {
    LoginStanding(of: current, store: outset.store)
  }

  package func reconnect() async {}
}
