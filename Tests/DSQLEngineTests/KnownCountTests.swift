import DSQLEngine
import Testing

@Suite("Records known after a write")
struct KnownCountTests {
  private func known(_ engine: EngineFixture) async -> Substring? {
    let seen = await engine.transcript("SHOW ENTITIES")
    #expect(seen.requests.allSatisfy { $0.contains("/Entity") })
    let line = seen.rows.split(separator: "\n").first { $0.hasPrefix("Bin,") }
    return line?.split(separator: ",", omittingEmptySubsequences: false)[2]
  }

  @Test("The count of an entity follows what is written")
  func counts() async throws {
    try await EngineFixture.run { engine in
      _ = await engine.transcript("CREATE ENTITY Bin (Code TEXT(9) UNIQUE, Size INTEGER)")
      #expect(await known(engine) == "0")
      for (sql, count) in [
        ("INSERT INTO Bin (Code, Size) VALUES ('a', 1), ('b', 2), ('c', 3)", "3"),
        ("INSERT INTO Bin (Code) VALUES ('d')", "4"),
        (
          "INSERT INTO Bin (Code) VALUES ('d'), ('e') ON CONFLICT (Code) DO UPDATE SET Size = 9",
          "5"
        ),
        ("UPDATE Bin SET Size = 5 WHERE Size = 9", "5"),
        ("DELETE FROM Bin WHERE Size = 5", "4"),
        ("DRY RUN DELETE FROM Bin WHERE Size < 3", "4"),
        ("INSERT INTO Bin (Code) VALUES ('A')", "4"),
      ] {
        _ = await engine.transcript(sql)
        #expect(await known(engine).map(String.init) == count, "\(sql)")
      }
      let plan = await engine.transcript("EXPLAIN SELECT * FROM Bin")
      #expect(plan.rows.contains("4 records"))
    }
  }
}
