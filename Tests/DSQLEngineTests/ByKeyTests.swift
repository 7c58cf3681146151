import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Testing

@Suite("Writes by primary key")
struct ByKeyTests {
  private static let absent = "00000000-0000-7000-8000-0000000000ff"

  private func ids(_ engine: EngineFixture) async -> [String] {
    await engine.transcript("SELECT Id FROM Supplier ORDER BY Name LIMIT 3").rows
      .split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("One call for one record, one for several, and none that reads")
  func calls() async throws {
    try await EngineFixture.run { engine in
      let ids = await ids(engine)
      let one = await engine.transcript(
        "UPDATE Supplier SET City = 'Moss' WHERE Id = '\(ids[0])' RETURNING City, Id = '\(ids[0])'"
      )
      #expect(one.outcome.tag == .update(1))
      #expect(one.rows == "City,?column?\nMoss,true\n")
      #expect(one.outcome.requests == 1)
      let two = await engine.transcript(
        "UPDATE Supplier SET City = 'Hamar' WHERE Id IN ('\(ids[0].uppercased())', '\(ids[1])')"
      )
      #expect(two.outcome.tag == .update(2))
      #expect(two.outcome.requests == 1)
      #expect(two.requests.allSatisfy { $0.contains("update-batch") })
      let gone = await engine.transcript("DELETE FROM Supplier WHERE Id = '\(ids[2])' RETURNING Id")
      #expect(gone.outcome.tag == .delete(1))
      #expect(gone.rows == "Id\n\(ids[2])\n")
      #expect(gone.outcome.requests == 1)
    }
  }

  @Test("A record that is not there counts nothing and is no error")
  func absent() async throws {
    try await EngineFixture.run { engine in
      let ids = await ids(engine)
      for (sql, tag, requests) in [
        ("UPDATE Supplier SET City = 'x' WHERE Id = '\(Self.absent)'", .update(0), 1),
        ("DELETE FROM Supplier WHERE Id = '\(Self.absent)'", .delete(0), 1),
        (
          "UPDATE Supplier SET City = 'x' WHERE Id IN ('\(Self.absent)', '\(ids[0])')", .update(1),
          1
        ),
        ("DELETE FROM Supplier WHERE Id IN ('\(ids[0])', '\(Self.absent)')", .delete(1), 1),
        ("UPDATE Supplier SET City = 'x' WHERE Id = NULL", .update(0), 0),
      ] as [(String, StatementOutcome.Tag, Int)] {
        let seen = await engine.transcript(sql)
        #expect(seen.outcome.errors.isEmpty, "\(sql)")
        #expect(seen.outcome.tag == tag, "\(sql)")
        #expect(seen.outcome.requests == requests, "\(sql)")
      }
    }
  }

  @Test("What needs the record reads it")
  func read() async throws {
    try await EngineFixture.run { engine in
      let ids = await ids(engine)
      for sql in [
        "UPDATE Supplier SET Name = Name || '!' WHERE Id = '\(ids[0])'",
        "UPDATE Supplier SET City = 'x' WHERE Id = '\(ids[0])' AND City <> 'x'",
        "DELETE FROM Supplier WHERE Id = '\(ids[1])' RETURNING Name",
      ] {
        #expect(await engine.transcript(sql).outcome.requests == 2, "\(sql)")
      }
      var settings = StatementSettings()
      settings.isInteractive = true
      let asked = await engine.transcript(
        "DELETE FROM Supplier WHERE Id = '\(Self.absent)'",
        settings: settings
      )
      #expect(asked.outcome.tag == .delete(0))
      #expect(asked.questions.isEmpty)
    }
  }

  @Test("Parameters count as constants")
  func prepared() async throws {
    try await EngineFixture.run { engine in
      let ids = await ids(engine)
      _ = await engine.transcript("PREPARE move AS UPDATE Supplier SET City = $2 WHERE Id = $1")
      let seen = await engine.transcript("EXECUTE move ('\(ids[0])', 'Bodø')")
      #expect(seen.outcome.tag == .update(1))
      #expect(seen.outcome.requests == 1)
    }
  }
}
