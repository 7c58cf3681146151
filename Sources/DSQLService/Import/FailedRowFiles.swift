import Synchronization

/// The files of rows that imports could not insert, until they are fetched or others need the room.
///
/// A class, since the endpoint that makes them and the one that answers them share it. They live as
/// long as the process: their address has its port.
final class FailedRowFiles: Sendable {
  private static let most = 64
  private static let mostBytes = 64 << 20

  private let files = Mutex<[(id: String, content: [UInt8])]>([])

  /// Keeps a file and answers its name, which cannot be guessed.
  func keep(_ content: [UInt8]) -> String {
    var generator = SystemRandomNumberGenerator()
    let id = [generator.next(), generator.next()].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
    files.withLock { files in
      files.append((id, content))
      while files.count > Self.most
        || (files.count > 1 && files.reduce(0) { $0 + $1.content.count } > Self.mostBytes)
      {
        files.removeFirst()
      }
    }
    return id
  }

  /// A file by its name.
  func content(of id: String) -> [UInt8]? {
    files.withLock { files in files.first { $0.id == id }?.content }
  }
}
