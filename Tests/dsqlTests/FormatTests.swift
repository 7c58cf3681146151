import Testing

/// Output formats for programs, byte by byte.
@Suite(.timeLimit(.minutes(5))) struct FormatTests {
  private func check(_ options: [String], _ statement: String, _ expected: String) async throws {
    let program = try Program()
    defer { program.remove() }
    let run = try await program.run(["-X", "--memory"] + options + ["-c", statement])
    #expect(run.output == expected)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  private static let row = "SELECT 1 AS a, NULL AS b, 'x \"y\", z' AS c, true AS d, 2.50 AS e"

  @Test(arguments: [
    (["--csv"], "a,b,c,d,e\n1,,\"x \"\"y\"\", z\",true,2.50\n"),
    (["--csv", "-t"], "1,,\"x \"\"y\"\", z\",true,2.50\n"),
    (["--tsv"], "a\tb\tc\td\te\n1\t\\N\tx \"y\", z\ttrue\t2.50\n"),
    (["--json"], "[{\"a\":1,\"b\":null,\"c\":\"x \\\"y\\\", z\",\"d\":true,\"e\":2.50}]\n"),
    (["--jsonl"], "{\"a\":1,\"b\":null,\"c\":\"x \\\"y\\\", z\",\"d\":true,\"e\":2.50}\n"),
    (
      ["--markdown"],
      """
      | a | b | c | d | e |
      | ---: | --- | --- | --- | ---: |
      | 1 | NULL | x "y", z | true | 2.50 |

      """
    ),
    (["-A"], "a|b|c|d|e\n1||x \"y\", z|true|2.50\n(1 row)\n"),
    (["-A", "-t", "-F", ";"], "1;;x \"y\", z;true;2.50\n"),
    (["-At", "-P", "null=(none)"], "1|(none)|x \"y\", z|true|2.50\n"),
    (
      ["-x"],
      """
      -[ RECORD 1 ]
      a | 1
      b | NULL
      c | x "y", z
      d | true
      e | 2.50


      """
    ),
  ])
  func oneRow(options: [String], expected: String) async throws {
    try await check(options, Self.row, expected)
  }

  @Test(arguments: [
    ("--csv", "Name\n"), ("--json", "[]\n"), ("--jsonl", ""), ("--markdown", "| Name |\n| --- |\n"),
  ])
  func noRow(option: String, expected: String) async throws {
    try await check([option], "SELECT Name FROM Supplier WHERE Code = 'none'", expected)
  }
}
