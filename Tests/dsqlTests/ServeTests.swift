import Foundation
import Testing

/// A second program that talks to `dsql serve`, as to a tenant whose habits it does not know.
@Suite(.timeLimit(.minutes(5))) struct ServeTests {
  private static let statements = [
    "SELECT Name, Country FROM Supplier WHERE Country = 'Norway' ORDER BY Name LIMIT 5",
    "SELECT count(*) FROM Invoice",
    "SELECT count(*) FROM Invoice WHERE Status <> 'Paid'",
    "SELECT count(*) FROM Invoice WHERE NOT (Status = 'Paid' AND TotalAmount > 9000)",
    "SELECT Status, count(*), sum(TotalAmount) FROM Invoice GROUP BY Status",
    "SELECT Currency, avg(TotalAmount), min(DueDate), max(DueDate) FROM Invoice GROUP BY Currency",
    "SELECT Number, TotalAmount FROM Invoice ORDER BY TotalAmount DESC, Number LIMIT 7 OFFSET 3",
    "SELECT Name FROM Supplier WHERE Name LIKE '%ing a%' ORDER BY Name LIMIT 9",
    "SELECT Name FROM Supplier WHERE Name LIKE 'B_l%AS' ORDER BY Name",
    "SELECT Name FROM Supplier WHERE Name NOT LIKE '%a%' ORDER BY Name",
    "SELECT Name FROM Supplier WHERE Name = 'ALPINE CATERING AS'",
    "SELECT count(*) FROM Supplier WHERE Notes IS NULL",
    "SELECT count(*) FROM Supplier WHERE Notes IS NOT NULL AND City IN ('Oslo', 'BERGEN')",
    "SELECT Name FROM Supplier WHERE CreditLimit BETWEEN 1000 AND 9567.25 ORDER BY CreditLimit",
    """
    SELECT Number, DueDate FROM Invoice WHERE DueDate >= '2025-02-01' AND DueDate < '2025-02-08' \
    ORDER BY 2, 1
    """,
    "SELECT Number, Supplier.Name FROM Invoice WHERE Status = 'On hold' ORDER BY Number LIMIT 5",
    "SELECT count(*) FROM Invoice WHERE Supplier.Country = 'Norway'",
    """
    SELECT s.Country, count(i.Id) FROM Supplier s LEFT JOIN Invoice i ON i.Supplier = s.Id \
    GROUP BY s.Country ORDER BY s.Country
    """,
    """
    SELECT i.Number, count(*) FROM Invoice i JOIN InvoiceLine l ON l.Invoice = i.Id \
    GROUP BY i.Number HAVING count(*) > 2 ORDER BY i.Number LIMIT 4
    """,
    "SELECT DISTINCT Country FROM Supplier ORDER BY Country DESC",
    "SELECT DISTINCT City FROM Supplier WHERE Country = 'Norway' ORDER BY City",
    "SELECT upper(Name), length(Name) FROM Supplier WHERE length(Name) > 24 ORDER BY Name",
    "SELECT extract(YEAR FROM InvoiceDate) AS year, count(*) FROM Invoice GROUP BY 1 ORDER BY 1",
    """
    SELECT Name FROM Supplier \
    WHERE Id IN (SELECT Supplier FROM Invoice WHERE TotalAmount > 30000) ORDER BY Name LIMIT 3
    """,
    "SELECT Name FROM Supplier WHERE Country > 'Norway' ORDER BY Country, Name LIMIT 6",
    "SELECT Name FROM Supplier ORDER BY City, Name LIMIT 6",
  ]

  private static var script: String {
    statements.map { "\\echo -- \($0.replacing("'", with: ""))\n\($0);\n" }.joined()
  }

  /// Runs the statements here and there, and answers both.
  private func check(_ pushDown: String) async throws {
    let program = try Program()
    defer { program.remove() }
    let options = ["-X", "-At", "-v", "ON_ERROR_STOP=off"]
    let here = try await program.run(options + ["--memory"], input: Self.script)
    let service = try await RunningService(program, ["--memory", "--token-for", "reader"])
    defer { service.stop() }
    let there = try await program.run(
      options + ["-v", "PUSHDOWN=\(pushDown)"],
      input: Self.script,
      environment: service.variables
    )
    #expect(service.stop() == 0)
    #expect(here.errors == "")
    #expect(there.errors == "")
    let expected = here.output.split(separator: "\n-- ")
    let found = there.output.split(separator: "\n-- ")
    #expect(expected.count == Self.statements.count)
    #expect(found.count == expected.count)
    for (left, right) in zip(expected, found) { #expect(left == right) }
  }

  @Test(arguments: ["on", "strict", "off"])
  func sameAnswers(pushDown: String) async throws { try await check(pushDown) }

  @Test func readerMayNotWrite() async throws {
    let program = try Program()
    defer { program.remove() }
    let service = try await RunningService(program, ["--memory", "--token-for", "reader"])
    defer { service.stop() }
    for statement in [
      "INSERT INTO Supplier (Code, Name, IsActive) VALUES ('N1', 'new', true)",
      "UPDATE Supplier SET City = 'x' WHERE Code = 'S0001'",
      "DELETE FROM Supplier WHERE Code = 'S0001'",
    ] {
      let run = try await program.run(
        ["-X", "-v", "VERBOSITY=verbose", "-c", statement],
        environment: service.variables
      )
      #expect(run.status == 3, "\(statement)")
      #expect(run.errors.hasPrefix("ERROR:  42501: reader@example.com may not "))
      #expect(run.errors.contains("entity Supplier"))
      #expect(run.errors.contains("A32"))
      #expect(run.errors.contains("status 403"))
      #expect(run.output == "")
    }
  }

  @Test func writerWrites() async throws {
    let program = try Program()
    defer { program.remove() }
    let service = try await RunningService(program, ["--memory", "--token-for", "writer"])
    defer { service.stop() }
    let run = try await program.run(
      ["-X", "-At"],
      input: """
        INSERT INTO Supplier (Code, Name, IsActive) VALUES ('N1', 'new', true) RETURNING Code;
        UPDATE Supplier SET City = 'Oslo' WHERE Code = 'N1';
        SELECT Name, City FROM Supplier WHERE Code = 'N1';
        DELETE FROM Supplier WHERE Code = 'N1';
        SELECT count(*) FROM Supplier WHERE Code = 'N1';
        """,
      environment: service.variables
    )
    #expect(run.output == "N1\nINSERT 0 1\nUPDATE 1\nnew|Oslo\nDELETE 1\n0\n")
    #expect(run.errors == "")
  }

  /// A busy service that tells who came: the answer is whole, the log has no secret.
  @Test func busyService() async throws {
    let program = try Program()
    defer { program.remove() }
    let log = program.folder.appending(path: "requests.log").path
    let service = try await RunningService(
      program,
      [
        "--memory", "--token-for", "reader", "--fail", "503=0.2", "--fail", "429=0.2", "--seed",
        "4",
        "--log", log,
      ]
    )
    defer { service.stop() }
    let run = try await program.run(
      ["-X", "-At", "-c", "SELECT count(DISTINCT Number) FROM Invoice"],
      environment: service.variables
    )
    #expect(run.output == "2400\n")
    #expect(run.errors == "")
    #expect(service.stop() == 0)
    let told = try String(contentsOfFile: log, encoding: .utf8)
    let lines = told.split(separator: "\n")
    #expect(lines.count > 3)
    #expect(lines.contains { $0.contains(" 503 ") } && lines.contains { $0.contains(" 429 ") })
    #expect(lines.contains { $0.contains(" 200 ") && $0.contains(" reader ") })
    let token = try #require(service.variables["UIPATH_ACCESS_TOKEN"])
    #expect(!told.contains(token.suffix(40)))
    let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test(arguments: [
    (["--local-file", "x"], "--memory and --local-file exclude each other"),
    (["--fail", "x"], "\"x\" is no rate of faults"), (["--throttle", "0"], "is no throttle"),
    (
      ["--log", "/nowhere/x"], "the log \"/nowhere/x\" cannot be opened: No such file or directory"
    ),
  ])
  func refuses(_ options: [String], _ error: String) async throws {
    let program = try Program()
    defer { program.remove() }
    let run = try await program.run(["serve", "--memory"] + options)
    #expect(run.status == 1)
    #expect(run.errors.contains(error), "\(run.errors)")
  }

  @Test func unknownTokenIsAConnectionFailure() async throws {
    let program = try Program()
    defer { program.remove() }
    let service = try await RunningService(program, ["--memory", "--token-for", "reader"])
    defer { service.stop() }
    var variables = service.variables
    variables["UIPATH_ACCESS_TOKEN"] = "nobody"
    let run = try await program.run(["-X", "-c", "SELECT 1 FROM Supplier"], environment: variables)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("ERROR:  the access token was refused\n"))
    #expect(!run.errors.contains("nobody"))
  }
}
