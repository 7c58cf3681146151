import DSQLEngine
import DSQLTypes
import Testing

/// What statements cost on the sample tenant, whose entities take 1 page (Supplier, Employee), 2
/// (PurchaseOrder, Payment), 3 (Invoice) and 5 (InvoiceLine) to read.
@Suite("Calls")
struct CallCountTests {
  /// A statement with the fewest calls that can answer it exactly.
  struct Price: Sendable {
    let calls: Int
    let sql: String

    init(_ calls: Int, _ sql: String) {
      self.calls = calls
      self.sql = sql
    }
  }

  static let reads: [Price] = [
    // Nothing to ask.
    Price(0, "SELECT 1 + 1"),
    Price(0, "SELECT * FROM Invoice LIMIT 0"),
    Price(0, "SELECT Number FROM Invoice WHERE 1 = 2"),
    Price(0, "SELECT Number FROM Invoice WHERE Status IN ()"),
    Price(0, "SELECT Number FROM Invoice WHERE TotalAmount = 1 AND TotalAmount = 2"),
    Price(0, "SELECT Number FROM Invoice WHERE TotalAmount > 5 AND TotalAmount < 3"),
    Price(0, "SELECT Number FROM Invoice WHERE Number IS NULL"),
    // One page.
    Price(1, "SELECT * FROM Supplier LIMIT 5"),
    Price(1, "SELECT Number FROM Invoice WHERE Number = 'INV-2024-00001'"),
    Price(1, "SELECT Number FROM Invoice WHERE lower(Number) = 'inv-2024-00001'"),
    Price(1, "SELECT Number, TotalAmount FROM Invoice ORDER BY TotalAmount DESC LIMIT 10"),
    Price(1, "SELECT Number FROM Invoice ORDER BY InvoiceDate, Number LIMIT 10 OFFSET 2000"),
    Price(1, "SELECT Number FROM Invoice WHERE InvoiceDate >= DATE '2026-01-01' - 30 LIMIT 5"),
    // Counts.
    Price(1, "SELECT count(*) FROM Invoice"),
    Price(1, "SELECT count(*) FROM Invoice WHERE Status = 'Paid' AND NOT IsDisputed"),
    Price(1, "SELECT count(PurchaseOrder) FROM Invoice"),
    Price(1, "SELECT count(*) FROM Invoice WHERE Supplier.Country = 'Norway'"),
    Price(2, "SELECT (SELECT count(*) FROM Invoice) AS Invoices, (SELECT count(*) FROM Payment)"),
    // Groups.
    Price(1, "SELECT Status, count(*), sum(TotalAmount) FROM Invoice GROUP BY Status ORDER BY 1"),
    Price(
      1,
      "SELECT count(*), sum(TotalAmount), min(InvoiceDate), max(InvoiceDate) FROM Invoice"
    ),
    Price(1, "SELECT avg(TotalAmount), max(TotalAmount) FROM Invoice WHERE Currency = 'EUR'"),
    Price(
      1,
      """
      SELECT Currency, Status, sum(TotalAmount) FROM Invoice
      WHERE InvoiceDate >= DATE '2025-01-01'
      GROUP BY Currency, Status HAVING sum(TotalAmount) > 100000 ORDER BY 3 DESC LIMIT 3
      """
    ),
    Price(1, "SELECT DISTINCT Currency, Status FROM Invoice ORDER BY 1, 2"),
    Price(1, "SELECT count(DISTINCT Supplier) FROM Invoice"),
    Price(
      1,
      """
      WITH t AS (SELECT Supplier, sum(TotalAmount) AS Total FROM Invoice GROUP BY Supplier)
      SELECT Supplier, Total FROM t ORDER BY Total DESC LIMIT 5
      """
    ),
    // Relationships.
    Price(
      1,
      "SELECT Number, Supplier.Name, PurchaseOrder.ApprovedBy.FullName FROM Invoice LIMIT 10"
    ),
    Price(1, "SELECT Number, CreatedBy.Name FROM Invoice ORDER BY Number LIMIT 10"),
    Price(1, "SELECT Description FROM InvoiceLine WHERE Invoice.Number = 'INV-2024-00001'"),
    Price(
      1,
      """
      SELECT i.Number, s.Name FROM Invoice i JOIN Supplier s ON i.Supplier = s.Id
      WHERE s.City = 'Kobe'
      """
    ),
    Price(
      3,
      "SELECT i.Number, s.Name FROM Invoice i LEFT JOIN Supplier s ON i.Supplier = s.Id"
    ),
    Price(
      2,
      """
      SELECT s.Name, count(*), sum(i.TotalAmount)
      FROM Invoice i JOIN Supplier s ON i.Supplier = s.Id GROUP BY s.Name ORDER BY 3 DESC
      """
    ),
    Price(
      3,
      """
      SELECT i.Number, s.Name
      FROM Invoice i LEFT JOIN Supplier s ON i.Supplier = s.Id AND s.Country = 'Norway'
      """
    ),
    Price(
      1,
      """
      SELECT count(*) FROM Invoice i LEFT JOIN Supplier s ON i.Supplier = s.Id AND s.City = 'Kobe'
      """
    ),
    Price(
      1,
      """
      SELECT i.Number, (SELECT s.Name FROM Supplier s WHERE s.Id = i.Supplier) AS Name
      FROM Invoice i ORDER BY i.Number LIMIT 10
      """
    ),
    Price(
      1,
      """
      SELECT Number FROM Invoice i
      WHERE (SELECT s.City FROM Supplier s WHERE s.Id = i.Supplier) = 'Kobe'
      """
    ),
    // Groups before a join would be as many as the lines: the lines of one invoice are counted first.
    Price(
      2,
      """
      SELECT i.Number, l.Description, count(*) FROM InvoiceLine l JOIN Invoice i ON l.Invoice = i.Id
      WHERE i.Number = 'INV-2024-00001' GROUP BY i.Number, l.Description
      """
    ),
    // Queries in conditions.
    Price(
      1,
      """
      SELECT Number FROM Invoice
      WHERE Supplier IN (SELECT Id FROM Supplier WHERE City = 'Kobe')
      """
    ),
    Price(
      2,
      """
      SELECT s.Name, i.Number FROM Supplier s LEFT JOIN Invoice i ON i.Supplier = s.Id
      WHERE s.City = 'Kobe'
      """
    ),
    Price(
      2,
      """
      SELECT Number FROM PurchaseOrder p WHERE EXISTS (
        SELECT 1 FROM Invoice i WHERE i.PurchaseOrder = p.Id AND i.TotalAmount > 30000)
      """
    ),
  ]

