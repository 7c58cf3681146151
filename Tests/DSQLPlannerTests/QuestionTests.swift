import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import Testing

/// What the planner asks of a service that it does not know, and where it has no reason to ask.
@Suite struct QuestionTests {
  private static let cases: [(sql: String, expected: Set<ServiceQuestion>)] = [
    ("SELECT Status, count(*) FROM Invoice GROUP BY Status", [.feature(.aggregates)]),
    ("SELECT DISTINCT Status FROM Invoice", [.feature(.aggregates)]),
    ("SELECT count(*), min(Amount) FROM Invoice", [.feature(.aggregates)]),
    (
      "SELECT Notes, count(*) FROM Supplier GROUP BY Notes", [.feature(.aggregates), .textMatching]
    ),
    ("SELECT count(*) FROM Invoice", []),
    ("SELECT sum(Ratio) FROM Invoice", []),
    ("SELECT sum(Amount) FROM Invoice", [.feature(.aggregates), .decimalSums]),
    ("SELECT Id FROM Invoice WHERE Number = 'a'", [.textMatching]),
    ("SELECT Id FROM Invoice WHERE Number <> 'a'", [.textMatching]),
    ("SELECT Id FROM Invoice WHERE Number NOT LIKE '%a%'", [.textMatching]),
    ("SELECT Id FROM Invoice WHERE Number = 'a' LIMIT 3", [.textMatching]),
    ("SELECT count(*) FROM Invoice WHERE Number = 'a'", [.textMatching]),
    (
      "SELECT i.Amount FROM Invoice i JOIN Supplier s ON i.Number = s.Notes WHERE s.Active",
      [.textMatching]
    ),
    ("SELECT Id FROM Invoice ORDER BY Amount LIMIT 3", [.nullOrder]),
    ("SELECT Id FROM Invoice ORDER BY Amount", []),
    ("SELECT Id FROM Invoice WHERE Amount > 5 ORDER BY Amount LIMIT 3", []),
    ("SELECT Id FROM Invoice ORDER BY CreateTime LIMIT 3", []),
  ]

  @Test(arguments: cases.indices)
  func check(index: Int) {
    let (sql, expected) = Self.cases[index]
    #expect(questions(sql, TestPlanner(traits: .unknown)) == expected)
    #expect(questions(sql, TestPlanner()) == [])
    #expect(questions(sql, TestPlanner(traits: .unknown, pushDown: .off)) == [])
  }

  private func questions(_ sql: String, _ planner: TestPlanner) -> Set<ServiceQuestion>? {
    guard case .plan(let plan) = planner.result(sql) else { return nil }
    return plan.questions
  }
}

/// Traits that are known and not the language's.
@Suite struct TraitTests {
  private typealias Matching = ServiceTraits.TextMatching
  private static let textCases: [(matching: Matching, predicate: String, place: String)] = [
    (.narrower, "Number = 'a'", "local"),
    (.narrower, "Number LIKE 'a%'", "local"), (.narrower, "starts_with(Number, 'a')", "local"),
    (.narrower, "Number IS NULL OR Number = 'a'", "local"), (.wider, "Number = 'a'", "rechecked"),
    (.wider, "Number IN ('a', 'b')", "rechecked"), (.wider, "Number <> 'a'", "local"),
    (.wider, "Number NOT IN ('a', 'b')", "local"), (.asLanguage, "Number <> 'a'", "pushed"),
    (.asLanguage, "Number COLLATE BINARY = 'a'", "rechecked"),
    (.asLanguage, "Number COLLATE BINARY <> 'a'", "local"),
    (.narrower, "lower(Number) = 'a'", "local"), (.wider, "lower(Number) = 'a'", "rechecked"),
  ]

  @Test(arguments: textCases.indices)
  func texts(index: Int) {
    let (matching, predicate, expected) = Self.textCases[index]
    var traits = ServiceTraits.embedded
    traits.textMatching = matching
    let sql = "SELECT Id FROM Invoice WHERE \(predicate)"
    guard case .plan(let plan) = TestPlanner(traits: traits).result(sql) else {
      Issue.record("\(sql) was not planned")
      return
    }
    let notes = plan.explainSteps().flattened.last?.predicates.map(\.place.rawValue)
    #expect(notes == [expected])
  }

  private static let sortCases: [(order: ServiceTraits.NullOrder, key: String, isPushed: Bool)] = [
    (.low, "Amount", true), (.low, "Amount DESC", true),
    (.low, "Amount NULLS LAST", false), (.low, "Amount DESC NULLS FIRST", false),
    (.high, "Amount", false), (.high, "Amount DESC", false), (.high, "Amount NULLS LAST", true),
    (.high, "Amount DESC NULLS FIRST", true), (.unknown, "Amount", false),
    (.unknown, "CreateTime", true), (.high, "CreateTime NULLS LAST", true),
  ]

  @Test(arguments: sortCases.indices)
  func sorts(index: Int) {
    let (order, key, isPushed) = Self.sortCases[index]
    var traits = ServiceTraits.embedded
    traits.nullOrder = order
    let sql = "SELECT Id FROM Invoice ORDER BY \(key) LIMIT 5"
    guard case .plan(let plan) = TestPlanner(traits: traits).result(sql) else {
      Issue.record("\(sql) was not planned")
      return
    }
    var isLocal = false
    if case .localQuery = plan.root { isLocal = true }
    #expect(isLocal != isPushed)
  }
}
