import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Testing

@Suite("Parts of files over HTTP")
struct FilePathTests {
  @Test("A file is its name, and has a name, a size and a type")
  func parts() async throws {
    try await EngineFixture.run { engine in
      let seen = await engine.transcript(
        """
        SELECT count(*) > 0 AS some, bool_and(CAST(Scan AS TEXT) = Scan.Name) AS named,
          min(Scan.Size) > 0 AS sized, count(DISTINCT i.Scan.Type) > 0 AS typed
        FROM Invoice i WHERE Scan IS NOT NULL
        """
      )
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.rows == "some,named,sized,typed\ntrue,true,true,true\n")
      let none = await engine.transcript(
        "SELECT Scan.Size, Scan.Name FROM Invoice WHERE Scan IS NULL LIMIT 1"
      )
      #expect(none.rows == "Size,Name\n,\n")
    }
  }

  @Test("They are reached through a relationship, and only as the last step")
  func related() async throws {
    try await EngineFixture.run { engine in
      let here = await engine.transcript(
        "SELECT sum(Scan.Size) AS size FROM Invoice WHERE Scan IS NOT NULL"
      )
      let there = await engine.transcript(
        """
        SELECT sum(size) AS size FROM (SELECT DISTINCT l.Invoice AS id, l.Invoice.Scan.Size AS size
          FROM InvoiceLine l) AS files
        """
      )
      #expect(there.outcome.errors.isEmpty)
      #expect(there.rows == here.rows)
      #expect(await engine.transcript("SELECT Scan.Path FROM Invoice").codes == [.undefinedField])
    }
  }
}
