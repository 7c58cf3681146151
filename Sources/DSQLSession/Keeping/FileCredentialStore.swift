import Foundation
import Glibc

/// A login in a file that its owner alone can read.
///
/// - Source: `identity.md` §9.4.
package struct FileCredentialStore: CredentialStore {
  /// A moment of writing, for tests that end the process at it.
  package enum Step: String, CaseIterable, Sendable {
    case beforeDraft, draftMade, draftWritten, draftSynced, renamed, folderSynced
  }

  /// Where it is.
  package let path: String
  private let folder: String
  private let home: String?
  private let owner: UInt32
  private let reach: @Sendable (Step) -> Void

  /// The store of one login.
  ///
  /// - Parameters:
  ///   - folder: The folder of all logins; it is made where it is not there.
  ///   - key: Which login.
  ///   - home: The user's home, which messages shorten to `~`.
  ///   - owner: Whom the file must belong to.
  ///   - reach: Hears of each step of writing.
  package init(
    folder: String,
    key: CredentialKey,
    home: String? = nil,
    owner: UInt32 = geteuid(),
    reach: @escaping @Sendable (Step) -> Void = { _ in }
  ) {
    self.init(
      folder: folder,
      fileName: key.fileName,
      home: home,
      owner: owner,
      reach: reach
    )
  }

  private init(
    folder: String,
    fileName: String,
    home: String?,
    owner: UInt32,
    reach: @escaping @Sendable (Step) -> Void
  ) {
    path = "\(folder)/\(fileName)"
    self.folder = folder
    self.home = home
    self.owner = owner
    self.reach = reach
  }

  /// The stores of all logins that a folder has.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - home: The user's home, which messages shorten to `~`.
  /// - Returns: The stores, in the order of their files' names.
  package static func all(in folder: String, home: String? = nil) -> [FileCredentialStore] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map {
      FileCredentialStore(
        folder: folder,
        fileName: $0,
        home: home,
        owner: geteuid(),
        reach: { _ in }
      )
    }
  }

  package var place: String { shown(path) }

  // MARK: Reading

  package func read() throws(SessionError) -> Credential? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return nil
      case ELOOP: throw unsafe("is a symbolic link", fix: "rm")
      default: throw failure("cannot be read")
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw unsafe("is not a file", fix: "rm -r") }
    guard status.st_uid == owner else { throw unsafe("belongs to another user", fix: "rm -f") }
    guard status.st_mode & 0o077 == 0 else {
      throw unsafe("can be read by others", fix: "chmod 600")
    }
    guard let bytes = Self.contents(of: file) else { throw failure("cannot be read") }
    guard let credential = CredentialText.credential(in: bytes) else {
      throw SessionError(.damagedFile, detail: place)
    }
    return credential
  }

  private static func contents(of file: CInt) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes.append(contentsOf: buffer[..<count])
      } else if errno != EINTR {
        return nil
      }
    }
  }

  // MARK: Writing

  package func write(_ credential: Credential) throws(SessionError) {
    let bytes: [UInt8]
    do {
      bytes = try CredentialText.bytes(of: credential)
    } catch {
      throw SessionError(.login, "the login cannot be saved")
    }
    try makeFolder()
    reach(.beforeDraft)
    removeDrafts()
    let draft = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).draft"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("cannot be written") }
    reach(.draftMade)
    do throws(SessionError) {
      defer { close(file) }
      // The user's umask may take rights away from the owner too.
      guard fchmod(file, 0o600) == 0, Self.put(bytes, to: file) else {
        throw failure("cannot be written")
      }
      reach(.draftWritten)
      guard fsync(file) == 0 else { throw failure("cannot be written") }
      reach(.draftSynced)
      guard rename(draft, path) == 0 else { throw failure("cannot be written") }
    } catch {
      unlink(draft)
      throw error
    }
    reach(.renamed)
    try syncFolder()
    reach(.folderSynced)
  }

  package func remove() throws(SessionError) {
    removeDrafts()
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("cannot be removed") }
    if access(folder, F_OK) == 0 { try syncFolder() }
  }

  private static func put(_ bytes: [UInt8], to file: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// What a process left that ended while it wrote; the lock is held, so nobody writes now.
  private func removeDrafts() {
    let prefix = (path as NSString).lastPathComponent + "."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(".draft") {
      unlink("\(folder)/\(name)")
    }
  }

  private func makeFolder() throws(SessionError) {
    var status = stat()
    if lstat(folder, &status) != 0 {
      do {
        try FileManager.default.createDirectory(
          atPath: folder,
          withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700]
        )
      } catch {
        throw SessionError(.login, "\(shown(folder)) cannot be made")
      }
      guard lstat(folder, &status) == 0 else {
        throw SessionError(.login, "\(shown(folder)) cannot be made")
      }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw unsafe(folder, "is not a folder", fix: "rm")
    }
    guard status.st_uid == owner else {
      throw unsafe(folder, "belongs to another user", fix: "rm -r")
    }
    if status.st_mode & 0o077 != 0, chmod(folder, 0o700) != 0 {
      throw unsafe(folder, "can be read by others", fix: "chmod 700")
    }
  }

  private func syncFolder() throws(SessionError) {
    let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw failure("cannot be written") }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw failure("cannot be written") }
  }

  // MARK: The lock

  package func lock(
    _ clock: any Clock<Duration>
  ) async throws(SessionError) -> any CredentialLock {
    try makeFolder()
    return try await FileLock.taken(at: "\(path).lock", shown: shown("\(path).lock"), clock)
  }

  // MARK: Messages

  private func unsafe(_ problem: String, fix: String) -> SessionError {
    unsafe(path, problem, fix: fix)
  }

  private func unsafe(_ path: String, _ problem: String, fix: String) -> SessionError {
    let name = shown(path)
    return SessionError(
      .unsafeFile(path: name, problem: problem, fix: "\(fix) \(Self.typed(name))")
    )
  }

  private func failure(_ what: String) -> SessionError {
    let reason = String(cString: strerror(errno)).lowercased()
    return SessionError(.login, "\(place) \(what) (\(reason))")
  }

  /// A path with `~` for the home.
  private func shown(_ path: String) -> String {
    guard let home, !home.isEmpty, path.hasPrefix("\(home)/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  /// A path as a shell takes it.
  private static func typed(_ path: String) -> String {
    let isPlain = path.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-~+@%=:,".contains($0))
    }
    guard !isPlain else { return path }
    let rest = path.hasPrefix("~/") ? path.dropFirst(2) : path[...]
    let quoted = "'" + rest.replacing("'", with: #"'\''"#) + "'"
    return path.hasPrefix("~/") ? "~/" + quoted : quoted
  }
}
