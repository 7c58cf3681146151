import Foundation
import Glibc

/// A file that lines are added to while the program runs.
struct LogFile: Sendable {
  private let handle: FileHandle

  /// Opens a file to add lines to, or makes it, and closes it to others; `-` is standard error.
  ///
  /// - Throws: `UsageError` where it cannot be opened.
  init(_ path: String) throws(UsageError) {
    if path == "-" {
      handle = .standardError
    } else {
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        throw UsageError(
          "the log \"\(path)\" cannot be opened: \(String(cString: strerror(errno)))"
        )
      }
      // One that was there may be open to others.
      let type = try? FileManager.default.attributesOfItem(atPath: path)[.type]
      if type as? FileAttributeType == .typeRegular { _ = fchmod(descriptor, 0o600) }
      handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
  }

  /// Adds a text that ends in a line break.
  func write(_ text: String) {
    // A log that cannot be written is no reason to stop.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
