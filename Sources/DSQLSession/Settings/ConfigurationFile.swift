import Foundation
import Glibc

/// The configuration file on disk.
package struct ConfigurationFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Its text; empty where there is no file.
  ///
  /// - Throws: `badConfiguration` where there is one that cannot be read.
  package func text() throws(SessionError) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SessionError(.badConfiguration, "\(path) cannot be read")
    }
  }

  /// Puts another text in its place, whole or not at all.
  ///
  /// A new file can be read by its owner alone, a new folder entered by nobody else; a link stays
  /// one, and what it leads to is changed.
  ///
  /// - Throws: `badConfiguration` where it cannot be written.
  package func write(_ text: String) throws(SessionError) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let folder = target.deletingLastPathComponent()
    let files = FileManager.default
    do {
      try files.createDirectory(
        at: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw SessionError(.badConfiguration, "\(folder.path) cannot be made")
    }
    let attributes = try? files.attributesOfItem(atPath: target.path)
    let mode = (attributes?[.posixPermissions] as? Int).map { mode_t($0 & 0o777) } ?? 0o600
    let draft = folder.appending(path: ".\(target.lastPathComponent).\(getpid())").path
    guard write(text, to: draft, mode: mode), rename(draft, target.path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(draft)
      throw SessionError(.badConfiguration, "\(path) cannot be written (\(reason.lowercased()))")
    }
  }

  private func write(_ text: String, to draft: String, mode: mode_t) -> Bool {
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { return false }
    defer { close(file) }
    // What the user keeps from others by umask or chmod stays so.
    guard fchmod(file, mode) == 0 else { return false }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      bytes = bytes.dropFirst(count)
    }
    return fsync(file) == 0
  }
}
