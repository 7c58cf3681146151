import DSQLClient
import DSQLSession
import Foundation
import Synchronization
import Testing

@Suite("Processes that share a login")
struct LoginProcessTests {
  static let key = CredentialKey(issuer: "i", organization: "o", clientID: "c", profile: "p")

  /// A moment at which a process is ended, and what the next one gets.
  struct Case: Sendable {
    var moment: String
    /// The refresh token that is kept.
    var kept: String
    var next: String
    /// Whether a draft is left lying.
    var leavesDraft = false
  }

  static let cases: [Case] = [
    Case(moment: "beforeSending", kept: "r1", next: "a2"),
    // The server has replaced the token, and the answer is lost with the process.
    Case(moment: "answered", kept: "r1", next: "A20"),
    Case(moment: "beforeDraft", kept: "r1", next: "A20"),
    Case(moment: "draftMade", kept: "r1", next: "A20", leavesDraft: true),
    Case(moment: "draftWritten", kept: "r1", next: "A20", leavesDraft: true),
    Case(moment: "draftSynced", kept: "r1", next: "A20", leavesDraft: true),
    Case(moment: "renamed", kept: "r2", next: "a2"),
    Case(moment: "folderSynced", kept: "r2", next: "a2"),
  ]

  @Test("A process that is killed while it refreshes leaves a whole file", arguments: cases)
  func check(_ item: Case) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await LoopbackIdentity.run { identity in
      let store = try Self.store(in: folder, identity)
      let killed = try LoginProcess([folder.path, identity.issuer, item.moment])
      killed.begin()
      #expect(await killed.result().wasKilled)
      #expect(try store.read()?.refreshToken == RefreshToken(item.kept))
      #expect(Self.drafts(in: folder).isEmpty != item.leavesDraft)
      let next = try LoginProcess([folder.path, identity.issuer])
      next.begin()
      #expect(await next.result() == (item.next, false))
      #expect(Self.drafts(in: folder).isEmpty)
    }
  }

  @Test("Eight processes across the end of a token ask for one refresh")
  func eight() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await LoopbackIdentity.run { identity in
      _ = try Self.store(in: folder, identity)
      let processes = try (0..<8).map { _ in try LoginProcess([folder.path, identity.issuer]) }
      for process in processes { process.begin() }
      for process in processes { #expect(await process.result() == ("a2", false)) }
      #expect(identity.server.grants == ["refresh r1"])
    }
  }

  /// A store with a login whose access token is over.
  private static func store(
    in folder: TemporaryFolder,
    _ identity: LoopbackIdentity
  ) throws -> FileCredentialStore {
    let store = FileCredentialStore(folder: folder.path, key: key)
    var credential = LoginFixture.credential(api: identity.issuer)
    credential.issuer = identity.issuer
    credential.expires = 0
    try store.write(credential)
    return store
  }

  private static func drafts(in folder: TemporaryFolder) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".draft") }
  }
}
