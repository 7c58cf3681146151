import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Synchronization
import Testing

@Suite("Writes over HTTP")
struct WriteTests {
  private func createParts(_ engine: EngineFixture) async {
    let created = await engine.transcript(
      """
      CREATE ENTITY Part (Name TEXT(20) REQUIRED UNIQUE, Weight DECIMAL(10, 3), Quantity INTEGER,
        Origin CHOICE(Country), Maker REFERENCES Supplier)
      """
    )
    #expect(created.outcome.tag == .other("CREATE ENTITY"))
  }

  @Test("Rows go in, change, and go out")
  func life() async throws {
    try await EngineFixture.run { engine in
      await createParts(engine)
      let inserted = await engine.transcript(
        """
        INSERT INTO Part (Name, Weight, Quantity, Origin) VALUES ('bolt', 0.125, 7, 'Norway'),
          ('nut', 12.5, NULL, NULL) RETURNING Name, Weight, Origin
        """
      )
      #expect(inserted.outcome.tag == .insert(2))
      #expect(inserted.rows == "Name,Weight,Origin\nbolt,0.125,Norway\nnut,12.500,\n")
      let updated = await engine.transcript(
        "UPDATE Part SET Quantity = Quantity * 2, Weight = Weight + 1 WHERE Name = 'BOLT'"
      )
      #expect(updated.outcome.tag == .update(1))
      let read = await engine.transcript("SELECT Name, Weight, Quantity FROM Part ORDER BY Name")
      #expect(read.rows == "Name,Weight,Quantity\nbolt,1.125,14\nnut,12.500,\n")
      let deleted = await engine.transcript("DELETE FROM Part WHERE Quantity IS NULL")
      #expect(deleted.outcome.tag == .delete(1))
      #expect(await engine.transcript("SELECT count(*) FROM Part").rows == "count\n1\n")
      #expect(await engine.transcript("DROP ENTITY Part").outcome.tag == .other("DROP ENTITY"))
      #expect(await engine.transcript("SELECT 1 FROM Part").codes == [.undefinedEntity])
    }
  }

  @Test("A choice set in use is not told as a name that exists")
  func dependency() async throws {
    try await EngineFixture.run { engine in
      let dropped = await engine.transcript("DROP CHOICE SET Country")
      #expect(dropped.codes == [.serviceRefusal])
      #expect(dropped.outcome.errors.first?.message == "other objects depend on this one")
    }
  }

  @Test("A narrow token is told apart from a missing role")
  func scope() async throws {
    try await EngineFixture.run(as: .writer) { engine in
      let created = await engine.transcript("CREATE ENTITY Part (Name TEXT)")
      #expect(created.codes == [.permissionDenied])
      #expect(created.outcome.errors.first?.hint?.contains("scope") == true)
    }
  }

