import Foundation
import Glibc
import Synchronization

/// A lock between processes: a file that one of them has locked; the file stays for ever, since a
/// new one of the same name would be another lock.
///
/// A class, because the lock ends with it.
final class FileLock: CredentialLock {
  /// How long others are waited for.
  static let patience = Duration.seconds(45)
  private static let pause = Duration.milliseconds(50)

  private let file: Mutex<CInt?>

  private init(_ file: CInt) { self.file = Mutex(file) }

  deinit { release() }

  /// Takes the lock, and writes the number of the process into it for those who wait.
  static func taken(
    at path: String,
    shown: String,
    _ clock: any Clock<Duration>
  ) async throws(SessionError) -> FileLock {
    // Not passed to children: a pager would hold the lock.
    let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw SessionError(.login, "\(shown) cannot be opened (\(reason))")
    }
    let lock = FileLock(file)
    let watch = Stopwatch(clock)
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let reason = String(cString: strerror(errno)).lowercased()
        throw SessionError(.login, "\(shown) cannot be locked (\(reason))")
      }
      guard watch.elapsed < patience else {
        throw SessionError(.lockHeld(processID: processID(in: file)))
      }
      do {
        try await clock.sleep(for: pause)
      } catch {
        throw SessionError(.lockHeld(processID: processID(in: file)))
      }
    }
    let text = Array("\(getpid())\n".utf8)
    if ftruncate(file, 0) == 0 { _ = pwrite(file, text, text.count, 0) }
    return lock
  }

  func release() {
    file.withLock { file in
      // Closing ends the lock.
      if let open = file { close(open) }
      file = nil
    }
  }

  private static func processID(in file: CInt) -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = pread(file, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
