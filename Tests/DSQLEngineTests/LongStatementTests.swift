import DSQLEngine
import Testing

/// Statements as programs write them, over HTTP: what the service takes of them and what is done
/// here is the same.
@Suite("Long statements")
struct LongStatementTests {
  private static let count = 5_000

  private static let cases: [(String, String)] = [
    (
      "SELECT count(*) FROM Supplier WHERE "
        + (0..<count).map { "PaymentTermDays = \($0 - 10)" }.joined(separator: " OR "),
      "SELECT count(*) FROM Supplier WHERE PaymentTermDays IS NOT NULL"
    ),
    (
      "SELECT count(*) FROM Supplier WHERE "
        + (0..<count).map { "Name <> 'n\($0)'" }.joined(separator: " AND "),
      "SELECT count(*) FROM Supplier WHERE Name IS NOT NULL"
    ),
    (
      "SELECT count(*) FROM Invoice WHERE Number IN ('INV-2024-00001'"
        + (0..<count).map { ", 'x\($0)'" }.joined() + ")",
      "SELECT count(*) FROM Invoice WHERE Number = 'INV-2024-00001'"
    ),
    (
      "SELECT max(length(Name" + String(repeating: " || 'ab'", count: count) + ")) FROM Supplier",
      "SELECT max(length(Name)) + \(2 * count) FROM Supplier"
    ),
    (
      "SELECT sum(PaymentTermDays" + String(repeating: " + 1", count: count) + ") FROM Supplier",
      "SELECT sum(PaymentTermDays + \(count)) FROM Supplier"
    ),
    (
      "SELECT Number FROM Invoice WHERE Number = 'INV-2024-00001'"
        + (0..<500).map { " UNION ALL SELECT 'n\($0)'" }.joined() + " ORDER BY 1 LIMIT 1",
      "SELECT 'INV-2024-00001' AS \"Number\""
    ),
  ]

  @Test("Thousands of operands and hundreds of queries are answered")
  func answers() async throws {
    try await EngineFixture.run { engine in
      for pushdown in [StatementSettings.Pushdown.on, .off] {
        var settings = StatementSettings()
        settings.pushdown = pushdown
        for (long, short) in Self.cases {
          let expected = await engine.transcript(short, settings: settings)
          let seen = await engine.transcript(long, settings: settings)
          #expect(seen.outcome.errors.isEmpty, "\(long.prefix(80)): \(seen.outcome.errors)")
          #expect(
            seen.rows.split(separator: "\n").dropFirst()
              == expected.rows.split(separator: "\n").dropFirst(),
            "\(long.prefix(80)), push-down \(pushdown)"
          )
        }
      }
    }
  }
}
