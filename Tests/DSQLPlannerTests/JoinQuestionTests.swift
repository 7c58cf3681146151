import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import Testing

/// Whether a plan asks for joins, of a service of which it is not known that it has them.
@Suite struct JoinQuestionTests {
  @Test(arguments: [
    ("SELECT s.Name FROM Supplier s JOIN Invoice i ON s.Name = i.Number", true),
    ("SELECT s.Name FROM Supplier s LEFT JOIN Invoice i ON i.Number = s.Name", true),
    ("DELETE FROM Supplier USING Invoice i WHERE i.Number = Supplier.Name", true),
    // No two suppliers need differ in their name.
    ("SELECT i.Amount FROM Invoice i LEFT JOIN Supplier s ON i.Number = s.Name", false),
    ("SELECT i.Amount FROM Supplier s RIGHT JOIN Invoice i ON i.Number = s.Name", false),
    ("SELECT s.Name FROM Supplier s FULL JOIN Invoice i ON s.Name = i.Number", false),
    ("SELECT s.Name FROM Supplier s JOIN Invoice i ON s.Name < i.Number", false),
    ("SELECT s.Name FROM Supplier s JOIN Invoice i ON s.Name = i.Number COLLATE BINARY", false),
    ("SELECT s.Name FROM Supplier s JOIN Invoice i ON lower(s.Name) = i.Number", false),
    ("SELECT i.Story FROM Supplier s JOIN Invoice i ON s.Name = i.Number", false),
    ("SELECT i.Scan FROM Supplier s JOIN Invoice i ON s.Name = i.Number", false),
    ("SELECT a.Amount FROM Invoice a JOIN Invoice b ON a.Number = b.Number", false),
  ])
  func check(sql: String, asks: Bool) {
    var traits = ServiceTraits.embedded
    traits.features = [:]
    guard case .plan(let plan) = TestPlanner(traits: traits).result(sql) else {
      Issue.record("not planned: \(sql)")
      return
    }
    #expect(plan.questions.contains(.feature(.joins)) == asks, "\(sql)")
    guard case .plan(let strict) = TestPlanner(traits: traits, pushDown: .strict).result(sql) else {
      return
    }
    #expect(!strict.questions.contains(.feature(.joins)))
  }
}
