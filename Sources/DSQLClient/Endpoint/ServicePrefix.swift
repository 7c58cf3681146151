/// The name of the service in a path: the product has two.
///
/// - Source: `data-service-api.md` §1.1.
package enum ServicePrefix: String, Hashable, Sendable, CaseIterable {
  case dataFabric = "datafabric_"
  case dataService = "dataservice_"

  /// The other of the two.
  package var other: ServicePrefix {
    switch self {
    case .dataFabric: .dataService
    case .dataService: .dataFabric
    }
  }

  /// The one that a host is likely to use.
  init(usualFor host: String) {
    let isCloud = host == "uipath.com" || host.hasSuffix(".uipath.com")
    self = isCloud && !host.hasSuffix(".dedicated.uipath.com") ? .dataFabric : .dataService
  }

  /// Which prefix a connection uses.
  package enum Setting: Hashable, Sendable {
    /// The one usual for the host; the other where a listing call finds nothing under it.
    case automatic
    case fixed(ServicePrefix)
  }
}
