import FoundationEssentials

/// Where a tenant's Data Service is.
///
/// - Source: `data-service-api.md` §1.1 and §1.2.
package struct ServiceEndpoint: Hashable, Sendable {
  package let address: ServerAddress
  package let organization: String
  package let tenant: String
  package let prefix: ServicePrefix.Setting
  /// `/organization/tenant`, percent-encoded.
  private let tenantPath: String

  /// An endpoint by its parts; nil where the origin is no address of HTTP or a name is empty.
  package init?(
    origin: String,
    organization: String,
    tenant: String,
    prefix: ServicePrefix.Setting = .automatic
  ) {
    guard let address = ServerAddress(url: origin), !organization.isEmpty, !tenant.isEmpty,
      !organization.contains("/"), !tenant.contains("/")
    else { return nil }
    self.address = address
    self.organization = organization
    self.tenant = tenant
    self.prefix = prefix
    var components = URLComponents()
    components.path = "/\(organization)/\(tenant)"
    tenantPath = components.percentEncodedPath
  }

  /// An endpoint by a `UIPATH_URL`, `https://host/organization/tenant`; nil where the path has not
  /// exactly two segments.
  package init?(uipathURL: String, prefix: ServicePrefix.Setting = .automatic) {
    guard let components = URLComponents(string: uipathURL),
      let address = ServerAddress(url: uipathURL), components.query == nil,
      components.fragment == nil, components.user == nil
    else { return nil }
    let segments = components.path.split(separator: "/")
    guard segments.count == 2 else { return nil }
    self.init(
      origin: address.origin,
      organization: String(segments[0]),
      tenant: String(segments[1]),
      prefix: prefix
    )
  }

  package var origin: String { address.origin }

  /// The prefix that is tried first.
  var firstPrefix: ServicePrefix {
    switch prefix {
    case .automatic: ServicePrefix(usualFor: address.host)
    case .fixed(let prefix): prefix
    }
  }

  /// The address of a path below the base address.
  func url(of path: String, prefix: ServicePrefix) -> String {
    "\(origin)\(tenantPath)/\(prefix.rawValue)/api\(path)"
  }
}
