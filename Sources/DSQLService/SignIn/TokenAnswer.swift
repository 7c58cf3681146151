import HTTPTypes
import Hummingbird

/// What the token endpoint answers.
///
/// - Source: `identity.md` §5.2.
struct TokenAnswer: Sendable {
  var identityToken: String?
  var accessToken: String
  var expiresIn: Int64
  var refreshToken: String?
  var scopes: [String]

  var response: Response {
    var json = JSONWriter()
    json.raw("{")
    member("id_token", identityToken, &json)
    member("access_token", accessToken, &json)
    json.key("expires_in")
    json.integer(expiresIn)
    member("token_type", "Bearer", &json)
    member("refresh_token", refreshToken, &json)
    member("scope", scopes.joined(separator: " "), &json)
    json.raw("}")
    return .uncached(.json(json.bytes))
  }

  /// The answer to a client that gets none.
  static func response(_ refusal: TokenRefusal, options: IdentityOptions) -> Response {
    var json = JSONWriter()
    json.raw("{")
    json.key("error")
    json.string(refusal.error)
    if let description = refusal.description {
      json.key("error_description")
      json.string(description)
    }
    json.raw("}")
    let status = refusal == .invalidClient ? options.statusOfInvalidClient : 400
    var response = Response.json(json.bytes, status: .init(code: status))
    if status == 401 { response.headers[.wwwAuthenticate] = "Basic realm=\"identity\"" }
    return .uncached(response)
  }

  private func member(_ name: String, _ value: String?, _ json: inout JSONWriter) {
    guard let value else { return }
    json.key(name)
    json.string(value)
  }
}

extension Response {
  /// An answer that no cache may keep.
  static func uncached(_ response: Response) -> Response {
    var response = response
    response.headers[.cacheControl] = "no-store"
    return response
  }
}
