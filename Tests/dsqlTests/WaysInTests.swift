import Foundation
import Testing

/// The same statement by every way into the program.
@Suite(.timeLimit(.minutes(5))) struct WaysInTests {
  private static let statement =
    "SELECT Name, Country FROM Supplier WHERE Country = 'Norway' ORDER BY Name LIMIT 5"

  private static let table = """
             Name         | Country\u{20}
    ----------------------+---------
     Alpine Catering AS   | Norway
     Alpine Freight AS    | Norway
     Alpine Hosting AS    | Norway
     Alpine Security AS   | Norway
     Baltic Consulting AS | Norway
    (5 rows)


    """

  private func check(_ arguments: [String], input: String = "", file: String? = nil) async throws {
    let program = try Program()
    defer { program.remove() }
    if let file { try program.write(file, to: "five.dsql") }
    let run = try await program.run(["-X", "--memory"] + arguments, input: input)
    #expect(run.status == 0)
    #expect(run.output == Self.table)
    #expect(run.errors == "")
  }

  @Test func oneLiner() async throws { try await check(["-c", Self.statement]) }

  @Test func bareArgument() async throws { try await check([Self.statement]) }

  @Test func pipe() async throws { try await check([], input: Self.statement + ";\n") }

  @Test func pipeWithoutSemicolon() async throws { try await check([], input: Self.statement) }

  @Test func dash() async throws { try await check(["-f", "-"], input: Self.statement) }

  @Test func fileByOption() async throws {
    try await check(["-f", "five.dsql"], file: Self.statement + ";\n")
  }

  @Test func fileByName() async throws {
    try await check(["five.dsql"], file: "#!/usr/bin/env dsql\r\n\(Self.statement)\r\n;\r\n")
  }

  @Test func argumentsOfAScript() async throws {
    try await check(
      ["five.dsql", "Norway"],
      file: "SELECT Name, Country FROM Supplier WHERE Country = :'1' ORDER BY Name LIMIT 5;"
    )
  }

  /// Without options, the embedded service keeps its file below the home folder.
  @Test func storeBelowHome() async throws {
    let program = try Program()
    defer { program.remove() }
    let first = try await program.run([
      "-c", "UPDATE Supplier SET City = 'Oslo' WHERE Code = 'S0001'",
    ])
    #expect(first.output == "UPDATE 1\n")
    let second = try await program.run(
      ["-At", "-c", "SELECT City FROM Supplier WHERE Code = 'S0001'"]
    )
    #expect(second.output == "Oslo\n")
    let store = program.home.appending(path: ".local/share/dsql/local/sample.sqlite")
    #expect(FileManager.default.fileExists(atPath: store.path))
  }
}
