import DSQLDiagnostics
import DSQLEngine
import Testing

@Suite("What a statement may cost")
struct PriceTests {
  struct Case: Sendable {
    var sql: String
    var allowed: Int
    /// What it is refused with; nil where it runs.
    var message: String?
    var probes: Int
    var requests: Int
  }

  static let cases: [Case] = [
    // Its lines fill five pages of 1,000.
    Case(
      sql: "SELECT * FROM InvoiceLine",
      allowed: 3,
      message: "the statement needs about 5 requests, MAX_REQUESTS allows 3",
      probes: 1,
      requests: 0
    ),
    Case(sql: "SELECT * FROM InvoiceLine", allowed: 5, message: nil, probes: 1, requests: 5),
    Case(
      sql: "SELECT * FROM InvoiceLine LIMIT 5",
      allowed: 1,
      message: nil,
      probes: 0,
      requests: 1
    ),
    Case(sql: "SELECT count(*) FROM InvoiceLine", allowed: 1, message: nil, probes: 0, requests: 1),
    Case(sql: "SELECT 1", allowed: 0, message: nil, probes: 0, requests: 0),
    // A limit that is kept here ends the read early.
    Case(
      sql: "SELECT Name FROM Supplier WHERE length(City) = 6 LIMIT 1",
      allowed: 1,
      message: nil,
      probes: 1,
      requests: 1
    ),
    Case(
      sql: "SELECT Description FROM InvoiceLine WHERE length(Description) = 6 LIMIT 1",
      allowed: 3,
      message: "the statement may need 5 requests, MAX_REQUESTS allows 3",
      probes: 1,
      requests: 0
    ),
    // Reads by keys: those of two suppliers may be in every page of the invoices.
    Case(
      sql: """
        SELECT s.Name, i.Number FROM Supplier s LEFT JOIN Invoice i ON i.Supplier = s.Id
        WHERE s.City = 'Kobe'
        """,
      allowed: 3,
      message: "the statement may need 4 requests, MAX_REQUESTS allows 3",
      probes: 2,
      requests: 0
    ),
    Case(
      sql: """
        SELECT s.Name, i.Number FROM Supplier s LEFT JOIN Invoice i ON i.Supplier = s.Id
        WHERE s.City = 'Kobe'
        """,
      allowed: 4,
      message: nil,
      probes: 2,
      requests: 2
    ),
    // Groups: as many as records, unless the values of their keys are few.
    Case(
      sql: "SELECT Reference, count(*) FROM Invoice GROUP BY Reference",
      allowed: 2,
      message: "the statement may need 3 requests, MAX_REQUESTS allows 2",
      probes: 1,
      requests: 0
    ),
    Case(
      sql: "SELECT Status, IsDisputed, count(*) FROM Invoice GROUP BY Status, IsDisputed",
      allowed: 1,
      message: nil,
      probes: 0,
      requests: 1
    ),
  ]

  @Test("MAX_REQUESTS refuses before the first page", arguments: cases)
  func check(_ item: Case) async throws {
    try await EngineFixture.run { engine in
      var settings = StatementSettings()
      settings.maxRequests = item.allowed
      let seen = await engine.transcript(item.sql, settings: settings)
      #expect(seen.outcome.errors.first?.message == item.message)
      #expect(seen.outcome.failure == (item.message == nil ? nil : .guarded))
      #expect(seen.outcome.probes == item.probes)
      #expect(seen.outcome.requests == item.requests)
      #expect(seen.outcome.isComplete)
    }
  }
}
