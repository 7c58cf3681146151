import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import Testing

/// Which reads are made by the keys of another: `InvoiceLine.Invoice by Invoice.Id, at most 200`.
@Suite struct KeyReductionTests {
  @Test(arguments: [
    // Either side of an inner join, the smaller source first.
    (
      "SELECT 1 FROM Invoice i JOIN InvoiceLine l ON l.LineNo = i.Quantity WHERE i.Amount > 100",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    // Only the right side of a left join.
    (
      "SELECT l.Price, i.Story FROM InvoiceLine l LEFT JOIN Invoice i ON l.LineNo = i.Quantity"
        + " WHERE l.Price = 3",
      ["Invoice.Quantity by InvoiceLine.LineNo, at most 100"]
    ),
    (
      "SELECT i.Story FROM Invoice i LEFT JOIN InvoiceLine l ON l.LineNo = i.Quantity AND l.Price = 3",
      []
    ),
    (
      "SELECT i.Story, l.Price FROM InvoiceLine l RIGHT JOIN Invoice i ON l.LineNo = i.Quantity"
        + " WHERE i.Amount = 3",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    (
      "SELECT i.Story, l.Price FROM InvoiceLine l FULL JOIN Invoice i ON l.LineNo = i.Quantity"
        + " AND i.Amount = 3",
      []
    ),
    // Queries that a condition looks into.
    (
      "SELECT Price FROM InvoiceLine WHERE LineNo IN"
        + " (SELECT Quantity FROM Invoice WHERE Amount > 1000)",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    (
      "SELECT Price FROM InvoiceLine WHERE LineNo NOT IN"
        + " (SELECT Quantity FROM Invoice WHERE Amount > 1000)",
      []
    ),
    (
      "SELECT Price FROM InvoiceLine WHERE Price > 5 OR LineNo IN"
        + " (SELECT Quantity FROM Invoice WHERE Amount > 1000)",
      []
    ),
    (
      "SELECT Price FROM InvoiceLine l WHERE EXISTS"
        + " (SELECT 1 FROM Invoice i WHERE i.Quantity = l.LineNo AND i.Amount > 1000)",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    (
      "SELECT Story FROM Invoice i WHERE Amount > 5 AND NOT EXISTS"
        + " (SELECT 1 FROM InvoiceLine l WHERE i.Quantity = l.LineNo)",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    (
      "SELECT Story FROM Invoice i WHERE EXISTS (SELECT count(*) FROM InvoiceLine l"
        + " WHERE i.Quantity = l.LineNo AND l.Price = 3)",
      []
    ),
    // Through derived tables, but not through a limit, a window or an aggregate of other keys.
    (
      "SELECT 1 FROM Invoice i JOIN (SELECT LineNo, Price FROM InvoiceLine ORDER BY Price LIMIT 9) t"
        + " ON t.LineNo = i.Quantity WHERE i.Amount = 3",
      []
    ),
    (
      "SELECT t.n FROM Invoice i JOIN (SELECT LineNo, row_number() OVER () AS n FROM InvoiceLine) t"
        + " ON t.LineNo = i.Quantity WHERE i.Amount = 3",
      []
    ),
    (
      "WITH t AS (SELECT LineNo, string_agg(CAST(Price AS TEXT), ',') AS n FROM InvoiceLine"
        + " GROUP BY LineNo) SELECT t.n FROM Invoice i JOIN t ON t.LineNo = i.Quantity"
        + " WHERE i.Amount = 3",
      ["InvoiceLine.LineNo by Invoice.Quantity, at most 200"]
    ),
    (
      "WITH t AS (SELECT LineNo, Price FROM InvoiceLine) SELECT a.Price FROM Invoice i"
        + " JOIN t a ON a.LineNo = i.Quantity, t b WHERE i.Amount = 3",
      []
    ),
    // One whole call is no more than a list.
    ("SELECT 1 FROM Invoice i JOIN Supplier s ON s.Rating = i.Amount WHERE i.Status = 'Paid'", []),
    // Binary fractions and choices are compared here.
    ("SELECT 1 FROM Invoice a JOIN Invoice b ON a.Ratio = b.Ratio WHERE b.Amount = 3", []),
    ("SELECT 1 FROM Invoice a JOIN Invoice b ON a.Status = b.Status WHERE b.Amount = 3", []),
    // Another scale would need a conversion.
    ("SELECT 1 FROM Invoice i JOIN InvoiceLine l ON l.Price = i.Amount WHERE i.Quantity = 3", []),
    // Neither side is small.
    ("SELECT 1 FROM Invoice i JOIN InvoiceLine l ON l.LineNo = i.Quantity", []),
    // A chain: each read by the one before.
    (
      "SELECT 1 FROM InvoiceLine l JOIN Invoice i ON l.LineNo = i.Quantity"
        + " JOIN Invoice j ON i.DueDate = j.DueDate WHERE j.Number = 'INV-7'",
      [
        "Invoice.DueDate by Invoice.DueDate, at most 100",
        "InvoiceLine.LineNo by Invoice.Quantity, at most 200",
      ]
    ),
  ])
  func check(sql: String, reductions: [String]) {
    var traits = ServiceTraits.embedded
    traits.features = [.expansion: false]
    guard case .plan(let plan) = TestPlanner(traits: traits).result(sql),
      case .localQuery(let query) = plan.root
    else {
      Issue.record("no local query: \(sql)")
      return
    }
    let found = query.inputs.compactMap { input in
      input.reduction.flatMap { text(input, $0, query.inputs) }
    }
    #expect(Set(found) == Set(reductions), "\(sql)")
  }

  private func text(
    _ input: LocalInput,
    _ reduction: KeyReduction,
    _ inputs: [LocalInput]
  ) -> String? {
    guard let source = inputs.first(where: { $0.scan.relation == reduction.source }) else {
      return nil
    }
    return "\(name(input.scan.table, reduction.column)) by"
      + " \(name(source.scan.table, reduction.sourceColumn)), at most \(reduction.mostKeys)"
  }

  private func name(_ table: Table, _ column: Int) -> String {
    "\(table.name).\(table.columns[column].name)"
  }
}
