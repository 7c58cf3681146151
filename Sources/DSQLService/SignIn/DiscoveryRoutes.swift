import FoundationEssentials
import HTTPTypes
import Hummingbird

/// What the server says of itself, and of who holds a token.
///
/// - Source: `identity.md` §2 and §9.9.
struct DiscoveryRoutes: Sendable {
  let options: IdentityOptions
  let authority: TokenAuthority
  let issuer: @Sendable () -> String
  let seconds: @Sendable () -> Int64

  func add(to group: RouterGroup<ServiceContext>) {
    group.get(".well-known/openid-configuration") { _, _ in
      Response.json(configuration(issuer: issuer()))
    }
    group.get(".well-known/openid-configuration/jwks") { _, _ in Response.json(keys) }
    group.get("connect/userinfo", use: userInfo)
    group.post("connect/userinfo", use: userInfo)
  }

  private func configuration(issuer: String) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{")
    member("issuer", issuer, &json)
    member("authorization_endpoint", "\(issuer)/connect/authorize", &json)
    member("token_endpoint", "\(issuer)/connect/token", &json)
    member("userinfo_endpoint", "\(issuer)/connect/userinfo", &json)
    member("end_session_endpoint", "\(issuer)/connect/endsession", &json)
    if !options.bareDiscovery {
      member("revocation_endpoint", "\(issuer)/connect/revocation", &json)
    }
    member("jwks_uri", "\(issuer)/.well-known/openid-configuration/jwks", &json)
    if !options.bareDiscovery { list("scopes_supported", scopes, &json) }
    list("response_types_supported", ["code"], &json)
    list("response_modes_supported", ["query"], &json)
    list(
      "grant_types_supported",
      ["authorization_code", "client_credentials", "refresh_token"],
      &json
    )
    list("subject_types_supported", ["public"], &json)
    list("id_token_signing_alg_values_supported", ["ES256"], &json)
    list(
      "token_endpoint_auth_methods_supported",
      ["client_secret_post", "client_secret_basic", "none"],
      &json
    )
    list("code_challenge_methods_supported", ["S256"], &json)
    json.key("authorization_response_iss_parameter_supported")
    json.boolean(true)
    json.raw("}")
    return json.bytes
  }

  /// The scopes of all clients, each once.
  private var scopes: [String] {
    var known: [String] = []
    for client in RegisteredClient.all {
      for scope in client.userScopes + client.applicationScopes where !known.contains(scope) {
        known.append(scope)
      }
    }
    return known
  }

  private var keys: [UInt8] {
    let (x, y) = authority.coordinates
    var json = JSONWriter()
    json.raw("{\"keys\":[{")
    for (name, value) in [
      ("kty", "EC"), ("use", "sig"), ("kid", authority.keyID), ("alg", "ES256"),
      ("crv", "P-256"), ("x", x), ("y", y),
    ] {
      member(name, value, &json)
    }
    json.raw("}]}")
    return json.bytes
  }

  @Sendable
  private func userInfo(_ request: Request, _ context: ServiceContext) async throws -> Response {
    guard
      let caller = try await AuthenticationMiddleware.caller(
        of: request,
        authority: authority,
        at: seconds()
      ), !caller.isApplication
    else { return Self.refusal(.unauthorized, "invalid_token") }
    guard caller.scopes.contains("openid") else {
      return Self.refusal(.forbidden, "insufficient_scope")
    }
    let user = caller.user
    let names = user.displayName.split(separator: " ", maxSplits: 1).map(String.init)
    var json = JSONWriter()
    json.raw("{")
    member("sub", user.id, &json)
    member("prt_id", authority.organization, &json)
    if caller.scopes.contains("profile") {
      member("name", user.displayName, &json)
      if let email = user.email { member("preferred_username", email, &json) }
      if let first = names.first { member("first_name", first, &json) }
      if names.count > 1, let last = names.last { member("last_name", last, &json) }
    }
    if caller.scopes.contains("email"), let email = user.email { member("email", email, &json) }
    json.raw("}")
    return .uncached(.json(json.bytes))
  }

  private static func refusal(_ status: HTTPResponse.Status, _ error: String) -> Response {
    .uncached(
      Response(
        status: status,
        headers: [.wwwAuthenticate: "Bearer error=\"\(error)\"", .contentLength: "0"]
      )
    )
  }

  private func member(_ name: String, _ value: String, _ json: inout JSONWriter) {
    json.key(name)
    json.string(value)
  }

  private func list(_ name: String, _ values: [String], _ json: inout JSONWriter) {
    json.key(name)
    json.raw("[")
    for value in values {
      json.comma()
      json.string(value)
    }
    json.raw("]")
  }
}
