import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Testing

@Suite("USE over HTTP")
struct UseTests {
  private static let folder = "f0000000-0000-7000-8000-000000000001"

  @Test("A folder has entities of its own, whose records are written and read there")
  func folder() async throws {
    try await EngineFixture.run { engine in
      let used = await engine.transcript("USE FOLDER \"\(Self.folder.uppercased())\"")
      #expect(used.outcome.errors.isEmpty)
      #expect(used.outcome.tag == .other("USE FOLDER"))
      #expect(engine.connection.info.folder == Self.folder)
      #expect(await engine.transcript("SELECT 1 FROM Supplier").codes == [.undefinedEntity])
      let made = await engine.transcript(
        "CREATE ENTITY Crate (Name TEXT(20) UNIQUE, Origin CHOICE(Country), Inside REFERENCES Crate)"
      )
      #expect(made.outcome.errors.isEmpty)
      _ = await engine.transcript(
        "INSERT INTO Crate (Name, Origin) VALUES ('one', 'Norway'), ('two', NULL)"
      )
      let added = await engine.transcript("ALTER ENTITY Crate ADD Weight INTEGER")
      #expect(added.outcome.errors.isEmpty)
      let named = await engine.transcript("ALTER ENTITY Crate SET DISPLAY NAME 'Box'")
      #expect(named.outcome.errors.isEmpty)
      _ = await engine.transcript("UPDATE Crate SET Weight = 3 WHERE Name = 'two'")
      #expect(
        await engine.transcript("SELECT Name, Origin, Weight FROM Crate ORDER BY Name").rows
          == "Name,Origin,Weight\none,Norway,\ntwo,,3\n"
      )
      let across = await engine.transcript("ALTER ENTITY Crate ADD Maker REFERENCES Supplier")
      #expect(across.codes == [.undefinedEntity])
      _ = await engine.transcript("USE FOLDER \"00000000-0000-0000-0000-000000000000\"")
      #expect(engine.connection.info.folder == nil)
      #expect(await engine.transcript("SELECT 1 FROM Crate").codes == [.undefinedEntity])
      #expect(await engine.transcript("SELECT count(*) > 0 AS x FROM Supplier").rows == "x\ntrue\n")
    }
  }

  @Test("A choice set that is created in a folder belongs to it")
  func choiceSet() async throws {
    try await EngineFixture.run { engine in
      _ = await engine.transcript("USE FOLDER \"\(Self.folder)\"")
      let unknown = await engine.transcript("SELECT 1 FROM Crate")
      #expect(unknown.outcome.errors.first?.hint == "The folder has no entities.")
      let sql = "CREATE CHOICE SET Size ('Small', 'Large')"
      let plan = await engine.transcript("EXPLAIN \(sql)").rows
      #expect(plan.split(separator: "X-UIPATH-FolderKey: \(Self.folder)").count == 4)
      let made = await engine.transcript(sql)
      #expect(made.outcome.errors.isEmpty)
      #expect(made.requests.contains { $0.contains("\"folderId\":\"\(Self.folder)\"") })
      let entity = await engine.transcript("CREATE ENTITY Crate (Width CHOICE(Size))")
      #expect(entity.outcome.errors.isEmpty)
      _ = await engine.transcript("INSERT INTO Crate (Width) VALUES ('large')")
      #expect(await engine.transcript("SELECT Width FROM Crate").rows == "Width\nLarge\n")
      _ = await engine.transcript("ALTER CHOICE SET Size ADD 'Huge'")
      #expect(await engine.transcript("SHOW CHOICES FROM Size").rows.contains("Huge"))
    }
  }

  @Test("What USE cannot do is said before any call")
  func refused() async throws {
    try await EngineFixture.run { engine in
      for (sql, code) in [
        ("USE FOLDER Finance", .undefinedObject), ("USE TENANT other", .undefinedObject),
        ("USE PROFILE other", .featureNotSupported),
      ] as [(String, DiagnosticCode)] {
        let seen = await engine.transcript(sql)
        #expect(seen.codes == [code], "\(sql)")
        #expect(seen.requests.isEmpty, "\(sql)")
      }
      let here = await engine.transcript("USE TENANT Sample")
      #expect(here.outcome.tag == .other("USE TENANT"))
      #expect(here.requests.isEmpty)
    }
  }
}
