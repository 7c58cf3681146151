import Foundation
import Glibc

/// A file that lines are added to while the program runs.
struct LogFile: Sendable {
  private let handle: FileHandle

  /// Opens a file to add lines to, or makes it, closed to others; `-` is standard error.
  ///
  /// - Throws: `UsageError` where it cannot be opened.
  init(_ path: String) throws(UsageError) {
    if path == "-" {
      handle = .standardError
    } else {
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw UsageError(
          "the log \"\(path)\" cannot be opened: \(String(cString: strerror(errno)))"
        )
      }
      handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
  }

  /// Adds a text that ends in a line break.
  func write(_ text: String) {
    // A log that cannot be written is no reason to stop.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
