import DSQLCatalog
import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Synchronization
import Testing

@Suite("ALTER over HTTP")
struct AlterTests {
  private func created(_ engine: EngineFixture) async {
    let made = await engine.transcript(
      """
      CREATE ENTITY Part (Name TEXT(20) REQUIRED UNIQUE, Weight DECIMAL(10, 3) DEFAULT 1
        CHECK BETWEEN 0 AND 50, Origin CHOICE(Country), Maker REFERENCES Supplier (Name),
        Paper FILE, Story LONGTEXT, Tags CHOICES(Currency), Serial AUTONUMBER)
      """
    )
    #expect(made.outcome.tag == .other("CREATE ENTITY"))
    let rows = await engine.transcript(
      "INSERT INTO Part (Name, Origin, Story) VALUES ('bolt', 'Norway', 'long'), ('nut', NULL, NULL)"
    )
    #expect(rows.outcome.tag == .insert(2))
  }

  @Test("A field is added, also one that leads to the entity itself, and nothing else changes")
  func add() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let before = await engine.transcript("DESCRIBE Part").rows
      let added = await engine.transcript("ALTER ENTITY Part ADD City TEXT(50) COMMENT 'where'")
      #expect(added.outcome.tag == .other("ALTER ENTITY"))
      #expect(added.outcome.requests == 2)
      let after = await engine.transcript("DESCRIBE Part").rows
      let line = "City,TEXT(50),false,false,,,where\n"
      #expect(after.contains(line))
      #expect(after.replacing(line, with: "") == before)
      let linked = await engine.transcript("ALTER TABLE Part ADD COLUMN Parent REFERENCES Part")
      #expect(linked.outcome.errors.isEmpty)
      _ = await engine.transcript(
        "UPDATE Part SET Parent = p.Id FROM Part p WHERE p.Name = 'nut' AND Part.Name = 'bolt'"
      )
      #expect(
        await engine.transcript(
          "SELECT Name, Weight, Origin, Story, Serial, City, Parent.Name AS up FROM Part ORDER BY 1"
        ).rows
          == "Name,Weight,Origin,Story,Serial,City,up\nbolt,1.000,Norway,long,1,,nut\n"
          + "nut,1.000,,,2,,\n"
      )
    }
  }

  @Test("A required field gives its default to the records that are there")
  func required() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let refused = await engine.transcript("ALTER ENTITY Part ADD City TEXT REQUIRED")
      #expect(refused.codes == [.requiredFieldMissing])
      #expect(!refused.requests.contains { $0.hasPrefix("POST /Entity ") })
      _ = await engine.transcript("ALTER ENTITY Part ADD City TEXT REQUIRED DEFAULT 'Oslo'")
      _ = await engine.transcript("ALTER ENTITY Part ADD State CHOICE(InvoiceStatus)")
      #expect(
        await engine.transcript("SELECT Name, City, State FROM Part WHERE City = 'OSLO'").rows
          == "Name,City,State\nbolt,Oslo,\nnut,Oslo,\n"
      )
      _ = await engine.transcript("DELETE FROM Part WHERE Name <> ''")
      engine.connection.refresh()
      let empty = await engine.transcript("ALTER ENTITY Part ADD Code TEXT REQUIRED UNIQUE")
      #expect(empty.outcome.errors.isEmpty)
    }
  }

  @Test("A field goes with its values")
  func drop() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let dropped = await engine.transcript("ALTER ENTITY Part DROP weight")
      #expect(dropped.outcome.tag == .other("ALTER ENTITY"))
      #expect(await engine.transcript("SELECT Weight FROM Part").codes == [.undefinedField])
      let rest = await engine.transcript("SELECT Name, Origin, Story FROM Part ORDER BY Name")
      #expect(rest.rows == "Name,Origin,Story\nbolt,Norway,long\nnut,,\n")
    }
  }

  @Test("Names that people see and descriptions change")
  func texts() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      for sql in [
        "ALTER ENTITY Part SET DISPLAY NAME 'The name' FOR Name",
        "ALTER ENTITY Part SET DISPLAY NAME 'Spare part'", "ALTER ENTITY Part COMMENT 'spares'",
      ] {
        #expect(await engine.transcript(sql).outcome.errors.isEmpty, "\(sql)")
      }
      let catalog = try await engine.connection.catalog().get()
      let part = try #require(catalog.tables.first { $0.name == "Part" })
      #expect(part.displayName == "Spare part")
      #expect(part.description == "spares")
      #expect(part.columns.first { $0.name == "Name" }?.displayName == "The name")
    }
  }

  @Test("What changed meanwhile is noticed before anything is sent")
  func stale() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      _ = await engine.connection.catalog()
      let other = engine.another()
      _ = await other.transcript("ALTER ENTITY Part ADD City TEXT")
      let twice = await engine.transcript("ALTER ENTITY Part ADD City TEXT")
      #expect(twice.codes == [.duplicateColumn])
      #expect(!twice.requests.contains { $0.hasPrefix("POST /Entity ") })
    }
  }

  @Test("Choices are added, renamed and dropped")
  func choices() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let set = await engine.transcript("CREATE CHOICE SET Level ('Low', 'High')")
      #expect(set.outcome.errors.isEmpty)
      _ = await engine.transcript("ALTER ENTITY Part ADD Grade CHOICE(Level)")
      _ = await engine.transcript("UPDATE Part SET Grade = 'High' WHERE Name = 'nut'")
      let added = await engine.transcript("ALTER CHOICE SET Level ADD 'Very high' AS top")
      #expect(added.outcome.tag == .other("ALTER CHOICE SET"))
      let renamed = await engine.transcript("ALTER CHOICE SET level RENAME 'high' TO 'Tall'")
      #expect(renamed.outcome.tag == .other("ALTER CHOICE SET"))
      #expect(
        await engine.transcript("SHOW CHOICES FROM Level").rows
          == "Number,Name,Label\n0,Low,Low\n1,High,Tall\n2,top,Very high\n"
      )
      #expect(
        await engine.transcript("SELECT Grade FROM Part WHERE Grade = 'tall'").rows
          == "Grade\nTall\n"
      )
      let dropped = await engine.transcript("ALTER CHOICE SET Level DROP 'Tall'")
      #expect(dropped.outcome.tag == .other("ALTER CHOICE SET"))
      #expect(
        dropped.delegate.state.withLock { $0.notices }
          == ["records that hold the choice \"Tall\" keep its number and show #1"]
      )
      #expect(
        await engine.transcript("SELECT Grade FROM Part WHERE Name = 'nut'").rows == "Grade\n#1\n"
      )
    }
  }

  @Test("A person without the right is told so, and a dry run sends nothing")
  func refused() async throws {
    try await EngineFixture.run(as: .writer) { engine in
      let seen = await engine.transcript("ALTER ENTITY Supplier ADD Fax TEXT")
      #expect(seen.codes == [.permissionDenied])
      var settings = StatementSettings()
      settings.isDryRun = true
      let dry = await engine.transcript("ALTER ENTITY Supplier ADD Fax TEXT", settings: settings)
      #expect(dry.outcome.errors.isEmpty)
      #expect(!dry.requests.contains { $0.hasPrefix("POST /Entity ") })
    }
  }
}