  static let writes: [Price] = [
    Price(1, "INSERT INTO Employee (Number, FullName) VALUES (9001, 'A')"),
    Price(
      1,
      "INSERT INTO Employee (Number, FullName) VALUES (9002, 'B'), (9003, 'C')"
    ),
    Price(
      1,
      "UPDATE Supplier SET Notes = 'x' WHERE Id = '019b76da-a800-7068-80cc-01930dfb6625'"
    ),
    Price(2, "UPDATE Supplier SET PaymentTermDays = PaymentTermDays + 1 WHERE City = 'Kobe'"),
    Price(1, "DELETE FROM Payment WHERE Amount < 0 OR BankReference = 'none of them'"),
    Price(
      1,
      "DELETE FROM Employee WHERE Id = '019b76da-a800-7068-80cc-019300000000'"
    ),
  ]

  @Test("A statement makes the fewest calls", arguments: [reads, writes])
  func fewestCalls(prices: [Price]) async throws {
    try await EngineFixture.run { engine in
      _ = await engine.transcript("SELECT count(*) FROM Invoice")
      for price in prices {
        let made = await engine.transcript(price.sql)
        #expect(made.codes.isEmpty, "\(price.sql): \(made.outcome.errors)")
        #expect(
          made.outcome.requests + made.outcome.probes == price.calls,
          "\(price.sql)\n\(made.requests.joined(separator: "\n"))"
        )
      }
    }
  }
}
