package import DSQLAPI
package import DSQLClient

/// A login as it is kept on disk or in memory.
///
/// - Source: `identity.md` §9.4.
package struct Credential: Hashable, Sendable {
  /// Who is signed in.
  package enum Kind: String, Hashable, Sendable {
    /// A person, through the browser.
    case user
    /// An application by itself.
    case application
    /// A person, by a personal access token.
    case personalToken = "pat"
  }

  package var kind: Kind
  /// Grows by one with each renewal, so that a process sees that another one renewed.
  package var generation: Int
  package var issuer: String
  /// The scheme, host and port that the tokens may be sent to besides the issuer's.
  package var api: String
  package var organization: String
  package var clientID: String
  package var accessToken: AccessToken
  /// Seconds since 1970; nil where nobody said, as of a personal access token.
  package var expires: Int64?
  /// Seconds that the access token was good for when it came.
  package var lifetime: Int64?
  package var refreshToken: RefreshToken?
  /// Only where the user asked to keep it.
  package var clientSecret: ClientSecret?
  /// nil where nobody said.
  package var scopes: GrantedScopes?
  /// When the user signed in, seconds since 1970.
  package var loggedIn: Int64
  /// When the login ends, seconds since 1970: 60 days after signing in; nil without refresh token.
  package var ends: Int64?
  package var person: Person

  /// Whom to show; never needed for a call.
  package struct Person: Hashable, Sendable {
    package var name: String?
    package var email: String?
    /// The `sub` claim.
    package var subject: String?

    package init(name: String? = nil, email: String? = nil, subject: String? = nil) {
      self.name = name
      self.email = email
      self.subject = subject
    }
  }

  package init(
    kind: Kind,
    generation: Int = 1,
    issuer: String,
    api: String,
    organization: String,
    clientID: String,
    accessToken: AccessToken,
    expires: Int64?,
    lifetime: Int64?,
    refreshToken: RefreshToken? = nil,
    clientSecret: ClientSecret? = nil,
    scopes: GrantedScopes?,
    loggedIn: Int64,
    ends: Int64? = nil,
    person: Person = Person()
  ) {
    self.kind = kind
    self.generation = generation
    self.issuer = issuer
    self.api = api
    self.organization = organization
    self.clientID = clientID
    self.accessToken = accessToken
    self.expires = expires
    self.lifetime = lifetime
    self.refreshToken = refreshToken
    self.clientSecret = clientSecret
    self.scopes = scopes
    self.loggedIn = loggedIn
    self.ends = ends
    self.person = person
  }
}

/// A refresh token; no way of printing it shows its text.
package struct RefreshToken: Hashable, Sendable {
  /// The token itself, for the token endpoint and the credential file alone.
  package let secret: String

  package init(_ secret: String) { self.secret = secret }
}

/// The secret of a confidential application; no way of printing it shows its text.
package struct ClientSecret: Hashable, Sendable {
  /// The secret itself, for the token endpoint and the credential file alone.
  package let secret: String

  package init(_ secret: String) { self.secret = secret }
}

extension RefreshToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension ClientSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
