import DSQLClient

/// A connection that the configuration file names; never holds a secret.
///
/// - Source: `identity.md` §9.1.
package struct Profile: Hashable, Sendable {
  /// Where the tokens of a login are kept.
  package enum Store: String, Hashable, Sendable {
    case file, memory
  }

  /// Who signs in.
  package enum Authentication: String, Hashable, Sendable {
    /// A person, in the browser.
    case user
    /// The application by itself.
    case application = "app"
    /// A person, by a personal access token.
    case personalToken = "pat"
  }

  package var name: String
  /// Exactly what the identity server calls itself: `https://cloud.uipath.com/identity_`.
  package var issuer: String
  /// `https://cloud.uipath.com`.
  package var api: String
  package var organization: String
  package var tenant: String
  package var clientID: String?
  package var scopes: ScopeChoice
  /// Where the browser may come back to, first the one that is tried first.
  package var redirectURIs: [RedirectAddress]
  package var store: Store
  package var authentication: Authentication
  /// A file of certificates that are trusted besides the system's; an absolute path.
  package var caFile: String?
  /// `datafabric_` or `dataservice_`; nil lets the host decide.
  package var servicePrefix: String?
  package var folder: String?
  /// `binary` where the service tells letter case apart.
  package var collation: String?
  package var timezone: String?
  package var isReadOnly: Bool
  package var isProtected: Bool
  package var maxRequests: Int?
  /// Where the settings come from that are not left to their defaults.
  package var sources: [ProfileKey: SettingSource]

  package init(
    name: String,
    issuer: String? = nil,
    api: String,
    organization: String,
    tenant: String,
    clientID: String? = nil,
    scopes: ScopeChoice = .automatic,
    redirectURIs: [RedirectAddress] = Profile.standardRedirectURIs,
    servicePrefix: String? = nil,
    folder: String? = nil,
    isReadOnly: Bool = false,
    isProtected: Bool = false
  ) {
    self.name = name
    self.issuer = issuer ?? Self.issuer(of: api)
    self.api = api
    self.organization = organization
    self.tenant = tenant
    self.clientID = clientID
    self.scopes = scopes
    self.redirectURIs = redirectURIs
    store = .file
    authentication = .user
    self.servicePrefix = servicePrefix
    self.folder = folder
    self.isReadOnly = isReadOnly
    self.isProtected = isProtected
    sources = [:]
  }

  /// A profile of values that were checked, organization and tenant among them.
  init(
    name: String,
    values: [ProfileKey: SettingValue],
    sources: [ProfileKey: SettingSource]
  ) {
    func text(_ key: ProfileKey) -> String? { values[key]?.text }
    func list(_ key: ProfileKey) -> [String] {
      if case .list(let members)? = values[key] { members } else { [] }
    }
    let issuer = text(.issuer)
    let api = text(.api) ?? issuer.flatMap(Self.api(of:)) ?? Self.standardAPI
    let redirects = list(.redirectURIs).compactMap(RedirectAddress.init)
    self.init(
      name: name,
      issuer: issuer,
      api: api,
      organization: text(.organization) ?? "",
      tenant: text(.tenant) ?? "",
      clientID: text(.clientID),
      scopes: ScopeChoice(list(.scopes)),
      redirectURIs: redirects.isEmpty ? Self.standardRedirectURIs : redirects,
      servicePrefix: text(.servicePrefix),
      folder: text(.folder),
      isReadOnly: values[.isReadOnly] == .flag(true),
      isProtected: values[.isProtected] == .flag(true)
    )
    store = text(.store).flatMap(Store.init) ?? .file
    authentication = text(.authentication).flatMap(Authentication.init) ?? .user
    caFile = text(.caFile)
    collation = text(.collation)
    timezone = text(.timezone)
    if case .count(let number)? = values[.maxRequests] { maxRequests = number }
    self.sources = sources
  }

  /// Where a setting comes from.
  package func source(of key: ProfileKey) -> SettingSource { sources[key] ?? .standard }

  /// The value of a setting for people; nil where it has none.
  package func shown(_ key: ProfileKey) -> String? {
    switch key {
    case .issuer: issuer
    case .api: api
    case .organization: organization
    case .tenant: tenant
    case .clientID: clientID
    case .scopes: scopes.words.joined(separator: " ")
    case .redirectURIs: redirectURIs.map(\.text).joined(separator: " ")
    case .store: store.rawValue
    case .authentication: authentication.rawValue
    case .caFile: caFile
    case .servicePrefix: servicePrefix
    case .folder: folder
    case .collation: collation
    case .timezone: timezone
    case .isReadOnly: String(isReadOnly)
    case .isProtected: String(isProtected)
    case .maxRequests: maxRequests.map(String.init)
    }
  }

  /// What holds where neither host is given.
  package static let standardAPI = "https://cloud.uipath.com"

  /// What `dsql` asks administrators to register.
  package static let standardRedirectURIs = [12733, 12734].compactMap {
    RedirectAddress("http://localhost:\($0)/callback")
  }

  /// The usual issuer of a host: the host for browsers, `api.uipath.com`, is the main host's.
  ///
  /// - Source: `identity.md` §2.
  private static func issuer(of api: String) -> String {
    var host = api
    if host == "https://api.uipath.com" {
      host = standardAPI
    } else if host.hasPrefix("https://"), host.hasSuffix(".api.uipath.com") {
      host = host.dropLast(".api.uipath.com".count) + ".uipath.com"
    }
    return host + "/identity_"
  }

  /// The usual host of an issuer: the one that it is on.
  private static func api(of issuer: String) -> String? { ServerAddress(url: issuer)?.origin }
}
