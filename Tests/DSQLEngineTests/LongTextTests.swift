import DSQLDiagnostics
import DSQLEngine
import DSQLService
import Testing

@Suite("Long texts at every level of the service", .timeLimit(.minutes(3)))
struct LongTextTests {
  @Test("Each level answers the same rows, whole", arguments: APILevel.allCases)
  func check(_ level: APILevel) async throws {
    try await ProbedTenant.run(ProbedTenant.options(level: level)) { tenant in
      let connection = tenant.connection()
      let counts = await connection.transcript(
        "SELECT count(RecognizedText), count(Scan) FROM Invoice"
      )
      #expect(counts.rows == "count,count\n245,300\n")
      #expect(counts.outcome.errors.isEmpty)
      #expect(counts.notices.isEmpty)
      let one = await connection.transcript(
        "SELECT Number, length(RecognizedText) > 100 FROM Invoice WHERE Number = 'INV-2024-00498'"
      )
      #expect(one.rows == "Number,?column?\nINV-2024-00498,true\n")
      #expect(one.notices.isEmpty)
      let written = await connection.transcript(
        "UPDATE Invoice SET RecognizedText = 'short' WHERE Number = 'INV-2024-00498' "
          + "RETURNING Number, RecognizedText"
      )
      #expect(written.rows == "Number,RecognizedText\nINV-2024-00498,short\n")
      #expect(written.outcome.tag == .update(1))
    }
  }
}
