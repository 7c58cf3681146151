import DSQLClient
import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLSession
import DSQLTypes
import Foundation
import Testing

@Suite("USE TENANT and USE PROFILE over HTTP")
struct MoveTests {
  private static let interactive: StatementSettings = {
    var settings = StatementSettings()
    settings.isInteractive = true
    settings.answersYes = true
    return settings
  }()

  @Test("The same token goes to another tenant; what was prepared is forgotten, _ is not")
  func tenants() async throws {
    let options = EmbeddedServiceOptions(store: .memory, tenant: "second")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-move-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await ProbedTenant.run(options) { tenant in
      let target = Self.target(tenant, tenant: "first")
      let connection = Connection(
        info: target.info,
        now: { ProbedTenant.start },
        capabilities: CapabilityStore(folder: folder.path, version: "test", keepsLoopback: true),
        open: target.open
      )
      let read = "SELECT count(*) > 0 AS x FROM Supplier"
      #expect(await Self.run("SELECT 1 AS a", connection).rows == "a\n1\n")
      #expect(await Self.run("PREPARE p AS SELECT 2 AS a", connection).codes.isEmpty)
      #expect(!(await Self.run(read, connection).codes.isEmpty))
      let moved = await Self.run("USE TENANT second", connection)
      #expect(moved.outcome.errors.map(\.message) == [])
      #expect(moved.outcome.tag == .other("USE TENANT"))
      #expect(connection.info.tenant == "second")
      #expect(await Self.run("SELECT a FROM _", connection).rows == "a\n1\n")
      #expect(await Self.run("EXECUTE p", connection).codes == [.undefinedPrepared])
      let found = await Self.run(read, connection)
      #expect(found.rows == "x\ntrue\n")
      _ = await Self.run("SELECT Number FROM Invoice WHERE Number LIKE 'inv%' LIMIT 3", connection)
      let kept = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      #expect(kept.count == 1)
      #expect(kept.first?.contains("_second-") == true)

      let failed = await Self.run("USE TENANT third", connection)
      #expect(!failed.codes.isEmpty)
      #expect(connection.info.tenant == "second")
      #expect(await Self.run(read, connection).rows == "x\ntrue\n")
      let named = await Self.run("USE TENANT \"a/b\"", connection)
      #expect(named.codes == [.undefinedObject])
      #expect(named.requests.isEmpty)
    }
  }

  @Test("A profile is found by its name; where it cannot be the connection stays")
  func profiles() async throws {
    try await ProbedTenant.run { here in
      try await ProbedTenant.run { there in
        let target = Self.target(here, tenant: "sample")
        let connection = Connection(
          info: target.info,
          now: { ProbedTenant.start },
          findProfile: { name in
            switch name {
            case "there": return Self.target(there, tenant: "sample", profile: name)
            case "lost": return Self.target(there, tenant: "nowhere", profile: name)
            default: throw SessionError(.unknownProfile, "profile \"\(name)\" does not exist")
            }
          },
          open: target.open
        )
        _ = await Self.run("CREATE ENTITY Here (Name TEXT(20))", connection)
        #expect(await Self.run("SELECT count(*) AS n FROM Here", connection).rows == "n\n0\n")
        #expect(await Self.run("USE PROFILE lost", connection).codes.isEmpty == false)
        #expect(await Self.run("USE PROFILE nobody", connection).codes == [.undefinedObject])
        #expect(connection.info.profile == "test")
        #expect(await Self.run("SELECT count(*) AS n FROM Here", connection).rows == "n\n0\n")
        let moved = await Self.run("USE PROFILE there", connection)
        #expect(moved.outcome.errors.map(\.message) == [])
        #expect(moved.outcome.tag == .other("USE PROFILE"))
        #expect(connection.info.profile == "there")
        #expect(await Self.run("SELECT 1 FROM Here", connection).codes == [.undefinedEntity])
      }
    }
  }

  private static func run(_ sql: String, _ connection: Connection) async -> Transcript {
    let delegate = RecordingDelegate(answers: true)
    let outcome = await connection.run(
      SourceText(sql),
      settings: interactive,
      delegate: delegate
    )
    return Transcript(delegate: delegate, outcome: outcome)
  }

  private static func target(
    _ service: ProbedTenant,
    tenant: String,
    profile: String = "test"
  ) -> ConnectionTarget {
    let origin = "http://127.0.0.1:\(service.port)"
    let token = service.token
    return ConnectionTarget(
      info: ConnectionInfo(
        kind: .profile,
        profile: profile,
        origin: origin,
        organization: "local",
        tenant: tenant,
        tokenSource: "test"
      )
    ) {
      guard let endpoint = ServiceEndpoint(uipathURL: "\(origin)/local/\(tenant)") else {
        throw SessionError(.badConfiguration, "no address")
      }
      return ServiceLogin(
        kind: .profile,
        profile: Profile(name: profile, api: origin, organization: "local", tenant: tenant),
        endpoint: endpoint,
        token: AccessToken(token),
        tokenSource: "test",
        isNamedByUser: true
      )
    }
  }
}
