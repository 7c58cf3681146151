import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Testing

@Suite("INSERT … ON CONFLICT over HTTP")
struct ConflictTests {
  private func created(_ engine: EngineFixture) async {
    let made = await engine.transcript(
      "CREATE ENTITY Part (Code TEXT(20) UNIQUE, Title TEXT(40), Quantity INTEGER DEFAULT 1)"
    )
    #expect(made.outcome.tag == .other("CREATE ENTITY"))
    let rows = await engine.transcript(
      "INSERT INTO Part (Code, Title, Quantity) VALUES ('a1', 'bolt', 5), ('b2', 'nut', 7)"
    )
    #expect(rows.outcome.tag == .insert(2))
  }

  private func all(_ engine: EngineFixture) async -> String {
    await engine.transcript("SELECT Code, Title, Quantity FROM Part ORDER BY Code, Title").rows
      .split(separator: "\n").dropFirst().joined(separator: "\n")
  }

  @Test("What is there already is left, whatever its letter case")
  func nothing() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let seen = await engine.transcript(
        """
        INSERT INTO Part (Code, Title) VALUES ('A1', 'screw'), ('c3', 'washer'), ('C3', 'twice'),
          (NULL, 'one'), (NULL, 'two') ON CONFLICT (Code) DO NOTHING RETURNING Title, Quantity
        """
      )
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.outcome.tag == .insert(3))
      #expect(seen.rows == "Title,Quantity\nwasher,1\none,1\ntwo,1\n")
      #expect(await all(engine) == ",one,1\n,two,1\na1,bolt,5\nb2,nut,7\nc3,washer,1")
      let read = try #require(seen.requests.first { $0.contains("/query") })
      #expect(read.contains("\"a1\"") || read.contains("\"A1\""), "\(read)")
      #expect(seen.requests.count { $0.contains("/query") } == 1)
      #expect(seen.requests.count { $0.contains("insert-batch") } == 1)
    }
  }

  @Test("What is there already is changed, by its own values and the row's")
  func update() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let seen = await engine.transcript(
        """
        INSERT INTO Part AS p (Code, Title, Quantity) VALUES ('c3', 'washer', 2), ('B2', 'nut II', 3)
          ON CONFLICT (Code) DO UPDATE SET Title = EXCLUDED.Title,
            Quantity = p.Quantity + excluded.Quantity
          RETURNING Code, Title, Quantity
        """
      )
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.outcome.tag == .insert(2))
      #expect(seen.rows == "Code,Title,Quantity\nc3,washer,2\nb2,nut II,10\n")
      #expect(await all(engine) == "a1,bolt,5\nb2,nut II,10\nc3,washer,2")
      #expect(seen.requests.count { $0.contains("/insert?") || $0.contains("/update/") } == 2)
    }
  }

  @Test("With WHERE only the records that meet it are changed, counted and returned")
  func condition() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let seen = await engine.transcript(
        """
        INSERT INTO Part AS p (Code, Title, Quantity)
          VALUES ('a1', 'bolt II', 1), ('b2', 'nut II', 0), ('c3', 'washer', 2), ('B2', 'nut III', 4)
          ON CONFLICT (Code) DO UPDATE SET Title = EXCLUDED.Title,
            Quantity = p.Quantity / excluded.Quantity
          WHERE excluded.Quantity > 1 AND p.Title <> excluded.Title
          RETURNING Code, Title, Quantity
        """
      )
      #expect(seen.outcome.errors.isEmpty, "\(seen.outcome.errors)")
      #expect(seen.outcome.tag == .insert(2))
      #expect(seen.rows == "Code,Title,Quantity\nc3,washer,2\nb2,nut III,1\n")
      #expect(await all(engine) == "a1,bolt,5\nb2,nut III,1\nc3,washer,2")
      let twice = await engine.transcript(
        """
        INSERT INTO Part (Code, Quantity) VALUES ('a1', 6), ('A1', 0) ON CONFLICT (Code)
          DO UPDATE SET Quantity = EXCLUDED.Quantity WHERE EXCLUDED.Quantity > 0
        """
      )
      #expect(twice.codes == [.tooManyRows])
      let null = await engine.transcript(
        """
        INSERT INTO Part (Code) VALUES ('a1') ON CONFLICT (Code)
          DO UPDATE SET Quantity = 0 WHERE EXCLUDED.Title = 'x'
        """
      )
      #expect(null.outcome.tag == .insert(0))
      #expect(await all(engine).hasPrefix("a1,bolt,5"))
    }
  }

  @Test("DO NOTHING needs no fields where at most one is unique")
  func anyConflict() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let seen = await engine.transcript(
        "INSERT INTO Part (Code, Title) VALUES ('A1', 'x'), ('c3', 'y') ON CONFLICT DO NOTHING"
      )
      #expect(seen.outcome.tag == .insert(1))
      _ = await engine.transcript("CREATE ENTITY Note (Title TEXT(40))")
      let none = await engine.transcript(
        "INSERT INTO Note (Title) VALUES ('x'), ('x') ON CONFLICT DO NOTHING"
      )
      #expect(none.outcome.tag == .insert(2))
    }
  }

  @Test("A query's rows may conflict, also with those of their own entity")
  func query() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let seen = await engine.transcript(
        """
        INSERT INTO Part (Code, Title, Quantity)
          SELECT CASE Code WHEN 'a1' THEN 'b2' ELSE 'd4' END, Title || '!', Quantity FROM Part
          ON CONFLICT (Code) DO UPDATE SET Quantity = EXCLUDED.Quantity
        """
      )
      #expect(seen.outcome.tag == .insert(2))
      #expect(await all(engine) == "a1,bolt,5\nb2,nut,5\nd4,nut!,7")
    }
  }

  @Test("Two rows of one key, a key that is not unique, and a bare name are refused first")
  func refused() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      for (sql, code) in [
        (
          "INSERT INTO Part (Code) VALUES ('x'), ('X') ON CONFLICT (Code) DO UPDATE SET Title = 'y'",
          .tooManyRows
        ),
        ("INSERT INTO Part (Code) VALUES ('x') ON CONFLICT (Title) DO NOTHING", .noUniqueField),
        (
          "INSERT INTO Part (Code) VALUES ('x') ON CONFLICT (Code) DO UPDATE SET Title = Title",
          .ambiguousName
        ),
        (
          """
          INSERT INTO Part (Code, Quantity) VALUES ('a1', 2147483647) ON CONFLICT (Code)
            DO UPDATE SET Quantity = Part.Quantity + EXCLUDED.Quantity
          """, .numericOutOfRange
        ),
      ] as [(String, DiagnosticCode)] {
        let seen = await engine.transcript(sql)
        #expect(seen.codes == [code], "\(sql)")
        #expect(!seen.requests.contains { $0.contains("insert") || $0.contains("update") })
      }
    }
  }

  @Test("A change of what is there is asked, and a dry run shows what would be done")
  func guarded() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      let sql =
        "INSERT INTO Part (Code, Title) VALUES ('a1', 'x'), ('z9', 'y')"
        + " ON CONFLICT (Code) DO UPDATE SET Title = EXCLUDED.Title"
      var settings = StatementSettings()
      settings.isInteractive = true
      let asked = await engine.transcript(sql, settings: settings, answers: false)
      #expect(
        asked.questions
          == ["INSERT 2 rows, 1 of them there already, of Part in local (2 requests)?"]
      )
      #expect(asked.codes == [.refusedByGuard])
      settings = StatementSettings()
      settings.isDryRun = true
      let dry = await engine.transcript(sql, settings: settings)
      let lines = dry.rows.split(separator: "\n").map { $0.split(separator: ",") }
      #expect(lines.map { $0.first ?? "" } == ["Action", "UPDATE", "INSERT"])
      #expect(await all(engine) == "a1,bolt,5\nb2,nut,7")
    }
  }

  @Test("It can be prepared")
  func prepared() async throws {
    try await EngineFixture.run { engine in
      await created(engine)
      _ = await engine.transcript(
        """
        PREPARE put AS INSERT INTO Part (Code, Quantity) VALUES ($1, $2) ON CONFLICT (Code)
          DO UPDATE SET Quantity = EXCLUDED.Quantity
        """
      )
      #expect(await engine.transcript("EXECUTE put ('a1', 40)").outcome.tag == .insert(1))
      #expect(await engine.transcript("EXECUTE put ('n1', 41)").outcome.tag == .insert(1))
      #expect(await all(engine) == "a1,bolt,40\nb2,nut,7\nn1,,41")
    }
  }
}
