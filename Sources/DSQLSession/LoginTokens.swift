package import DSQLClient

/// The tokens of a login: the one it came with, and new ones where it can be renewed.
///
/// An actor, since calls that run side by side meet the end of a token together and one renewal
/// serves them all.
package actor LoginTokens: AccessTokenSource {
  private var current: AccessToken
  private let renew: (@Sendable () async throws -> String)?
  private var renewal: Task<AccessToken, any Error>?

  package init(of login: ServiceLogin) {
    current = login.token
    renew = login.renewToken
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
}
