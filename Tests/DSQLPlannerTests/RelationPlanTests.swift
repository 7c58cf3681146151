import DSQLAPI
import DSQLCatalog
import DSQLPlanner
import DSQLTestSupport
import Testing

/// Each rule over several relations, and the sort by runs, with its plans, and the plans of the same statements without it.
///
/// The files are like those of `GoldenPlanTests`.
@Suite struct RelationPlanTests {
  @Test(arguments: [
    ("expansion.plan", TestPlanner()),
    ("expansion-without.plan", TestPlanner(traits: .embedded.without(.expansion))),
    ("derived.plan", TestPlanner(traits: .embedded.without(.expansion))),
    ("derived-without.plan", TestPlanner(pushDown: .off)),
    ("queries.plan", TestPlanner()),
    ("queries-without.plan", TestPlanner(pushDown: .off)),
    ("joins.plan", TestPlanner()),
    ("joins-without.plan", TestPlanner(traits: .embedded.without(.joins))),
    ("keys.plan", TestPlanner()),
    ("keys-without.plan", TestPlanner(pushDown: .off)),
    ("runs.plan", TestPlanner()),
    ("runs-without.plan", TestPlanner(pushDown: .off)),
  ])
  func check(file: String, planner: TestPlanner) {
    let golden = GoldenFile("Fixtures/\(file)", besides: #filePath)
    let actual =
      GoldenPlanText.statements(of: golden.text).map { sql in
        ([sql, "----"] + planner.explained(sql)).joined(separator: "\n")
      }.joined(separator: "\n\n") + "\n"
    #expect(!golden.text.isEmpty)
    #expect(golden.difference(from: actual) == nil)
  }
}
