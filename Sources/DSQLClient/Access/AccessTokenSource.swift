package import DSQLAPI

/// Where access tokens come from.
///
/// What is thrown reaches the caller as `unauthorized`: a `LoginRefusal` with all it says, a
/// `ServiceError` as it is, any other error with its description as the message.
package protocol AccessTokenSource: Sendable {
  /// A token that is good now.
  func token() async throws -> AccessToken

  /// Another token in place of one that the service did not accept; nil where there is none.
  func renewed(after rejected: AccessToken) async throws -> AccessToken?

  /// Hears that the service did not accept the token that `renewed(after:)` had just given, and
  /// answers what to tell the user; nil leaves it at the service's words.
  func refused(fresh: AccessToken) async -> LoginRefusal?
}

extension AccessTokenSource {
  package func refused(fresh: AccessToken) async -> LoginRefusal? { nil }
}

/// One token that cannot be renewed and of which nothing is known.
package struct FixedTokenSource: AccessTokenSource {
  private let fixed: AccessToken

  package init(_ token: AccessToken) { fixed = token }

  package func token() async throws -> AccessToken { fixed }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? { nil }
}
