package import DSQLClient

/// A token from the environment: used as it is, never renewed, never stored.
///
/// - Source: `identity.md` §9.1.
package struct FixedLogin: LoginSession {
  package let outset: LoginStanding
  private let fixed: AccessToken
  /// The variable that the token stands in.
  private let variable: String
  /// Where the token will be sent.
  private let target: ServerAddress
  private let now: @Sendable () -> Int64

  /// A login with a token from outside.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - variable: The variable that it stands in, for messages.
  ///   - target: Where it will be sent.
  ///   - now: Seconds since 1970.
  package init(
    token: AccessToken,
    variable: String,
    target: ServerAddress,
    now: @escaping @Sendable () -> Int64 = WallClock.seconds
  ) {
    fixed = token
    self.variable = variable
    self.target = target
    self.now = now
    var outset = LoginStanding(of: token, store: variable)
    if variable == Self.personalVariable { outset.kind = .personalToken }
    self.outset = outset
  }

  package func token() async throws -> AccessToken {
    do {
      try TokenRoute.check(fixed, to: target)
    } catch {
      throw error.refusal
    }
    return fixed
  }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? {
    if variable == Self.personalVariable {
      throw SessionError(.personalTokenRefused).refusal
    }
    var error = SessionError(.environmentTokenExpired(variable: variable))
    if !hasEnded {
      // The token does not say that it is over: it may as well be of another service.
      error.message = "the access token was refused"
      error.hint = "The token in \(variable) may have expired; dsql cannot renew it."
    }
    throw error.refusal
  }

  package func standing() async throws(SessionError) -> LoginStanding { outset }

  package func reconnect() async {}

  private var hasEnded: Bool { outset.expires.map { $0 <= now() } ?? false }

  private static let personalVariable = "DSQL_PAT"
}
