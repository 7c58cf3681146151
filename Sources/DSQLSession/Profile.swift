/// A connection that the configuration file names; never holds a secret.
///
/// - Source: `identity.md` §9.1.
package struct Profile: Hashable, Sendable {
  package var name: String
  /// `https://cloud.uipath.com`.
  package var api: String
  package var organization: String
  package var tenant: String
  /// `datafabric_` or `dataservice_`; nil lets the host decide.
  package var servicePrefix: String?
  package var folder: String?
  package var isReadOnly: Bool
  package var isProtected: Bool

  package init(
    name: String,
    api: String,
    organization: String,
    tenant: String,
    servicePrefix: String? = nil,
    folder: String? = nil,
    isReadOnly: Bool = false,
    isProtected: Bool = false
  ) {
    self.name = name
    self.api = api
    self.organization = organization
    self.tenant = tenant
    self.servicePrefix = servicePrefix
    self.folder = folder
    self.isReadOnly = isReadOnly
    self.isProtected = isProtected
  }
}
