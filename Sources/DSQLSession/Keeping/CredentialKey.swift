import Crypto
import Foundation

/// Which login it is: the tenant is no part of it, since a token is good for all of an organization.
///
/// - Source: `identity.md` §9.4.
package struct CredentialKey: Hashable, Sendable {
  package var issuer: String
  package var organization: String
  package var clientID: String
  package var profile: String

  package init(issuer: String, organization: String, clientID: String, profile: String) {
    self.issuer = issuer
    self.organization = organization
    self.clientID = clientID
    self.profile = profile
  }

  /// The key of a profile's login.
  package init(_ profile: Profile) {
    self.init(
      issuer: profile.issuer,
      organization: profile.organization,
      clientID: profile.clientID ?? "",
      profile: profile.name
    )
  }

  /// The name of its file, which tells nothing.
  var fileName: String {
    let text = [issuer, organization, clientID, profile].joined(separator: "|")
    return SHA256.hash(data: Data(text.utf8)).hexText + ".json"
  }
}
