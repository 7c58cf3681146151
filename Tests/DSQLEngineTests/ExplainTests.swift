import DSQLClient
import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTestSupport
import DSQLTypes
import Foundation
import Testing

@Suite("EXPLAIN over HTTP")
struct ExplainTests {
  /// The lines that EXPLAIN answers.
  private func lines(_ seen: Transcript) -> [String] {
    seen.rows.split(separator: "\n").dropFirst().map { line in
      guard line.hasPrefix("\"") else { return String(line) }
      return String(line.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
  }

  @Test("Totals say what a statement takes, ANALYZE what it took")
  func totals() async throws {
    try await EngineFixture.run { engine in
      for (sql, total) in [
        ("SELECT 1", "Total: no call"),
        ("SELECT Name FROM Supplier", "Total: 1 call, 180 records"),
        ("SELECT count(*) FROM Supplier", "Total: 1 call"),
        ("SELECT Name FROM Supplier WHERE Country = 'Norway'", "Total: 1 call, 82 records"),
        (
          "SELECT Name FROM Supplier WHERE length(City) = 6 LIMIT 1",
          "Total: at most 1 call, 180 records"
        ),
        ("DELETE FROM Supplier WHERE Country = 'Norway'", "Total: 2 calls, 82 records"),
      ] {
        let seen = await engine.transcript("EXPLAIN " + sql)
        #expect(lines(seen).last == total, "\(sql)")
        #expect(seen.outcome.requests == 0)
      }
      let seen = await engine.transcript(
        "EXPLAIN ANALYZE SELECT Number FROM Invoice WHERE length(Number) = 99"
      )
      let told = lines(seen)
      #expect(told.contains { $0.contains("really    2,400 records in 3 calls, ") })
      #expect(told.last?.hasPrefix("Really: 0 rows from 2,400 records in 3 calls, ") == true)
      #expect(seen.outcome.requests == 3)
      #expect(seen.outcome.probes == 1)
      let json = await engine.transcript(
        "EXPLAIN (ANALYZE, FORMAT JSON) SELECT Number FROM Invoice WHERE length(Number) = 99"
      )
      let text = lines(json).joined()
      #expect(text.contains(#""real":{"records":2400,"calls":3,"bytes":"#))
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
      let refused = await engine.transcript("EXPLAIN ANALYZE DELETE FROM Supplier WHERE TRUE")
      #expect(refused.codes == [.featureNotSupported])
    }
  }

  @Test("The body of a write is shown where it is known")
  func writes() async throws {
    try await EngineFixture.run { engine in
      _ = await engine.transcript("CREATE ENTITY Part (Name TEXT REQUIRED, Origin CHOICE(Country))")
      for (sql, call, body) in [
        (
          "INSERT INTO Part (Name, Origin) VALUES ('O''Hara', 'Norway')",
          "POST /EntityService/Part/insert?expansionLevel=0",
          #"{"Name":"O'Hara","Origin":0}"#
        ),
        (
          "INSERT INTO Part (Name) VALUES ('a'), ('b')",
          "POST /EntityService/Part/insert-batch?expansionLevel=0&failOnFirst=false",
          #"[{"Name":"a"},{"Name":"b"}]"#
        ),
      ] {
        let seen = await engine.transcript("EXPLAIN " + sql)
        let told = lines(seen).map { $0.drop { "│└─ ".contains($0) } }
        let place = try #require(told.firstIndex { $0 == call })
        #expect(told[place + 1] == body)
        #expect(seen.requests.allSatisfy { !$0.contains("insert") })
      }
      let wrong = await engine.transcript("EXPLAIN INSERT INTO Part (Origin) VALUES ('Norway')")
      #expect(wrong.codes == [.requiredFieldMissing])
    }
  }

  /// Runs a script by sh and answers its status and output.
  private func run(_ script: String, token: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ["PATH": "/usr/bin:/bin", "DSQL_ACCESS_TOKEN": token]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private static let hasCurl = FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")

  @Test("FORMAT CURL prints commands that run", .enabled(if: hasCurl, "curl is not installed"))
  func curl() async throws {
    try await ProbedTenant.run { tenant in
      let connection = tenant.connection()
      _ = await connection.transcript("CREATE ENTITY Part (Name TEXT)")
      let reads = await connection.transcript(
        "EXPLAIN (FORMAT CURL) SELECT Name FROM Part WHERE Name = 'O''Hara $HOME `id`'"
      )
      let read = lines(reads)
      #expect(read.allSatisfy { !$0.contains(tenant.token) })
      #expect(read.contains { $0.contains("\"Authorization: Bearer $DSQL_ACCESS_TOKEN\"") })
      let none = try run(read.joined(separator: "\n"), token: tenant.token)
      #expect(none.status == 0)
      #expect(none.output == #"{"totalRecordCount":0,"value":[]}"#)
      let writes = await connection.transcript(
        "EXPLAIN (FORMAT CURL) INSERT INTO Part (Name) VALUES ('O''Hara $HOME `id`')"
      )
      #expect(try run(lines(writes).joined(separator: "\n"), token: tenant.token).status == 0)
      let found = try run(read.joined(separator: "\n"), token: tenant.token)
      #expect(found.output.contains(#""Name":"O'Hara $HOME `id`""#))
      let refused = try run(read.joined(separator: "\n"), token: "wrong")
      #expect(!refused.output.contains("O'Hara"))
    }
  }

  // MARK: Each version of the service

  private static let statements = [
    "SELECT count(*) FROM Invoice WHERE Currency = 'EUR'",
    "SELECT Currency, count(*), sum(TotalAmount) FROM Invoice GROUP BY Currency",
    "SELECT Currency, count(*) FROM Invoice GROUP BY Currency HAVING count(*) > 400",
    "SELECT Name FROM Supplier WHERE City = 'Oslo' AND Name LIKE 'a%b%' ORDER BY Name LIMIT 5",
    "SELECT Number, Supplier.Name FROM Invoice WHERE Supplier.Country = 'Norway' LIMIT 3",
    "SELECT s.Name, e.JobTitle FROM Supplier s JOIN Employee e ON e.FullName = s.Name LIMIT 3",
    "SELECT Number FROM Invoice WHERE Supplier IN (SELECT Id FROM Supplier WHERE City = 'Oslo')",
    "SELECT Name FROM Supplier ORDER BY OnboardedOn DESC LIMIT 3",
  ]

  @Test("Plans of each version of the service", arguments: APILevel.allCases)
  func level(_ level: APILevel) async throws {
    let golden = GoldenFile("Fixtures/explain-\(level.rawValue).txt", besides: #filePath)
    let options = try ProbedTenant.options(level: level)
    try await ProbedTenant.run(options) { tenant in
      let connection = tenant.connection()
      var text = ""
      for sql in Self.statements {
        let seen = await connection.transcript("EXPLAIN " + sql)
        #expect(seen.outcome.errors.isEmpty, "\(sql)")
        text += "\(sql)\n----\n\(lines(seen).joined(separator: "\n"))\n\n"
      }
      #expect(golden.difference(from: text) == nil)
    }
  }
}
