import FoundationEssentials
import JWTKit

/// What stands in an access token.
///
/// - Source: `identity.md` §6.1.
struct AccessTokenClaims: JWTPayload {
  /// The user's id.
  var subject: String
  var issuer: String
  var audience: [String]
  /// Seconds since 1970.
  var expiration: Int64
  var issuedAt: Int64
  var notBefore: Int64
  var scope: [String]
  var name: String
  var email: String
  var subjectType = "user"
  var organization: String
  var clientID: String

  enum CodingKeys: String, CodingKey {
    case subject = "sub"
    case issuer = "iss"
    case audience = "aud"
    case expiration = "exp"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case scope
    case name
    case email
    case subjectType = "sub_type"
    case organization = "prt_id"
    case clientID = "client_id"
  }

  /// Does nothing: the times are compared with the service's own clock.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
