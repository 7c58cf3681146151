package import DSQLTypes

/// Who is connected to what; never holds a secret.
package struct ConnectionInfo: Hashable, Sendable {
  /// What kind of service it is.
  package enum Kind: Hashable, Sendable {
    /// The embedded service of this process.
    case embedded
    /// `UIPATH_URL` and `UIPATH_ACCESS_TOKEN`.
    case environment
    /// A profile of the configuration file.
    case profile
  }

  package var kind: Kind
  /// The profile's name: `local`, `uipath-env`, or the name in the configuration.
  package var profile: String
  /// `https://host[:port]`.
  package var origin: String
  package var organization: String
  package var tenant: String
  package var folder: String?
  /// The user's name where the token tells it.
  package var user: String?
  /// Whether an application speaks for itself, without a person.
  package var isApplication = false
  /// The id of the application that is signed in, or that a person signed in with.
  package var clientID: String?
  /// The token's scopes where they are known.
  package var scopes: [String]
  /// When the token expires, seconds since 1970, where it tells.
  package var tokenExpiry: Int64?
  /// Where the token comes from, for `\conninfo`.
  package var tokenSource: String
  package var isReadOnly: Bool
  package var isProtected: Bool
  /// Whether the user named this connection (option, argument or environment).
  package var isNamedByUser: Bool
  /// Whether an embedded service behaves as the documents say; one with switches that make it differ
  /// is probed like any other.
  package var isStandard: Bool
  /// How texts are compared, by the profile.
  package var collation: Collation

  package init(
    kind: Kind,
    profile: String,
    origin: String,
    organization: String,
    tenant: String,
    folder: String? = nil,
    user: String? = nil,
    scopes: [String] = [],
    tokenExpiry: Int64? = nil,
    tokenSource: String,
    isReadOnly: Bool = false,
    isProtected: Bool = false,
    isNamedByUser: Bool = true,
    isStandard: Bool = true,
    collation: Collation = .language
  ) {
    self.kind = kind
    self.profile = profile
    self.origin = origin
    self.organization = organization
    self.tenant = tenant
    self.folder = folder
    self.user = user
    self.scopes = scopes
    self.tokenExpiry = tokenExpiry
    self.tokenSource = tokenSource
    self.isReadOnly = isReadOnly
    self.isProtected = isProtected
    self.isNamedByUser = isNamedByUser
    self.isStandard = isStandard
    self.collation = collation
  }
}
