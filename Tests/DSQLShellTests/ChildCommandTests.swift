import Testing

@testable import DSQLShell

@Suite("Commands of the user as children")
struct ChildCommandTests {
  static let cases: [(name: String, isKept: Bool)] = [
    ("DSQL_ACCESS_TOKEN", false),
    ("DSQL_PAT", false),
    ("DSQL_CLIENT_SECRET", false),
    ("UIPATH_ACCESS_TOKEN", false),
    ("UNATTENDED_USER_ACCESS_TOKEN", false),
    ("DSQL_PATIENCE", true),
    ("DSQL_ORG", true),
    ("UIPATH_URL", true),
    ("OTHER_TOKEN", true),
  ]

  @Test("No child gets a secret of ours", arguments: cases)
  func check(_ item: (name: String, isKept: Bool)) throws {
    let command = ChildCommand(directory: "/", environment: [item.name: "value"])
    let found = try command.output(of: "echo \"${\(item.name)-none}\"").get()
    #expect(found.text == (item.isKept ? "value" : "none"))
  }
}
