import FoundationEssentials
import JWTKit

/// What stands in an `id_token`, which tells a client who signed in.
///
/// - Source: `identity.md` §5.2 and §5.3.
struct IdentityTokenClaims: JWTPayload {
  var subject: String
  var organization: String
  var name: String?
  var userName: String?
  var email: String?
  /// The client that asked.
  var audience: String
  var issuer: String
  /// Seconds since 1970, as the others.
  var expiration: Int64
  var issuedAt: Int64
  var notBefore: Int64
  var signedInAt: Int64
  /// The login, which `endsession` ends.
  var login: String
  var nonce: String?

  enum CodingKeys: String, CodingKey {
    case subject = "sub"
    case organization = "prt_id"
    case name
    case userName = "preferred_username"
    case email
    case audience = "aud"
    case issuer = "iss"
    case expiration = "exp"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case signedInAt = "auth_time"
    case login = "sid"
    case nonce
  }

  /// Does nothing: a client shows it again also when it has ended.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
