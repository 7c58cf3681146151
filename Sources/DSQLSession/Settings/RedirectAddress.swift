import DSQLClient
import Foundation

/// An address on this machine that the browser comes back to, as it is registered.
///
/// - Source: `identity.md` §3.1 and §9.2.
package struct RedirectAddress: Hashable, Sendable {
  /// Exactly as it was given, since the server compares texts.
  package let text: String
  package let port: Int
  /// The path that requests come with.
  package let path: String

  /// Reads an address; nil unless it is one of plain HTTP on this machine with a port.
  package init?(_ text: String) {
    guard let address = ServerAddress(url: text), !address.isEncrypted,
      ["localhost", "127.0.0.1", "::1"].contains(address.host), let port = address.port,
      (1...65535).contains(port), let parts = URLComponents(string: text), parts.query == nil,
      parts.fragment == nil, parts.user == nil
    else { return nil }
    self.text = text
    self.port = port
    path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
  }
}
