import FoundationEssentials

/// The scheme, host and port of an address.
package struct ServerAddress: Hashable, Sendable {
  package let isEncrypted: Bool
  /// In lower case, without brackets.
  package let host: String
  package let port: Int?

  /// Reads them from an absolute address; nil where it is not one of HTTP.
  package init?(url: String) {
    guard let components = URLComponents(string: url), let host = components.host, !host.isEmpty
    else { return nil }
    switch components.scheme?.lowercased() {
    case "https": isEncrypted = true
    case "http": isEncrypted = false
    default: return nil
    }
    let bare =
      host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    self.host = bare.lowercased()
    port = components.port
  }

  /// Whether it is this machine: `localhost`, 127.0.0.0/8 or ::1.
  package var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether scheme, host and port are the same; a port that is not given is the scheme's.
  package func isSameOrigin(as other: ServerAddress) -> Bool {
    isEncrypted == other.isEncrypted && host == other.host && actualPort == other.actualPort
  }

  private var actualPort: Int { port ?? (isEncrypted ? 443 : 80) }

  /// The origin as it is written: scheme, host, and a port that was given.
  package var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return (isEncrypted ? "https://" : "http://") + name + (port.map { ":\($0)" } ?? "")
  }
}
