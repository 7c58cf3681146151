import DSQLEngine
import Testing

/// Sorts that the service begins and that are finished here, run by run.
@Suite("Sorts by runs")
struct RunSortTests {
  private static let orders: [(keys: String, calls: Int)] = [
    ("InvoiceDate DESC, length(Supplier.Name), Id", 1),
    ("Status, TotalAmount % 7 DESC, Id", 1),
    ("Currency DESC, Supplier.Name NULLS LAST, Id", 1),
    ("PurchaseOrder, lower(Reference) DESC, Id", 1),
    ("IsDisputed, Status, -TotalAmount, Id", 3),
  ]

  @Test("Rows are those of a sort made here, in fewer calls", arguments: orders.indices)
  func rows(index: Int) async throws {
    let (keys, calls) = Self.orders[index]
    let sql = "SELECT Number, TotalAmount FROM Invoice ORDER BY \(keys) LIMIT 9 OFFSET 4"
    try await EngineFixture.run { engine in
      var off = StatementSettings()
      off.pushdown = .off
      let here = await engine.transcript(sql, settings: off)
      let there = await engine.transcript(sql)
      let plan = await engine.transcript("EXPLAIN \(sql)")
      #expect(plan.rows.contains("Sort runs by"))
      #expect(there.codes.isEmpty && !there.rows.isEmpty)
      #expect(there.rows == here.rows)
      #expect(there.outcome.requests <= calls)
    }
  }
}
