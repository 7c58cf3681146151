import Foundation
import Glibc

/// The statements and commands of this and earlier sessions, kept in a file.
///
/// The file has a line for each entry, with `\n` for a line break and `\\` for a backslash. A class
/// because commands look at it while the prompt adds to it; one task uses it.
final class History {
  private(set) var entries: [String] = []
  private let path: String?
  private let limit: Int

  /// Reads the file if it is there.
  ///
  /// - Parameters:
  ///   - path: The file; nil keeps nothing.
  ///   - limit: How many entries are kept.
  ///   - warn: Told what is wrong with the file.
  init(path: String?, limit: Int, warn: (String) -> Void) {
    self.path = path
    self.limit = limit
    guard let path else { return }
    guard let data = FileManager.default.contents(atPath: path) else {
      if access(path, F_OK) == 0 {
        warn("could not read history from file \"\(path)\": \(SystemReason.text(EACCES))")
      }
      return
    }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    entries = lines.suffix(limit).map { Self.decoded(String($0)) }
    if lines.count > 2 * limit { shorten(path) }
  }

  /// Adds an entry to the list and the file; false where it is left out.
  func add(_ entry: String, control: HistoryControl, limit: Int) -> Bool {
    let trimmed = entry.hasSuffix("\n") ? String(entry.dropLast()) : entry
    if trimmed.allSatisfy(\.isWhitespace) { return false }
    if control.ignoresBlanks, trimmed.first == " " { return false }
    if control.ignoresDuplicates, trimmed == entries.last { return false }
    if trimmed.hasPrefix("\\prompt -s") || trimmed.hasPrefix("\\login") { return false }
    entries.append(trimmed)
    if entries.count > limit { entries.removeFirst(entries.count - limit) }
    append(Self.encoded(trimmed) + "\n")
    return true
  }

  private func append(_ line: String) {
    guard let path else { return }
    makeFolder(of: path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    // One write, so that the entries of several sessions do not mix; a full disk loses an entry.
    try? DescriptorOutput(descriptor, atEnd: .close).write(line)
  }

  private func makeFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if access(folder, F_OK) == 0 { return }
    try? FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  private func shorten(_ path: String) {
    let text = entries.map { Self.encoded($0) + "\n" }.joined()
    let beside = path + ".new"
    guard
      FileManager.default.createFile(
        atPath: beside,
        contents: Data(text.utf8),
        attributes: [.posixPermissions: 0o600]
      )
    else { return }
    _ = rename(beside, path)
  }

  static func encoded(_ entry: String) -> String {
    entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  static func decoded(_ line: String) -> String {
    var text = ""
    var isEscape = false
    for character in line {
      if isEscape {
        text.append(character == "n" ? "\n" : character)
        isEscape = false
      } else if character == "\\" {
        isEscape = true
      } else {
        text.append(character)
      }
    }
    return text
  }
}
