import DSQLEngine
import Testing

/// Sums of decimals, on services that add them exactly and on one that does not.
@Suite("Sums")
struct SumTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var trait: String
    /// The calls, once it is known how the service adds.
    var calls: Int

    var testDescription: String { trait }
  }

  static let statements = [
    "SELECT Status, sum(TotalAmount), avg(TotalAmount) FROM Invoice GROUP BY Status ORDER BY 1",
    "SELECT sum(TotalAmount), sum(NetAmount) FROM Invoice WHERE Currency = 'EUR'",
  ]

  @Test(
    "The service adds where it was found to add exactly",
    arguments: [Case(trait: "sums=exact", calls: 1), Case(trait: "sums=binary", calls: 3)]
  )
  func check(_ item: Case) async throws {
    try await ProbedTenant.run(try ProbedTenant.options(traits: [item.trait])) { tenant in
      let connection = tenant.connection()
      var off = StatementSettings()
      off.pushdown = .off
      for (index, sql) in Self.statements.enumerated() {
        let there = await connection.transcript(sql)
        let here = await connection.transcript(sql, settings: off)
        #expect(there.codes.isEmpty && !there.rows.isEmpty)
        #expect(there.rows == here.rows)
        #expect(there.outcome.requests <= item.calls)
        if index == 0 { #expect(there.outcome.requests == item.calls) }
      }
    }
  }
}
