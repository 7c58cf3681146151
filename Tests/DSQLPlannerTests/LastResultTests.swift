import DSQLPlan
import DSQLPlanner
import DSQLTypes
import Testing

@Suite("FROM _")
struct LastResultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let state: LastResultState
    let sql: String
    let lines: [String]

    init(_ state: LastResultState, _ sql: String, _ lines: [String]) {
      self.state = state
      self.sql = sql
      self.lines = lines
    }

    var testDescription: String { "\(sql) \(state)" }
  }

  private static let kept = LastResultState.kept(
    RowSchema([SchemaColumn("Total", .decimal(scale: 2)), SchemaColumn("total", .integer)])
  )

  static let cases = [
    Case(.missing, "SELECT * FROM _", ["ERROR 42P01: there is no last result yet"]),
    Case(
      .notInteractive,
      "SELECT * FROM _",
      ["ERROR 0A000: the last result is kept in interactive sessions only"]
    ),
    Case(
      .tooMany,
      "SELECT x FROM _ AS t",
      ["ERROR 54000: the last result had more than 100,000 rows and was not kept"]
    ),
    Case(
      .lost("could not write temporary file"),
      "SELECT x FROM (SELECT * FROM _) AS t",
      ["ERROR 54000: the last result could not be kept: could not write temporary file"]
    ),
    Case(kept, "SELECT x FROM _", ["ERROR 42703: column \"x\" does not exist"]),
    Case(
      kept,
      "SELECT * FROM _ AS t (a, b, c)",
      ["ERROR 42601: table \"t\" has 2 columns available but 3 columns specified"]
    ),
    Case(kept, "SELECT 1 FROM _, _", ["ERROR 42712: table name \"_\" specified more than once"]),
    Case(
      kept,
      "SELECT * FROM _ WHERE Total > 1",
      [
        "Local query",
        "│   because   the last result is kept here",
        "└─ Last result",
        "       expected  no call",
        "columns: Total decimal, total_1 integer",
      ]
    ),
  ]

  @Test("Each state has its words, and a plan without calls", arguments: cases)
  func check(_ example: Case) {
    var planner = TestPlanner()
    planner.lastResult = example.state
    #expect(planner.explained(example.sql) == example.lines)
  }
}
