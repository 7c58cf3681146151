import DSQLPlan
import Foundation
import Testing

/// Statements as programs write them: thousands of operands, hundreds of queries.
@Suite struct LongChainTests {
  static let count = 5_000

  static let cases: [(String, [String])] = [
    ("SELECT 1" + repeated(" + 1"), ["5001"]),
    (
      "SELECT Quantity" + repeated(" + Quantity - Quantity") + " FROM Item WHERE Name = 'Nut'",
      ["NULL"]
    ),
    ("SELECT Quantity" + repeated(" + 1") + " FROM Item WHERE Quantity = 50", ["5050"]),
    ("SELECT 1" + repeated(" + 0.5"), ["2501.0"]),
    ("SELECT 9223372036854775806" + repeated(" + 1"), ["22003 integer out of range"]),
    ("SELECT 1::double" + repeated(" + Quantity") + " FROM Item WHERE Quantity = 7", ["35001"]),
    ("SELECT length('a'" + repeated(" || 'bc'") + ")", ["10001"]),
    ("SELECT length(Quantity" + repeated(" || Name") + ") FROM Item WHERE Quantity = 7", ["30001"]),
    ("SELECT 'a'" + repeated(" || 'b'") + " || NULL", ["NULL"]),
    (
      "SELECT 1" + String(repeating: " || 2", count: 100),
      ["42883 operator does not exist: integer || integer"]
    ),
    (
      "SELECT Name FROM Item WHERE " + joined("OR") { "Quantity = \($0 + 40)" },
      ["Bolt", "bolt", "Äpfel"]
    ),
    (
      "SELECT Name FROM Item WHERE " + joined("AND") { "Quantity <> \($0 + 10)" },
      ["Straße", "NULL"]
    ),
    (
      "SELECT Name FROM Item WHERE " + joined("OR") { "Name || 'x' = 'n\($0)x'" } + " OR Price > 9",
      ["Nut"]
    ),
    (
      "SELECT Name FROM Item WHERE Quantity IN (\(list))",
      ["Bolt", "bolt", "Straße", "NULL", "Äpfel"]
    ),
    ("SELECT Name FROM Item WHERE Quantity NOT IN (\(list))", []),
    (
      "SELECT Name FROM Item WHERE (Quantity, 1) IN ("
        + (0..<2_000).map { "(\($0 + 60), 1)" }.joined(separator: ", ") + ")", ["Bolt", "Äpfel"]
    ),
    (
      "SELECT count(*), sum(n) FROM (SELECT 1 AS n"
        + String(repeating: " UNION ALL SELECT 2", count: 700) + ") AS t", ["701|1401"]
    ),
    (
      "SELECT 1" + (0..<700).map { " UNION SELECT \($0 % 3)" }.joined() + " ORDER BY 1",
      ["0", "1", "2"]
    ),
    (
      "SELECT 0" + (0..<300).map { " UNION SELECT \($0 % 3) UNION ALL SELECT 7" }.joined()
        + " ORDER BY 1", ["0", "1", "2", "7", "7"]
    ),
    (
      "SELECT count(*) FROM (SELECT Name, Quantity FROM Item"
        + String(repeating: " UNION ALL SELECT City, 1 FROM Maker", count: 500) + ") AS t", ["2006"]
    ),
    (
      "SELECT CASE Quantity" + (0..<2_000).map { " WHEN \($0) THEN 'n\($0)'" }.joined()
        + " END FROM Item WHERE Quantity = 50", ["n50"]
    ),
  ]

  private static let list = (0..<count).map(String.init).joined(separator: ", ")

  private static func repeated(_ text: String) -> String { String(repeating: text, count: count) }

  private static func joined(_ word: String, _ term: (Int) -> String) -> String {
    (0..<count).map(term).joined(separator: " \(word) ")
  }

  @Test(arguments: cases)
  func check(_ sql: String, _ expected: [String]) async throws {
    // Planned on a thread with the smallest stack that a program is likely to give one.
    let failure: String? = await withCheckedContinuation { continuation in
      let thread = Thread {
        do {
          _ = try ShopRunner().plan(sql, folds: true)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: ShopRunner.text(error))
        }
      }
      thread.stackSize = 512 * 1024
      thread.start()
    }
    if let failure {
      #expect([failure] == expected, "\(sql.prefix(100))")
      return
    }
    let rows = await ShopRunner(batchSize: 100).rows(sql)
    #expect(rows == expected, "\(sql.prefix(100))")
  }
}
