package import DSQLClient

/// The login of a profile that nobody has signed in to: there is none.
package struct MissingLogin: LoginSession {
  package let outset = LoginStanding(kind: nil, store: "no login")
  private let profile: String

  package init(profile: String) { self.profile = profile }

  package func token() async throws -> AccessToken {
    throw SessionError(.notLoggedIn(profile: profile)).refusal
  }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? { nil }

  package func standing() async throws(SessionError) -> LoginStanding { outset }

  package func reconnect() async {}
}
