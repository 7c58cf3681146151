import DSQLDiagnostics
import DSQLEngine
import Testing

@Suite("Whether a result is whole")
struct VerdictTests {
  static let whole = [
    "SELECT 1",
    "SELECT Name FROM Supplier WHERE FALSE",
    "SELECT * FROM InvoiceLine",
    "SELECT Number FROM Invoice LIMIT 7",
    "SELECT Name FROM Supplier WHERE length(City) = 6 LIMIT 1",
    "SELECT count(*) FROM Invoice",
    "SELECT sum(TotalAmount) FROM Invoice",
    "SELECT Currency, count(*) FROM Invoice GROUP BY Currency",
    "SELECT DISTINCT City FROM Supplier",
    "SELECT s.Name, e.FullName FROM Supplier s JOIN Employee e ON e.FullName = s.Name",
    "SELECT Number FROM Invoice WHERE Supplier IN (SELECT Id FROM Supplier WHERE City = 'Oslo')",
    "SELECT Number, Supplier.Name FROM Invoice",
    "SHOW ENTITIES",
  ]

  @Test("Reads that end as they should are whole", arguments: whole)
  func check(_ sql: String) async throws {
    try await EngineFixture.run { engine in
      let seen = await engine.transcript(sql)
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.outcome.isComplete)
    }
  }

  @Test("A read that may need more requests than are allowed shows nothing")
  func refused() async throws {
    try await EngineFixture.run { engine in
      var settings = StatementSettings()
      settings.maxRequests = 1
      let seen = await engine.transcript(
        "SELECT Id FROM InvoiceLine WHERE length(Description) >= 0 LIMIT 4000",
        settings: settings
      )
      #expect(seen.codes == [.requestLimitExceeded])
      #expect(!seen.outcome.showedRows)
      #expect(seen.outcome.requests == 0)
    }
  }
}
