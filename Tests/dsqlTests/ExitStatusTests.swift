import Foundation
import Testing

/// The exit status of batch runs (`shell-conventions.md` §2).
@Suite(.timeLimit(.minutes(5))) struct ExitStatusTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var input = ""
    var status: Int32
    var output = ""
    /// What the errors hold.
    var says: [String]

    var testDescription: String { "\(status): \(arguments.joined(separator: " "))" }
  }

  private func check(_ sample: Case) async throws {
    let program = try Program()
    defer { program.remove() }
    let run = try await program.run(["-X", "--memory"] + sample.arguments, input: sample.input)
    #expect(run.status == sample.status, "\(run.errors)")
    #expect(run.output == sample.output)
    if sample.says.isEmpty { #expect(run.errors == "") }
    for text in sample.says { #expect(run.errors.contains(text), "\(run.errors)") }
  }

  private static let partInsert = """
    INSERT INTO Supplier (Code, Name, IsActive)
    VALUES ('N1', 'one', true), ('S0001', 'two', true), ('N2', 'three', false)
    """

  @Test(arguments: [
    Case(arguments: ["-At", "-c", "SELECT 1 + 1"], status: 0, output: "2\n", says: []),
    Case(arguments: ["--nosuch"], status: 1, says: ["unknown option --nosuch"]),
    Case(arguments: ["-f", "nosuch.dsql"], status: 1, says: ["nosuch.dsql: No such file"]),
    Case(
      arguments: ["-c", "SELECT Nam FROM Supplier"],
      status: 3,
      says: [
        "ERROR:  column \"Nam\" does not exist\n",
        "LINE 1: SELECT Nam FROM Supplier\n               ^\n",
        "HINT:  Perhaps you meant to reference the column \"Supplier.Name\".",
      ]
    ),
    Case(
      arguments: ["-c", "SELECT Name FORM Supplier WHERE (1 = "],
      status: 3,
      says: ["ERROR:  syntax error", "LINE 1: "]
    ),
    Case(
      arguments: ["-At"],
      input: "SELECT 1;\nSELECT Nam FROM Supplier;\nSELECT 2;\n",
      status: 3,
      output: "1\n",
      says: ["dsql:<stdin>:2: ERROR:  column \"Nam\""]
    ),
    Case(
      arguments: ["-At", "-v", "ON_ERROR_STOP=off"],
      input: "SELECT 1;\nSELECT Nam FROM Supplier;\nSELECT 2;\n",
      status: 3,
      output: "1\n2\n",
      says: ["dsql:<stdin>:2: ERROR:  column \"Nam\""]
    ),
    Case(arguments: ["-c", "\\nosuch"], status: 3, says: ["nosuch"]),
    Case(
      arguments: ["-c", "SELECT 1 FROM _"],
      status: 3,
      says: ["ERROR:  the last result is kept in interactive sessions only\n"]
    ),
    Case(
      arguments: ["-c", "USE PROFILE nobody"],
      status: 2,
      says: ["profile \"nobody\" does not exist", "Known profiles: local."]
    ),
    Case(
      arguments: ["-c", "USE TENANT nobody"],
      status: 3,
      says: ["tenant \"nobody\" does not exist", "one tenant, sample"]
    ),
    Case(
      arguments: ["-c", partInsert],
      status: 4,
      says: ["insert failed for 1 of 3 rows", "2 inserted, 1 failed, 0 unknown, 0 not tried"]
    ),
    Case(
      arguments: ["-c", "DELETE FROM Supplier"],
      status: 5,
      says: ["DELETE of Supplier has no WHERE"]
    ),
    Case(
      arguments: ["-c", "UPDATE Supplier SET City = 'x' WHERE 1 = 1"],
      status: 5,
      says: ["UPDATE of Supplier"]
    ),
    Case(
      arguments: ["--read-only", "-c", "DELETE FROM Supplier WHERE Code = 'S0001'"],
      status: 5,
      says: ["cannot write in a read-only session"]
    ),
    Case(
      arguments: [
        "-v", "MAX_WRITE_ROWS=2", "-c", "UPDATE Supplier SET City = 'x' WHERE Country = 'Norway'",
      ],
      status: 5,
      says: ["UPDATE would write more than 2 rows", "Nothing was sent."]
    ),
    Case(
      arguments: ["-v", "MAX_REQUESTS=1", "-c", "SELECT max(reverse(Number)) FROM Invoice"],
      status: 5,
      says: ["MAX_REQUESTS"]
    ),
    Case(
      arguments: [],
      input: "SELECT 1;\n\\q 7\nSELECT 2;\n",
      status: 7,
      output: onlyOne,
      says: []
    ),
  ])
  func statusAndWords(sample: Case) async throws { try await check(sample) }

  private static let onlyOne = " ?column? \n----------\n        1\n(1 row)\n\n"

  /// What was written before a guard refused is not undone, and what it refused was not sent.
  @Test func refusedWriteChangesNothing() async throws {
    let program = try Program()
    defer { program.remove() }
    let store = ["-X", "--local-file", "store.sqlite", "-At"]
    let count = "SELECT count(*) FROM Payment"
    let before = try await program.run(store + ["-c", count])
    _ = try await program.run(store + ["-c", "DELETE FROM Payment"])
    let after = try await program.run(store + ["-c", count])
    #expect(before.output == after.output)
    #expect(before.status == 0)
  }

  /// What is no text would be written as something else than was meant.
  @Test func bytesThatAreNoText() async throws {
    let program = try Program()
    defer { program.remove() }
    let script = Data("SELECT 1;\nSELECT 'caf".utf8) + [0xE9] + Data("';\n".utf8)
    try script.write(to: program.folder.appending(path: "latin.sql"))
    let run = try await program.run(["-X", "-At", "latin.sql"])
    #expect(run.output == "1\n")
    #expect(run.errors.contains("line 2 is not text in UTF-8"), "\(run.errors)")
    #expect(run.status == 3)
  }

  @Test func errorsAsJSON() async throws {
    let program = try Program()
    defer { program.remove() }
    let run = try await program.run(
      ["-X", "--memory", "--error-format=json", "-v", "ON_ERROR_STOP=off"],
      input: "SELECT 1;\nSELECT Nam FROM Supplier;\n\nSELECT *\nFROM Supplyer;\n"
        + "SELECT 'é';  SELECT Nam FROM Supplier; SELECT 1 \\; SELECT Nam FROM Supplier;\n"
    )
    let objects = try run.errors.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["code"] as? String } == ["42703", "42P01", "42703", "42703"])
    #expect(objects.map { $0["severity"] as? String } == Array(repeating: "ERROR", count: 4))
    #expect(objects.map { $0["line"] as? Int } == [2, 5, 6, 6])
    #expect(objects.map { $0["column"] as? Int } == [8, 6, 21, 59])
    #expect(objects.first?["message"] as? String == "column \"Nam\" does not exist")
    #expect(run.status == 3)
  }
}
