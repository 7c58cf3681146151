import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Glibc
import Testing

@Suite("Logins on disk")
struct FileCredentialStoreTests {
  static let key = CredentialKey(
    issuer: "https://id.example/identity_",
    organization: "acme",
    clientID: "c1",
    profile: "prod"
  )

  /// What was done to the file, and what reading it says.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var owner: UInt32?
    var spoil: @Sendable (String) -> Void
    var outcome: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "as written", spoil: { _ in }, outcome: "same"),
    Case(
      name: "0644",
      spoil: { chmod($0, 0o644) },
      outcome: "A40 ~/c d/FILE can be read by others Run: chmod 600 ~/'c d/FILE'"
    ),
    Case(
      name: "0620",
      spoil: { chmod($0, 0o620) },
      outcome: "A40 ~/c d/FILE can be read by others Run: chmod 600 ~/'c d/FILE'"
    ),
    Case(
      name: "symbolic link",
      spoil: {
        rename($0, $0 + ".real")
        symlink($0 + ".real", $0)
      },
      outcome: "A40 ~/c d/FILE is a symbolic link Run: rm ~/'c d/FILE'"
    ),
    Case(
      name: "other owner",
      owner: geteuid() + 1,
      spoil: { _ in },
      outcome: "A40 ~/c d/FILE belongs to another user Run: rm -f ~/'c d/FILE'"
    ),
    Case(
      name: "folder",
      spoil: {
        unlink($0)
        mkdir($0, 0o700)
      },
      outcome: "A40 ~/c d/FILE is not a file Run: rm -r ~/'c d/FILE'"
    ),
    Case(
      name: "pipe",
      spoil: {
        unlink($0)
        mkfifo($0, 0o600)
      },
      outcome: "A40 ~/c d/FILE is not a file Run: rm -r ~/'c d/FILE'"
    ),
    Case(name: "cut", spoil: { truncate($0, 40) }, outcome: damaged),
    Case(name: "empty", spoil: { truncate($0, 0) }, outcome: damaged),
    Case(
      name: "another version",
      spoil: { path in
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let changed = text.replacing(#""version" : 1"#, with: #""version" : 2"#)
        // In place, so that the mode stays.
        truncate(path, 0)
        let file = open(path, O_WRONLY)
        _ = Array(changed.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
      },
      outcome: damaged
    ),
    Case(name: "gone", spoil: { unlink($0) }, outcome: "none"),
  ]

  static let damaged =
    "A42 the saved login cannot be read and was left in place Run: dsql logout, then dsql login"

  @Test("Only a file that nobody else could have touched is read", arguments: cases)
  func check(_ item: Case) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let place = "\(folder.path)/c d"
    let store = FileCredentialStore(folder: place, key: Self.key, home: folder.path)
    let credential = LoginFixture.credential(clientSecret: "s/1")
    try store.write(credential)
    item.spoil(store.path)
    let reader = FileCredentialStore(
      folder: place,
      key: Self.key,
      home: folder.path,
      owner: item.owner ?? geteuid()
    )
    let name = String(store.path.split(separator: "/").last ?? "")
    var outcome: String
    do {
      let found = try reader.read()
      outcome = found == credential ? "same" : found == nil ? "none" : "other"
    } catch {
      outcome = "\(error.fault?.code ?? "-") \(error.message) \(error.hint ?? "")"
    }
    outcome = outcome.replacing(name, with: "FILE")
    #expect(outcome == item.outcome)
    // Whatever it is, logging out removes it; a folder in its place is the user's own work.
    guard item.name != "folder" else { return }
    try store.remove()
    #expect(try store.read() == nil)
  }

  @Test("Files and folder are the owner's alone, and names tell nothing")
  func modes() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let old = umask(0)
    defer { umask(old) }
    let place = "\(folder.path)/state/dsql/credentials"
    let store = FileCredentialStore(folder: place, key: Self.key)
    try store.write(LoginFixture.credential())
    #expect(Self.mode(store.path) == 0o600)
    #expect(Self.mode(place) == 0o700)
    let name = try #require(store.path.split(separator: "/").last)
    #expect(name.count == 64 + 5 && name.hasSuffix(".json"))
    // A folder that others may look into is closed again.
    chmod(place, 0o755)
    try store.write(LoginFixture.credential())
    #expect(Self.mode(place) == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [String(name)])
  }

  @Test("The tenant is no part of a login, all else is")
  func keys() {
    func path(_ change: (inout CredentialKey) -> Void) -> String {
      var key = Self.key
      change(&key)
      return FileCredentialStore(folder: "/x", key: key).path
    }
    let paths = [
      path { _ in }, path { $0.issuer = "i" }, path { $0.organization = "o" },
      path { $0.clientID = "c" }, path { $0.profile = "p" },
    ]
    #expect(Set(paths).count == paths.count)
  }

  @Test("What an ended process left of a draft goes with the next write")
  func drafts() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let store = FileCredentialStore(folder: folder.path, key: Self.key)
    let draft = store.path + ".4711.1.draft"
    try Data("{".utf8).write(to: URL(fileURLWithPath: draft))
    try store.write(LoginFixture.credential())
    #expect(!FileManager.default.fileExists(atPath: draft))
    #expect(try store.read() != nil)
    #expect(FileCredentialStore.all(in: folder.path).map(\.path) == [store.path])
  }

  @Test("A lock that is not released is waited for 45 s, then its process is named")
  func lock() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let store = FileCredentialStore(folder: folder.path, key: Self.key)
    let clock = TestClock()
    let first = try await store.lock(clock)
    let error = await #expect(throws: SessionError.self) { _ = try await store.lock(clock) }
    #expect(error?.fault == .lockHeld(processID: getpid()))
    #expect(clock.now.offset >= .seconds(45) && clock.now.offset < .seconds(46))
    first.release()
    first.release()
    try await store.lock(clock).release()
    #expect(FileManager.default.fileExists(atPath: store.path + ".lock"))
    #expect(Self.mode(store.path + ".lock") == 0o600)
    try store.remove()
    #expect(FileManager.default.fileExists(atPath: store.path + ".lock"))
  }

  @Test("A new login has a generation above the old one's")
  func save() async throws {
    let store = MemoryCredentialStore(LoginFixture.credential())
    try await store.save(LoginFixture.credential(), clock: TestClock())
    #expect(try store.read()?.generation == 5)
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }
}
