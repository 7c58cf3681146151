import DSQLAPI
import DSQLCatalog
import DSQLClient
import DSQLTypes
import Foundation
import Glibc

/// Keeps on disk, for seven days, what probes found out about services; one small file for each.
///
/// Of a service on this machine nothing is kept: another one may listen on its port tomorrow, and asking
/// costs little.
///
/// A file that is unreadable, or of another version of dsql, counts as none: the service is asked
/// again.
///
/// - Source: `design.md` §5.
package struct CapabilityStore: Sendable {
  private static let lifetime = 7 * Instant.ticksPerDay

  private let folder: String
  private let version: String
  private let keepsLoopback: Bool

  /// A store in a folder, which is made when it is first needed.
  ///
  /// - Parameters:
  ///   - folder: The folder's absolute path.
  ///   - version: The version of dsql; another one asks anew.
  ///   - keepsLoopback: Whether services on this machine count as any other.
  package init(folder: String, version: String, keepsLoopback: Bool = false) {
    self.folder = folder
    self.version = version
    self.keepsLoopback = keepsLoopback
  }

  /// What was found out about a service, and since when it is known; nil where nothing is.
  func traits(of service: String, at now: Instant) -> (traits: ServiceTraits, since: Instant)? {
    guard isKept(service), let data = FileManager.default.contents(atPath: path(of: service)),
      let kept = try? JSONDecoder().decode(KeptTraits.self, from: data),
      kept.dsql == version, kept.service == service
    else { return nil }
    let age = now.ticks - kept.since
    guard age >= 0, age < Self.lifetime else { return nil }
    return (kept.traits, Instant(ticks: kept.since))
  }

  /// Keeps what was found out; a disk that refuses it only means that the service is asked again.
  func keep(_ traits: ServiceTraits, of service: String, since: Instant) {
    guard isKept(service) else { return }
    let kept = KeptTraits(traits, service: service, version: version, since: since)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(kept), makeFolder() else { return }
    let path = path(of: service)
    // Written beside and renamed, so that another dsql never reads half of it.
    let beside = "\(path).\(getpid())"
    let isWritten = FileManager.default.createFile(
      atPath: beside,
      contents: data,
      attributes: [.posixPermissions: 0o600]
    )
    if isWritten, rename(beside, path) != 0 { unlink(beside) }
  }

  /// Forgets what was found out about a service.
  func forget(_ service: String) { unlink(path(of: service)) }

  private func isKept(_ service: String) -> Bool {
    keepsLoopback || ServerAddress(url: service)?.isLoopback == false
  }

  private func makeFolder() -> Bool {
    if access(folder, W_OK) == 0 { return true }
    let made: Void? = try? FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    return made != nil
  }

  /// A name that tells a person which service it is, and a hash that keeps two apart.
  private func path(of service: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in service.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let words = service.map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      return isPlain || character == "." || character == "-" ? character : "_"
    }
    return "\(folder)/\(String(words.prefix(100)))-\(String(hash, radix: 16)).json"
  }
}

/// The content of a file.
private struct KeptTraits: Codable {
  var dsql: String
  var service: String
  /// Units of 100 nanoseconds since 1970.
  var since: Int64
  var textMatching: String
  var nullOrder: String
  var storesEmptyAsNull: Bool?
  var sumsDecimalsExactly: Bool?
  var features: [String: Bool]

  init(_ traits: ServiceTraits, service: String, version: String, since: Instant) {
    dsql = version
    self.service = service
    self.since = since.ticks
    textMatching = traits.textMatching.rawValue
    nullOrder = traits.nullOrder.rawValue
    storesEmptyAsNull = traits.storesEmptyAsNull
    sumsDecimalsExactly = traits.sumsDecimalsExactly
    features = Dictionary(
      uniqueKeysWithValues: traits.features.map { ($0.key.rawValue, $0.value) }
    )
  }

  var traits: ServiceTraits {
    var traits = ServiceTraits.unknown
    traits.textMatching = ServiceTraits.TextMatching(rawValue: textMatching) ?? .unknown
    traits.nullOrder = ServiceTraits.NullOrder(rawValue: nullOrder) ?? .unknown
    traits.storesEmptyAsNull = storesEmptyAsNull
    traits.sumsDecimalsExactly = sumsDecimalsExactly
    for (name, isThere) in features {
      if let feature = QueryFeature(rawValue: name) { traits.features[feature] = isThere }
    }
    return traits
  }
}
