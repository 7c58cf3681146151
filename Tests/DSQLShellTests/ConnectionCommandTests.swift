import DSQLShell
import Testing

@Suite("Commands about the connection")
struct ConnectionCommandTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var script: String
    var output = ""
    var errors = ""
    var status: Int32 = 0
    var testDescription: String { script }
  }

  static let cases: [Case] = [
    Case(
      script: "\\c acme\n\\echo :PROFILE :ORG :TENANT :USER",
      output: "You are now connected to acme/Production, profile \"acme\" as ana@acme.com.\n"
        + "acme acme Production ana@acme.com\n"
    ),
    Case(
      script: "\\c nosuch\ninsert;",
      errors: "ERROR:  profile \"nosuch\" does not exist\nHINT:  Known profiles: local, acme.\n"
        + "You are now not connected.\n",
      status: 2
    ),
    Case(
      script: "\\set ON_ERROR_STOP off\n\\c nosuch\ninsert;\n\\c acme\ninsert;",
      output: "You are now connected to acme/Production, profile \"acme\" as ana@acme.com.\n"
        + "INSERT 0 3\n",
      errors: "ERROR:  profile \"nosuch\" does not exist\nHINT:  Known profiles: local, acme.\n"
        + "You are now not connected.\n"
        + "dsql:t.dsql:3: ERROR:  you are not connected to a service\nHINT:  \\c PROFILE connects.\n",
      status: 2
    ),
    Case(
      script: "\\reconnect\n.open",
      output: "You are connected to local/sample, profile \"local\".\n"
        + "You are now connected to local/sample, profile \"local\".\n"
    ),
    Case(script: "\\whoami", output: "person: nobody\nkind:   user\n"),
    Case(script: "\\logout", output: "Logged out.\n"),
    Case(
      script: "\\login",
      errors: "ERROR:  this run has no terminal to log in with\n"
        + "HINT:  Log in once by hand, or set DSQL_ACCESS_TOKEN or DSQL_PAT.\n",
      status: 2
    ),
    Case(
      script: "\\l+ a*",
      output: """
                                         List of profiles
         Profile |        Service        | Organization |   Tenant   | Default | Connected\u{20}
        ---------+-----------------------+--------------+------------+---------+-----------
         acme    | https://cloud.example | acme         | Production | yes     |\u{20}
        (1 row)


        """
    ),
    Case(
      script: "\\t\n\\c acme\n\\dp Inv*\n\\z nosuch",
      output: "Tuples only is on.\n"
        + "You are now connected to acme/Production, profile \"acme\" as ana@acme.com.\n"
        + " Invoice | by role | no    | tenant roles\n\nDid not find any entities.\n"
    ),
  ]

  @Test("A command tells and does", arguments: cases)
  func check(_ sample: Case) async throws {
    let run = try await ScriptRun.file(sample.script)
    #expect(run.output == sample.output)
    #expect(run.errors == sample.errors)
    #expect(run.ending == .status(sample.status))
  }
}
