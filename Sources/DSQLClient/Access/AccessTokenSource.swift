/// Where access tokens come from.
///
/// A `ServiceError` that is thrown reaches the caller as it is; any other error reaches it as
/// `unauthorized` with that error's description as the message.
package protocol AccessTokenSource: Sendable {
  /// A token that is good now.
  func token() async throws -> AccessToken

  /// Another token in place of one that the service did not accept; nil where there is none.
  func renewed(after rejected: AccessToken) async throws -> AccessToken?
}

/// One token, from the environment for instance, that cannot be renewed.
package struct FixedTokenSource: AccessTokenSource {
  private let fixed: AccessToken

  package init(_ token: AccessToken) { fixed = token }

  package func token() async throws -> AccessToken { fixed }

  package func renewed(after rejected: AccessToken) async throws -> AccessToken? { nil }
}