  @Test("An entity may refer to itself")
  func selfReference() async throws {
    try await EngineFixture.run { engine in
      let created = await engine.transcript(
        "CREATE ENTITY Person (Name TEXT REQUIRED, Boss REFERENCES Person)"
      )
      #expect(created.outcome.errors.isEmpty)
      _ = await engine.transcript("INSERT INTO Person (Name) VALUES ('Ada'), ('Bob')")
      let set = await engine.transcript(
        "UPDATE Person SET Boss = b.Id FROM Person b WHERE b.Name = 'Ada' AND Person.Name = 'Bob'"
      )
      #expect(set.outcome.tag == .update(1))
      #expect(
        await engine.transcript("SELECT Name, Boss.Name AS boss FROM Person ORDER BY Name").rows
          == "Name,boss\nAda,\nBob,Ada\n"
      )
    }
  }

  @Test("RETURNING has the whole of a long text, not the service's marker for it")
  func longText() async throws {
    try await EngineFixture.run { engine in
      _ = await engine.transcript("CREATE ENTITY Paper (Name TEXT REQUIRED, Body LONGTEXT)")
      let one = await engine.transcript(
        "INSERT INTO Paper (Name, Body) VALUES ('a', 'long') RETURNING Body, length(Body) AS n"
      )
      #expect(one.rows == "Body,n\nlong,4\n")
      let two = await engine.transcript(
        "UPDATE Paper SET Body = Body || '!' WHERE Name = 'a' RETURNING Body"
      )
      #expect(two.rows == "Body\nlong!\n")
    }
  }

  @Test("A batch that fails in part is told record by record")
  func partial() async throws {
    try await EngineFixture.run { engine in
      await createParts(engine)
      _ = await engine.transcript("INSERT INTO Part (Name) VALUES ('bolt')")
      let seen = await engine.transcript("INSERT INTO Part (Name) VALUES ('nut'), ('BOLT')")
      #expect(seen.outcome.failure == .partialWrite)
      #expect(seen.codes == [.partialWrite])
      let progress = try #require(seen.outcome.errors.first?.progress)
      #expect(progress == WriteProgress(done: 1, failed: 1, unknown: 0, left: 0))
    }
  }

  @Test("Values that do not fit are refused before anything is sent")
  func checked() async throws {
    try await EngineFixture.run { engine in
      await createParts(engine)
      for (sql, code) in [
        ("INSERT INTO Part (Name) VALUES ('a name that is far too long')", .textTooLong),
        ("INSERT INTO Part (Weight) VALUES (1)", .requiredFieldMissing),
        ("INSERT INTO Part (Name, Origin) VALUES ('x', 'Atlantis')", .invalidLiteral),
        ("INSERT INTO Part (Name, Quantity) VALUES ('x', 3000000000)", .numericOutOfRange),
        ("INSERT INTO Part (Id, Name) VALUES (NULL, 'x')", .readOnlyField),
      ] as [(String, DiagnosticCode)] {
        let seen = await engine.transcript(sql)
        #expect(seen.codes == [code], "\(sql)")
        #expect(!seen.requests.contains { $0.contains("insert") }, "\(sql)")
      }
    }
  }

  @Test("A person is asked, and no means nothing is sent")
  func asked() async throws {
    try await EngineFixture.run { engine in
      var settings = StatementSettings()
      settings.isInteractive = true
      let sql = "UPDATE Supplier SET City = 'Moss' WHERE Country = 'Norway'"
      let seen = await engine.transcript(sql, settings: settings, answers: false)
      #expect(seen.questions == ["UPDATE 82 rows of Supplier in local (1 request)?"])
      #expect(seen.codes == [.refusedByGuard])
      #expect(!seen.requests.contains { $0.contains("update") })
      let done = await engine.transcript(sql, settings: settings, answers: true)
      #expect(done.outcome.tag == .update(82))
    }
  }

  @Test("Limits and read-only refuse")
  func guarded() async throws {
    try await EngineFixture.run { engine in
      let sql = "DELETE FROM Supplier WHERE Country = 'Norway'"
      var settings = StatementSettings()
      settings.maxWriteRows = 10
      #expect(await engine.transcript(sql, settings: settings).outcome.failure == .guarded)
      settings = StatementSettings()
      settings.isReadOnly = true
      #expect(await engine.transcript(sql, settings: settings).outcome.failure == .guarded)
      settings = StatementSettings()
      settings.maxRequests = 1
      #expect(
        await engine.transcript("SELECT * FROM InvoiceLine", settings: settings).codes
          == [.requestLimitExceeded]
      )
      #expect(await engine.transcript("SELECT count(*) FROM Supplier").rows == "count\n180\n")
    }
  }

  @Test("A reader may not write")
  func reader() async throws {
    try await EngineFixture.run(as: .reader) { engine in
      let seen = await engine.transcript("DELETE FROM Supplier WHERE Country = 'Norway'")
      #expect(seen.codes == [.permissionDenied])
      #expect(seen.outcome.failure == .statement)
    }
  }

  @Test("A dry run shows the rows and sends nothing")
  func dryRun() async throws {
    try await EngineFixture.run { engine in
      let seen = await engine.transcript(
        "DRY RUN UPDATE Supplier SET City = 'Moss' WHERE Name = 'Alpine Catering AS'"
      )
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.rows.hasSuffix(",Moss\n"))
      #expect(!seen.requests.contains { $0.contains("update") })
    }
  }

  @Test("Texts of a file are read as their columns' types")
  func copied() async throws {
    try await EngineFixture.run { engine in
      await createParts(engine)
      func rows(_ lines: [[String?]]) -> CopyRows {
        let columns = ["name", "WEIGHT", "Origin"]
        let schema = RowSchema(columns.map { SchemaColumn($0, .text) })
        let batch = RowBatch(
          schema: schema,
          rowCount: lines.count,
          columns: columns.indices.map { index in
            var column = RowColumn(type: .text)
            for line in lines {
              column.append(line[index].map { .text($0) } ?? .null, type: .text)
            }
            return column
          }
        )
        let rest = RecordingDelegate(answers: true)
        return CopyRows(
          columns: columns,
          batches: RowBatchStream {
            rest.state.withLock { state in
              if !state.notices.isEmpty { return nil }
              state.notices.append("given")
              return batch
            }
          },
          placeOfRow: { "line \($0 + 1)" }
        )
      }
      let settings = StatementSettings()
      let delegate = RecordingDelegate(answers: true)
      let good = await engine.connection.copy(
        rows([["bolt", "1.50", "NO"], ["nut", nil, "norway"]]),
        into: "part",
        settings: settings,
        delegate: delegate
      )
      #expect(good.tag == .other("COPY 2"))
      let bad = await engine.connection.copy(
        rows([["pin", "heavy", nil]]),
        into: "part",
        settings: settings,
        delegate: delegate
      )
      #expect(bad.errors.first?.code == .invalidLiteral)
      #expect(
        await engine.transcript("SELECT Name, Weight, Origin FROM Part ORDER BY Name").rows
          == "Name,Weight,Origin\nbolt,1.500,Norway\nnut,,Norway\n"
      )
    }
  }
}
