import DSQLCatalog
import DSQLPlanner
import DSQLTestSupport
import Testing

/// Each file of `Fixtures` holds statements, each followed by `----` and its plan.
@Suite struct GoldenPlanTests {
  @Test(arguments: [
    ("core.plan", TestPlanner()),
    ("predicates.plan", TestPlanner()),
    ("unknown-traits.plan", TestPlanner(traits: .unknown)),
    ("strict.plan", TestPlanner(traits: .unknown, pushDown: .strict)),
    ("pushdown-off.plan", TestPlanner(pushDown: .off)),
    ("local.plan", TestPlanner()),
    ("paths.plan", TestPlanner()),
    ("groups.plan", TestPlanner()),
    ("merged.plan", TestPlanner()),
    ("widened.plan", TestPlanner()),
    ("writes.plan", TestPlanner()),
    ("schema.plan", TestPlanner()),
    ("alter.plan", TestPlanner()),
    ("conflict.plan", TestPlanner()),
    ("by-key.plan", TestPlanner(readsBeforeWriting: false)),
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

/// The statements of a golden file.
enum GoldenPlanText {
  static func statements(of text: String) -> [String] {
    var statements: [String] = []
    var current: [Substring] = []
    var isPlan = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "----" {
        statements.append(current.joined(separator: "\n"))
        current = []
        isPlan = true
      } else if line.isEmpty {
        isPlan = false
      } else if !isPlan {
        current.append(line)
      }
    }
    return statements
  }
}
