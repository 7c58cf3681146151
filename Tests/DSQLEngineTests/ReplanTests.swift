import DSQLAPI
import DSQLCatalog
import DSQLDiagnostics
import DSQLService
import DSQLTypes
import Foundation
import Testing

@testable import DSQLEngine

@Suite("A service that has not what it seemed to have")
struct ReplanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var options: EmbeddedServiceOptions
    var sql: String
    var lacks: Set<QueryFeature>
    var notices: [String]
    var testDescription: String { "\(sql) without \(lacks.map(\.rawValue).sorted())" }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    let ignored = #"the service ignored "aggregates": planned again without it"#
    for sql in [
      "SELECT Currency, count(*) FROM Invoice GROUP BY Currency ORDER BY Currency",
      "SELECT sum(TotalAmount), max(DueDate) FROM Invoice WHERE Currency = 'EUR'",
    ] {
      cases.append(
        Case(
          options: EmbeddedServiceOptions(store: .memory, apiLevel: .suite2023),
          sql: sql,
          lacks: [.aggregates],
          notices: [ignored]
        )
      )
    }
    cases.append(
      Case(
        options: EmbeddedServiceOptions(store: .memory, without: [.having]),
        sql: """
          SELECT Currency, count(*) FROM Invoice GROUP BY Currency HAVING count(*) > 400
          ORDER BY Currency
          """,
        lacks: [.having],
        notices: [#"the service refused "having": planned again without it"#]
      )
    )
    cases.append(
      Case(
        options: EmbeddedServiceOptions(store: .memory, without: [.joins]),
        sql: """
          SELECT s.Id, i.Number, s.Name FROM Supplier s JOIN Invoice i ON s.Name = i.Number
          WHERE i.NetAmount > 5 AND s.IsActive ORDER BY i.NetAmount LIMIT 10
          """,
        lacks: [.joins],
        notices: [#"the service refused "joins": planned again without it"#]
      )
    )
    return cases
  }()

  /// All that the cloud has.
  static var credulous: ServiceTraits { .embedded }

  @Test("The plan is made anew, the answer is right, and it is remembered", arguments: cases)
  func check(_ item: Case) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-replan-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await ProbedTenant.run(item.options) { tenant in
      let store = CapabilityStore(folder: folder, version: "1.0", keepsLoopback: true)
      let service = "http://127.0.0.1:\(tenant.port)/local/sample"
      store.keep(Self.credulous, of: service, since: ProbedTenant.start)
      let connection = tenant.connection(keeping: store)
      connection.setTraits(Self.credulous)
      var settings = StatementSettings()
      settings.pushdown = .off
      let expected = await connection.transcript(item.sql, settings: settings)
      let seen = await connection.transcript(item.sql)
      #expect(seen.outcome.errors.isEmpty)
      #expect(seen.rows == expected.rows)
      #expect(seen.notices == item.notices)
      #expect(seen.outcome.isComplete)
      #expect(seen.outcome.requests == seen.requests.count)
      let kept = try #require(store.traits(of: service, at: ProbedTenant.start))
      for feature in item.lacks { #expect(kept.traits.has(feature) == false) }
      let again = await tenant.connection(keeping: store).transcript(item.sql)
      #expect(again.rows == expected.rows)
      #expect(again.notices.isEmpty)
    }
  }

  @Test("A write's read is planned again too, and EXPLAIN")
  func others() async throws {
    let options = EmbeddedServiceOptions(store: .memory, apiLevel: .suite2023)
    try await ProbedTenant.run(options) { tenant in
      let connection = tenant.connection()
      _ = await connection.transcript("CREATE ENTITY Figure (Name TEXT, Records INTEGER)")
      _ = await connection.catalog()
      connection.setTraits(Self.credulous)
      let written = await connection.transcript(
        """
        INSERT INTO Figure (Name, Records)
        SELECT 'invoices', count(TotalAmount) FROM Invoice WHERE Currency = 'EUR'
        """
      )
      #expect(written.outcome.tag == .insert(1))
      let figure = await connection.transcript("SELECT Records FROM Figure")
      #expect(figure.rows == "Records\n412\n")
      connection.setTraits(Self.credulous)
      let plan = await connection.transcript(
        "EXPLAIN ANALYZE SELECT Currency, count(*) FROM Invoice GROUP BY Currency"
      )
      #expect(plan.outcome.errors.isEmpty)
      #expect(plan.rows.contains("Really: 6 rows from 2,400 records"))
    }
  }

  @Test("Once rows are shown, the error says that they are not whole")
  func brokenOff() async throws {
    try await ProbedTenant.run { tenant in
      let connection = tenant.connection { body in
        // From the second page on the service does not know groups any more.
        body.contains("\"start\":0,")
          ? body
          : body.replacing("\"aggregates\"", with: "\"a\"").replacing("\"groupBy\"", with: "\"g\"")
      }
      _ = await connection.catalog()
      connection.setTraits(Self.credulous)
      let sql = "SELECT Number, count(*) AS n FROM Invoice GROUP BY Number"
      let seen = await connection.transcript(sql)
      #expect(seen.codes == [.incompleteResult])
      #expect(seen.outcome.showedRows)
      #expect(!seen.outcome.isComplete)
      let again = await connection.transcript(sql)
      #expect(again.outcome.errors.isEmpty)
      #expect(again.outcome.rowCount == 2400)
      #expect(again.outcome.isComplete)
    }
  }
}
