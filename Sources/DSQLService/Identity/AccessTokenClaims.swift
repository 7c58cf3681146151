import FoundationEssentials
import JWTKit

/// What stands in an access token.
///
/// - Source: `identity.md` §6.1.
struct AccessTokenClaims: JWTPayload {
  /// The user's id; for an application's token its client id.
  var subject: String
  /// `user` or `service.external`.
  var subjectType: String
  var organization: String
  var email: String?
  var userName: String?
  var name: String
  var identityProvider: String?
  var clientID: String
  /// The login that the token belongs to; nil where nobody signed in for it.
  var login: String?
  var issuer: String
  var audience: [String]
  /// Seconds since 1970, as the others.
  var expiration: Int64
  var issuedAt: Int64
  var notBefore: Int64
  var signedInAt: Int64?
  var scope: ScopeClaim

  enum CodingKeys: String, CodingKey {
    case subject = "sub"
    case subjectType = "sub_type"
    case organization = "prt_id"
    case email
    case userName = "preferred_username"
    case name
    case identityProvider = "ext_idp_disp_name"
    case clientID = "client_id"
    case login = "sid"
    case issuer = "iss"
    case audience = "aud"
    case expiration = "exp"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case signedInAt = "auth_time"
    case scope
  }

  /// Does nothing: the times are compared with the service's own clock.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The scopes of a token, which servers write as an array or as one text.
///
/// - Source: `identity.md` §6.1.
struct ScopeClaim: Codable, Hashable, Sendable {
  let names: [String]
  let isText: Bool

  init(_ names: [String], isText: Bool) {
    self.names = names
    self.isText = isText
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let names = try? container.decode([String].self) {
      self.init(names, isText: false)
    } else {
      let text = try container.decode(String.self)
      self.init(text.split(separator: " ").map(String.init), isText: true)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if isText {
      try container.encode(names.joined(separator: " "))
    } else {
      try container.encode(names)
    }
  }
}
