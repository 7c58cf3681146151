/// Why a client gets no token.
///
/// - Source: `identity.md` §5.5.
struct TokenRefusal: Error, Hashable {
  let error: String
  let description: String?

  private init(_ error: String, _ description: String? = nil) {
    self.error = error
    self.description = description
  }

  static let invalidClient = TokenRefusal("invalid_client")
  static let invalidGrant = TokenRefusal("invalid_grant")
  static let invalidScope = TokenRefusal("invalid_scope")
  static let unauthorizedClient = TokenRefusal("unauthorized_client")
  static let unsupportedGrantType = TokenRefusal("unsupported_grant_type")
  static let unsupportedTokenType = TokenRefusal("unsupported_token_type")
  static let invalidRequest = TokenRefusal("invalid_request")

  /// An application that asks for what only people can give.
  static func userScopes(_ client: RegisteredClient) -> TokenRefusal {
    TokenRefusal(
      "invalid_request",
      "Client=\(client.id) is not allowed to access User scopes"
    )
  }
}
