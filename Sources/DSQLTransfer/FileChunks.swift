import Glibc

/// The bytes of a file or a pipe, chunk by chunk.
///
/// A class because it owns the descriptor; nothing in it changes.
final class FileChunks: Sendable {
  private let descriptor: Int32
  private let name: String
  private let size: Int
  private let isOwned: Bool

  /// Opens a file.
  init(path: String, name: String, size: Int = 1 << 18) throws(TransferError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    (self.name, self.size) = (name, size)
    isOwned = true
    if descriptor < 0 { throw Self.fault(name) }
  }

  /// Reads a descriptor that stays open.
  init(descriptor: Int32, name: String, size: Int = 1 << 18) {
    (self.descriptor, self.name, self.size) = (descriptor, name, size)
    isOwned = false
  }

  deinit {
    if isOwned, descriptor >= 0 { close(descriptor) }
  }

  /// The next bytes; nil at the end.
  func next() throws(TransferError) -> [UInt8]? {
    while true {
      let descriptor = descriptor
      var count = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
        count = read(descriptor, buffer.baseAddress, buffer.count)
        initialized = max(count, 0)
      }
      if count > 0 { return chunk }
      if count == 0 { return nil }
      if errno != EINTR { throw Self.fault(name) }
    }
  }

  private static func fault(_ name: String) -> TransferError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return TransferError(.file, "\(name): \(reason)")
  }
}
