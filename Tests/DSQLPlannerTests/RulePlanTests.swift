import DSQLCatalog
import DSQLPlan
import DSQLPlanner
import DSQLTestSupport
import Testing

/// What each rule of the planner is good for: the plans of statements without it and with it.
///
/// A rule has a file of its name in `Fixtures/Rules`, which holds statements, each followed by `----`
/// and both plans.
@Suite struct RulePlanTests {
  @Test(arguments: PlannerRules.all.names) func check(rule: String) {
    let golden = GoldenFile("Fixtures/Rules/\(rule).plan", besides: #filePath)
    let statements = GoldenPlanText.statements(of: golden.text)
    #expect(!statements.isEmpty, "\(rule) has no statement")
    let actual =
      statements.map { sql in
        let without = lines(sql, PlannerRules.all.without(rule), asks: rule == "AskAboutTexts")
        let with = lines(sql, .all, asks: rule == "AskAboutTexts")
        #expect(without != with, "\(rule) changes nothing in \(sql)")
        return ([sql, "----", "without \(rule)"] + without + ["with \(rule)"] + with)
          .joined(separator: "\n")
      }.joined(separator: "\n\n") + "\n"
    #expect(golden.difference(from: actual) == nil)
  }

  /// The plan, and what it asks of a service that nothing is known of where that is what counts.
  private func lines(_ sql: String, _ rules: PlannerRules, asks: Bool) -> [String] {
    var planner = asks ? TestPlanner(traits: .unknown) : TestPlanner()
    planner.rules = rules
    guard asks, case .plan(let plan) = planner.result(sql) else { return planner.explained(sql) }
    return planner.explained(sql) + plan.questions.map { "asks \($0)" }.sorted()
  }
}
