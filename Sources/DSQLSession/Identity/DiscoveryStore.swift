import Crypto
import Foundation
import Synchronization

/// Keeps discovery documents, since a server limits how often it is asked for them.
///
/// - Source: `identity.md` §2, rule 3, and §9.1.
package protocol DiscoveryStore: Sendable {
  /// The document of an issuer; nil where there is none.
  func document(of issuer: String) -> DiscoveryDocument?

  /// Keeps a document; where that fails it is asked for again next time.
  func keep(_ document: DiscoveryDocument, of issuer: String)
}

/// A discovery document as it came.
package struct DiscoveryDocument: Hashable, Sendable, Codable {
  /// Seconds since 1970.
  package var fetched: Int64
  package var text: String

  package init(fetched: Int64, text: String) {
    self.fetched = fetched
    self.text = text
  }
}

/// Discovery documents of this process.
///
/// A class, since those who share it see what one of them asked for; a lock guards it.
package final class MemoryDiscoveryStore: DiscoveryStore {
  private let documents = Mutex<[String: DiscoveryDocument]>([:])

  package init() {}

  package func document(of issuer: String) -> DiscoveryDocument? {
    documents.withLock { $0[issuer] }
  }

  package func keep(_ document: DiscoveryDocument, of issuer: String) {
    documents.withLock { $0[issuer] = document }
  }
}

/// Discovery documents in a folder, a file for each issuer.
package struct FileDiscoveryStore: DiscoveryStore {
  private let folder: String

  /// A store that makes its folder when it first keeps something.
  ///
  /// - Parameter folder: The folder, one of the user's cache.
  package init(folder: String) { self.folder = folder }

  package func document(of issuer: String) -> DiscoveryDocument? {
    guard let data = FileManager.default.contents(atPath: path(of: issuer)) else { return nil }
    return try? JSONDecoder().decode(DiscoveryDocument.self, from: data)
  }

  package func keep(_ document: DiscoveryDocument, of issuer: String) {
    guard let data = try? JSONEncoder().encode(document) else { return }
    try? FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    try? data.write(to: URL(fileURLWithPath: path(of: issuer)), options: .atomic)
  }

  private func path(of issuer: String) -> String {
    "\(folder)/\(SHA256.hash(data: Data(issuer.utf8)).hexText).json"
  }
}

extension SHA256.Digest {
  /// Two hexadecimal digits for each byte.
  var hexText: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
