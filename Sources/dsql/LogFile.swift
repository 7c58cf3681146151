import ArgumentParser
import DSQLService
import Foundation
import Glibc

/// Where `dsql serve` writes its request log.
struct LogFile {
  let log: RequestLog

  /// Opens a file to add lines to, or makes it, closed to others; `-` is standard error.
  ///
  /// - Throws: `ValidationError` where it cannot be opened.
  init(_ path: String) throws {
    let handle: FileHandle
    if path == "-" {
      handle = .standardError
    } else {
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw ValidationError(
          "the log \"\(path)\" cannot be opened: \(String(cString: strerror(errno)))"
        )
      }
      handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
    log = RequestLog { line in
      // A log that cannot be written is no reason to stop serving.
      try? handle.write(contentsOf: Data("\(line)\n".utf8))
    }
  }
}
