import DSQLDiagnostics
import DSQLEngine
import Testing

/// Empty texts, on services that keep them and on those that store NULL.
@Suite("Empty texts")
struct EmptyTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var trait: String
    /// The statement whose answer tells how an empty text is stored.
    var first: String
    /// What the statement after it is refused with; nil where it runs.
    var refusal: DiagnosticCode?

    var testDescription: String { "\(trait) \(first)" }
  }

  static let optional = "INSERT INTO Part (Name, Remark) VALUES ('a', ''), ('b', 'c')"
  static let cases: [Case] = [
    Case(trait: "empty=empty", first: optional),
    Case(trait: "empty=null", first: optional, refusal: .requiredFieldMissing),
    Case(
      trait: "empty=null",
      first: "INSERT INTO Part (Name, Remark) VALUES ('a', '') RETURNING Remark, Name",
      refusal: .requiredFieldMissing
    ),
  ]

  static let seconds = [
    "INSERT INTO Part (Name) VALUES ('')",
    "INSERT INTO Part (Name) SELECT left(Name, 0) FROM Part LIMIT 1",
    "UPDATE Part SET Name = '' WHERE Remark IS NULL",
  ]

  @Test("Once it is found to be NULL, a field that needs a value takes none", arguments: cases)
  func check(_ item: Case) async throws {
    try await ProbedTenant.run(try ProbedTenant.options(traits: [item.trait])) { tenant in
      let connection = tenant.connection()
      _ = await connection.transcript("CREATE ENTITY Part (Name TEXT NOT NULL, Remark TEXT)")
      let first = await connection.transcript(item.first)
      #expect(first.codes.isEmpty, "\(first.outcome.errors)")
      #expect(first.outcome.requests == 1)
      #expect(first.notices.isEmpty)
      for sql in Self.seconds {
        let second = await connection.transcript(sql)
        #expect(second.codes == (item.refusal.map { [$0] } ?? []), "\(sql)")
        guard item.refusal != nil else { continue }
        #expect(!second.requests.contains { !$0.contains("query") }, "\(second.requests)")
      }
    }
  }
}
