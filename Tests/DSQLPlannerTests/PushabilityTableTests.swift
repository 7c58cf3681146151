import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import DSQLTestSupport
import Testing

/// Writes the table of `docs/pushdown.md` from plans and compares it with the file.
///
/// The rest of the document is written by hand; the table stands between two comments.
@Suite struct PushabilityTableTests {
  @Test func check() {
    let document = GoldenFile("../../docs/pushdown.md", besides: #filePath)
    let begin = "<!-- table: begin -->\n"
    let end = "<!-- table: end -->"
    let parts = document.text.components(between: begin, and: end)
    guard let parts else {
      Issue.record("docs/pushdown.md has no table")
      return
    }
    let actual = parts.before + begin + PushabilityTable.text + end + parts.after
    #expect(document.difference(from: actual) == nil)
  }
}

extension String {
  fileprivate func components(
    between begin: String,
    and end: String
  ) -> (before: String, after: String)? {
    guard let start = range(of: begin), let stop = range(of: end) else { return nil }
    return (String(self[..<start.lowerBound]), String(self[stop.upperBound...]))
  }

  private func range(of part: String) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(part) {
        return index..<self.index(index, offsetBy: part.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}

/// Types by operators, each cell what the planner does.
enum PushabilityTable {
  private static let rows: [(type: String, column: String, literal: String)] = [
    ("TEXT, MULTILINE", "Invoice.Number", "'a'"),
    ("LONGTEXT", "Invoice.Story", "'a'"),
    ("DECIMAL", "Invoice.Amount", "1.5"),
    ("INTEGER, BIGINT", "Invoice.Quantity", "1"),
    ("FLOAT, DOUBLE", "Invoice.Ratio", "1.5"),
    ("BOOLEAN", "Supplier.Active", "TRUE"),
    ("DATE", "Invoice.DueDate", "'2024-01-31'"),
    ("TIMESTAMP", "Invoice.PaidAt", "'2024-01-31'"),
    ("UUID, Id", "Invoice.Key", "'5a000000-0000-7000-8000-000000000001'"),
    ("relationship", "Invoice.Supplier", "'5a000000-0000-7000-8000-000000000001'"),
    ("CHOICE", "Invoice.Status", "'Open'"),
    ("CHOICES", "Invoice.Tags", "'Urgent'"),
    ("FILE", "Invoice.Scan", "NULL"),
  ]

  private static let operators: [(title: String, pattern: String)] = [
    ("`=`", "$x = $v"), ("`<>`", "$x <> $v"), ("`<` `>`", "$x < $v"), ("`IN`", "$x IN ($v, $v)"),
    ("`NOT IN`", "$x NOT IN ($v, $v)"), ("`LIKE 'a%'`", "$x LIKE 'a%'"),
    ("`NOT LIKE '%a%'`", "$x NOT LIKE '%a%'"), ("`IS NULL`", "$x IS NULL"),
    ("`HAS`", "HAS($x, $v)"),
  ]

  static var text: String {
    var lines = [
      "| type | " + operators.map(\.title).joined(separator: " | ") + " | `ORDER BY` |",
      "|---|" + String(repeating: "---|", count: operators.count + 1),
    ]
    for row in rows {
      let cells = operators.map { cell(row, $0.pattern) } + [order(row)]
      lines.append("| \(row.type) | " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cell(
    _ row: (type: String, column: String, literal: String),
    _ pattern: String
  ) -> String {
    let (table, column) = parts(row.column)
    let predicate = pattern.split(separator: "$", omittingEmptySubsequences: false).enumerated()
      .map { index, part in
        if index == 0 { return String(part) }
        return (part.first == "x" ? column : row.literal) + part.dropFirst()
      }.joined()
    let sql = "SELECT Id FROM \(table) WHERE \(predicate)"
    let known = place(TestPlanner(), sql)
    let unknown = place(TestPlanner(traits: .unknown), sql)
    return known == unknown ? known : "\(known) ¹"
  }

  private static func order(_ row: (type: String, column: String, literal: String)) -> String {
    let (table, column) = parts(row.column)
    guard
      case .plan(let plan) = TestPlanner().result("SELECT Id FROM \(table) ORDER BY \(column)")
    else { return "–" }
    if case .localQuery = plan.root { return "here" }
    return "service ²"
  }

  private static func parts(_ name: String) -> (table: String, column: String) {
    let parts = name.split(separator: ".").map(String.init)
    return (parts[0], parts[1])
  }

  private static func place(_ planner: TestPlanner, _ sql: String) -> String {
    guard case .plan(let plan) = planner.result(sql) else { return "–" }
    guard let note = plan.explainSteps().flattened.last?.predicates.first else { return "–" }
    switch note.place {
    case .pushed: return "service"
    case .rechecked: return "both"
    case .local: return "here"
    }
  }
}
