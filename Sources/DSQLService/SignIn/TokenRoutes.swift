import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The token endpoint, with its three grants, and the one that ends logins for clients.
///
/// - Source: `identity.md` §5.2, §5.4, §5.5 and §9.9.
struct TokenRoutes: Sendable {
  let registry: ClientRegistry
  let authority: TokenAuthority
  let logins: LoginStore
  let seconds: @Sendable () -> Int64

  private var options: IdentityOptions { registry.options }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("connect/token", use: token)
    group.get("connect/token") { _, _ in
      TokenAnswer.response(.invalidRequest, options: options)
    }
  }

  func addRevocation(to group: RouterGroup<ServiceContext>) {
    group.post("connect/revocation", use: revoke)
  }

  @Sendable
  private func token(_ request: Request, _ context: ServiceContext) async throws -> Response {
    guard let form = try await FormValues.body(of: request) else {
      if options.htmlForWrongContentType { return IdentityPage.notForBrowsers.response() }
      return TokenAnswer.response(.invalidRequest, options: options)
    }
    do {
      let client = try registry.sender(of: form, request)
      let now = seconds()
      switch form["grant_type"] {
      case "authorization_code": return try await exchange(form, client, at: now).response
      case "refresh_token": return try await renew(form, client, at: now).response
      case "client_credentials": return try await actAlone(form, client, at: now).response
      default: throw TokenRefusal.unsupportedGrantType
      }
    } catch let refusal as TokenRefusal {
      return TokenAnswer.response(refusal, options: options)
    }
  }

  /// A code for the first tokens of a login.
  ///
  /// The first try uses the code up, whatever comes of it.
  private func exchange(
    _ form: FormValues,
    _ client: RegisteredClient,
    at now: Int64
  ) async throws -> TokenAnswer {
    guard client.signsPeopleIn, let redirectURI = form["redirect_uri"] else {
      throw TokenRefusal.unauthorizedClient
    }
    guard let code = form["code"] else { throw TokenRefusal.invalidGrant }
    guard let redeemed = try await logins.redeem(code, for: client) else {
      await authority.forget()
      throw TokenRefusal.invalidGrant
    }
    guard now < redeemed.expires, redirectURI == redeemed.redirectURI,
      Self.fits(form["code_verifier"], redeemed.challenge)
    else { throw TokenRefusal.invalidGrant }
    let login = redeemed.login
    return TokenAnswer(
      identityToken: login.scopes.contains("openid")
        ? try await authority.identityToken(for: login, at: now) : nil,
      accessToken: try await authority.issue(for: login, scopes: login.scopes, at: now),
      expiresIn: options.accessTokenSeconds,
      refreshToken: login.isRenewable
        ? try await logins.renewal(of: login, at: login.signedIn, options: options) : nil,
      scopes: login.scopes
    )
  }

  /// A refresh token for the next tokens of a login.
  private func renew(
    _ form: FormValues,
    _ client: RegisteredClient,
    at now: Int64
  ) async throws -> TokenAnswer {
    guard client.signsPeopleIn else { throw TokenRefusal.unauthorizedClient }
    guard let token = form["refresh_token"] else { throw TokenRefusal.invalidRequest }
    guard
      let (login, next) = try await logins.renew(token, for: client, at: now, options: options)
    else { throw TokenRefusal.invalidGrant }
    return TokenAnswer(
      identityToken: login.scopes.contains("openid")
        ? try await authority.identityToken(for: login, at: now) : nil,
      accessToken: try await authority.issue(for: login, scopes: login.scopes, at: now),
      expiresIn: options.accessTokenSeconds,
      refreshToken: next,
      scopes: login.scopes
    )
  }

  /// A token for an application that acts for itself.
  ///
  /// - Source: `identity.md` §4.1.
  private func actAlone(
    _ form: FormValues,
    _ client: RegisteredClient,
    at now: Int64
  ) async throws -> TokenAnswer {
    guard client.actsAlone else { throw TokenRefusal.unauthorizedClient }
    let asked = (form["scope"] ?? "").split(separator: " ").map(String.init)
    let scopes = asked.isEmpty ? client.applicationScopes : asked
    for scope in scopes where !client.applicationScopes.contains(scope) {
      throw client.userScopes.contains(scope) && scope != "offline_access"
        ? TokenRefusal.userScopes(client) : TokenRefusal.invalidScope
    }
    return TokenAnswer(
      accessToken: try await authority.issue(to: client, scopes: scopes, at: now),
      expiresIn: options.accessTokenSeconds,
      scopes: scopes
    )
  }

  /// Whether a verifier is the one that a challenge was made of.
  private static func fits(_ verifier: String?, _ challenge: String?) -> Bool {
    guard let challenge else { return verifier == nil }
    guard let verifier, (43...128).contains(verifier.utf8.count),
      verifier.utf8.allSatisfy(AuthorizeRequest.isUnreserved)
    else { return false }
    return OpaqueToken.areEqual(OpaqueToken.challenge(of: verifier), challenge)
  }

  /// Ends the login of a refresh token; a token that nobody knows is no error.
  ///
  /// - Source: RFC 7009.
  @Sendable
  private func revoke(_ request: Request, _ context: ServiceContext) async throws -> Response {
    do {
      guard let form = try await FormValues.body(of: request) else {
        throw TokenRefusal.invalidRequest
      }
      let client = try registry.sender(of: form, request)
      guard let token = form["token"] else { throw TokenRefusal.invalidRequest }
      guard [nil, "refresh_token", "access_token"].contains(form["token_type_hint"]) else {
        throw TokenRefusal.unsupportedTokenType
      }
      try await logins.revoke(token, for: client)
      return .uncached(Response(status: .ok))
    } catch let refusal as TokenRefusal {
      return TokenAnswer.response(refusal, options: options)
    }
  }
}
