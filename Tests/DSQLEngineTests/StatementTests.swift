import DSQLDiagnostics
import DSQLEngine
import Testing

@Suite("Statements over HTTP")
struct StatementTests {
  struct Case: Sendable {
    var sql: String
    var rows: String
    init(_ sql: String, _ rows: String) {
      self.sql = sql
      self.rows = rows
    }
  }

  static let reads: [Case] = [
    Case("SELECT 1 + 1 AS two", "two\n2\n"),
    Case(
      "SELECT Name, Country FROM Supplier WHERE Country = 'Norway' ORDER BY Name LIMIT 2",
      "Name,Country\nAlpine Catering AS,Norway\nAlpine Freight AS,Norway\n"
    ),
    Case("SELECT count(*) FROM Supplier", "count\n180\n"),
    Case("SELECT count(*) AS n FROM Supplier WHERE Country = 'norway'", "n\n82\n"),
    Case(
      "SELECT count(*) FROM Invoice i JOIN Supplier s ON s.Id = i.Supplier",
      "count\n2400\n"
    ),
    Case("SELECT Name FROM Supplier WHERE FALSE", "Name\n"),
    Case("SELECT Name FROM Supplier LIMIT 0", "Name\n"),
    Case("TABLE SystemUser LIMIT 0", "Id,Name,Email,IsActive,Type\n"),
    Case(
      "SHOW CHOICES FROM Currency",
      "Number,Name,Label\n0,NOK,NOK\n1,EUR,EUR\n2,USD,USD\n3,GBP,GBP\n4,SEK,SEK\n5,JPY,JPY\n"
    ),
  ]

  @Test("Rows are the same whatever is known of the service, and with push-down off")
  func check() async throws {
    for isProfile in [false, true] {
      try await EngineFixture.run(isProfile: isProfile) { engine in
        for pushdown in StatementSettings.Pushdown.allCases {
          var settings = StatementSettings()
          settings.pushdown = pushdown
          for item in Self.reads {
            let seen = await engine.transcript(item.sql, settings: settings)
            #expect(seen.outcome.errors.isEmpty)
            #expect(seen.rows == item.rows, "\(item.sql) with push-down \(pushdown)")
            #expect(seen.outcome.isComplete)
          }
        }
      }
    }
  }

  static let faults: [(sql: String, codes: [DiagnosticCode], failure: StatementOutcome.Failure)] = [
    ("SELEC 1", [.syntaxError], .statement),
    ("SELECT Nam, Citi FROM Supplier", [.undefinedField, .undefinedField], .statement),
    ("SELECT 1 FROM Nosuch", [.undefinedEntity], .statement),
    ("SELECT 1 / 0", [.divisionByZero], .statement),
    ("UPDATE Supplier SET City = 'x'", [.refusedByGuard], .guarded),
    ("DELETE FROM Supplier WHERE 1 = 1", [.refusedByGuard], .guarded),
    ("DELETE FROM Payment USING Supplier s WHERE TRUE", [.refusedByGuard], .guarded),
    ("UPDATE Supplier SET City = 'x' FROM Employee e", [.refusedByGuard], .guarded),
    ("SELECT repeat('x', 2000000000)", [.programLimitExceeded], .statement),
    ("BEGIN", [.featureNotSupported], .statement),
    ("EXECUTE nosuch", [.undefinedPrepared], .statement),
    ("ASSERT 1 = 2", [.assertionFailed], .statement),
  ]

  @Test("Faults")
  func faults() async throws {
    try await EngineFixture.run { engine in
      for item in Self.faults {
        let seen = await engine.transcript(item.sql)
        #expect(seen.codes == item.codes, "\(item.sql)")
        #expect(seen.outcome.failure == item.failure, "\(item.sql)")
      }
    }
  }

  @Test("A statement without entities makes no call")
  func noCall() async throws {
    try await EngineFixture.run { engine in
      let seen = await engine.transcript("SELECT 'a' || 'b' AS ab")
      #expect(seen.rows == "ab\nab\n")
      #expect(seen.requests.isEmpty)
    }
  }

  @Test("EXPLAIN's request is the one that is sent")
  func explained() async throws {
    try await EngineFixture.run { engine in
      let sql = "SELECT Name FROM Supplier WHERE City = 'Oslo' ORDER BY Name LIMIT 3"
      _ = await engine.transcript("SELECT count(*) FROM Supplier")
      let plan = await engine.transcript("EXPLAIN (FORMAT JSON) " + sql)
      let sent = await engine.transcript(sql)
      let request = try #require(sent.requests.first)
      #expect(sent.requests.count == 1)
      let body = try #require(request.split(separator: " ", maxSplits: 2).last)
      #expect(plan.rows.contains(body.replacing("\"", with: "\"\"")))
    }
  }

  @Test("An outer join may ask what lies further along the relationship")
  func conditionBeyondTheLink() async throws {
    try await EngineFixture.run { engine in
      let expected = await engine.transcript(
        "SELECT count(*) FROM InvoiceLine WHERE Invoice.Supplier.City = 'Oslo'"
      )
      #expect(expected.rows != "count\n0\n")
      for condition in ["i.Supplier.City = 'Oslo'", "coalesce(i.Supplier.City, '') = 'Oslo'"] {
        for kind in ["l LEFT JOIN Invoice i", "l FULL JOIN Invoice i"] {
          let found = await engine.transcript(
            "SELECT count(l.Id) AS count FROM InvoiceLine \(kind) ON i.Id = l.Invoice"
              + " AND \(condition) WHERE i.Supplier.City IS NOT NULL"
          )
          #expect(found.rows == expected.rows, "\(kind) \(condition): \(found.outcome.errors)")
        }
      }
    }
  }

  @Test("PREPARE keeps a statement, EXECUTE gives it values")
  func prepared() async throws {
    try await EngineFixture.run { engine in
      let kept = await engine.transcript(
        "PREPARE byCity AS SELECT count(*) FROM Supplier WHERE City = $1"
      )
      #expect(kept.outcome.tag == .other("PREPARE"))
      let all = await engine.transcript("SELECT count(*) FROM Supplier WHERE City = 'Oslo'")
      #expect(await engine.transcript("EXECUTE byCity('Oslo')").rows == all.rows)
      let plan = await engine.transcript(
        "EXPLAIN SELECT count(*) FROM Supplier WHERE City = 'Oslo'"
      )
      #expect(await engine.transcript("EXPLAIN EXECUTE byCity('Oslo')").rows == plan.rows)
      let short = await engine.transcript("EXECUTE byCity()")
      #expect(short.codes == [.undefinedParameter])
      #expect(
        short.outcome.errors.first?.message == "EXECUTE gives no value for parameter $1"
      )
      _ = await engine.transcript(
        "PREPARE page AS SELECT count(*) FROM Supplier LIMIT $1 OFFSET $2"
      )
      let counted = await engine.transcript("SELECT count(*) FROM Supplier")
      #expect(await engine.transcript("EXECUTE page(NULL, NULL)").rows == counted.rows)
      #expect(await engine.transcript("DEALLOCATE byCity").outcome.errors.isEmpty)
      #expect(await engine.transcript("EXECUTE byCity('Oslo')").codes == [.undefinedPrepared])
    }
  }
}
