/// A setting of a profile, by its name in the configuration file.
///
/// - Source: `identity.md` §9.1.
package enum ProfileKey: String, CaseIterable, Hashable, Sendable {
  case issuer
  case api
  case organization
  case tenant
  case clientID = "client_id"
  case scopes
  case redirectURIs = "redirect_uris"
  case store
  case authentication = "auth"
  case caFile = "ca_file"
  case servicePrefix = "service_prefix"
  case folder
  case collation
  case timezone
  case isReadOnly = "read_only"
  case isProtected = "protected"
  case maxRequests = "max_requests"

  /// The environment variable that goes before the file; nil where there is none.
  package var variable: String? {
    switch self {
    case .issuer: "DSQL_ISSUER"
    case .api: "DSQL_API"
    case .organization: "DSQL_ORG"
    case .tenant: "DSQL_TENANT"
    case .clientID: "DSQL_CLIENT_ID"
    case .scopes: "DSQL_SCOPES"
    case .redirectURIs: "DSQL_REDIRECT_URI"
    case .store: "DSQL_STORE"
    case .authentication, .caFile, .servicePrefix, .folder, .collation, .timezone, .isReadOnly,
      .isProtected, .maxRequests:
      nil
    }
  }

  /// What a value looks like.
  enum Form {
    case text
    /// One of a few words.
    case words([String])
    /// One text, or a list of texts.
    case list
    case flag
    case count
  }

  var form: Form {
    switch self {
    case .issuer, .api, .organization, .tenant, .clientID, .caFile, .folder, .timezone: .text
    case .scopes, .redirectURIs: .list
    case .store: .words(["file", "memory"])
    case .authentication: .words(["user", "app", "pat"])
    case .servicePrefix: .words(["datafabric_", "dataservice_"])
    case .collation: .words(["binary"])
    case .isReadOnly, .isProtected: .flag
    case .maxRequests: .count
    }
  }

  /// What a value must be, as it stands after "must be".
  var requirement: String {
    switch self {
    case .issuer: "an address such as \"https://cloud.uipath.com/identity_\""
    case .api: "the address of a host such as \"https://cloud.uipath.com\""
    case .organization, .tenant: "a name as it stands in the address, without \"/\""
    case .clientID: "the id of an application, without blanks"
    case .scopes: "\"auto\", \"service\", \"fabric\" or a list of scopes"
    case .redirectURIs:
      "a list of addresses such as \"http://localhost:12733/callback\" on this machine"
    case .caFile: "the path of a file, from \"/\" or \"~/\" on"
    case .timezone: "a time zone such as \"Europe/Berlin\""
    case .folder, .store, .authentication, .servicePrefix, .collation, .isReadOnly, .isProtected,
      .maxRequests:
      switch form {
      case .text, .list: "a text"
      case .words(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
      case .flag: "true or false"
      case .count: "a whole number above 0"
      }
    }
  }
}
