import Glibc
import Synchronization

/// Writes to a file descriptor with write(2), without a buffer of its own.
///
/// A class because it owns the descriptor; the lock keeps two writers from mixing their bytes.
package final class DescriptorOutput: ByteOutput {
  private let descriptor: Mutex<Int32?>
  private let closesAtEnd: Ending

  /// What happens to the descriptor when the output ends.
  package enum Ending: Sendable { case leaveOpen, close }

  /// Writes to a descriptor that is open.
  package init(_ descriptor: Int32, atEnd ending: Ending = .leaveOpen) {
    self.descriptor = Mutex(descriptor)
    self.closesAtEnd = ending
  }

  /// Opens a file for writing, made or emptied first.
  package static func file(_ path: String) -> Result<DescriptorOutput, OutputError> {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { return .failure(.failed(SystemReason.text(errno))) }
    return .success(DescriptorOutput(descriptor, atEnd: .close))
  }

  package func write(_ bytes: [UInt8]) throws(OutputError) {
    let result: Result<Void, OutputError> = descriptor.withLock { descriptor in
      guard let descriptor else { return .success(()) }
      return bytes.withUnsafeBytes { Self.writeAll($0, to: descriptor) }
    }
    try result.get()
  }

  package func close() {
    let open = descriptor.withLock { $0.take() }
    if let open, closesAtEnd == .close { _ = Glibc.close(open) }
  }

  deinit { close() }

  private static func writeAll(
    _ bytes: UnsafeRawBufferPointer,
    to descriptor: Int32
  ) -> Result<Void, OutputError> {
    var done = 0
    while done < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Glibc.write(descriptor, part.baseAddress, part.count)
      if count >= 0 {
        done += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // The other end shares the description and has made it non-blocking.
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&entry, 1, -1)
      case EPIPE: return .failure(.closed)
      default: return .failure(.failed(SystemReason.text(errno)))
      }
    }
    return .success(())
  }
}

/// The system's words for an error number.
enum SystemReason {
  static func text(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: text, as: UTF8.self)
  }
}
