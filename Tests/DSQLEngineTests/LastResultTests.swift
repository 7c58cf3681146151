import DSQLDiagnostics
import DSQLEngine
import DSQLService
import DSQLTypes
import Testing

@Suite("FROM _ over HTTP")
struct LastResultTests {
  private static let interactive: StatementSettings = {
    var settings = StatementSettings()
    settings.isInteractive = true
    settings.answersYes = true
    return settings
  }()

  /// A statement and what reading `_` in several ways then answers.
  struct Case: CustomTestStringConvertible, Sendable {
    let shown: String
    let read: String
    let rows: String

    init(_ shown: String, _ read: String, _ rows: String) {
      self.shown = shown
      self.read = read
      self.rows = rows
    }

    var testDescription: String { "\(shown); \(read)" }
  }

  static let cases = [
    Case("SELECT 1 AS a, 'x' AS b", "SELECT b, a + 1 AS n FROM _", "b,n\nx,2\n"),
    Case(
      "VALUES (1, 2.50), (2, NULL)",
      "SELECT count(*) AS n, sum(column2) AS s FROM _ WHERE column1 < 3",
      "n,s\n2,2.50\n"
    ),
    Case("SELECT 1 AS a, 2 AS A, 3 AS a_1, 4 AS a", "SELECT * FROM _", "a,A_2,a_1,a_3\n1,2,3,4\n"),
    Case("SELECT 1, 2", "SELECT \"?column?\" + \"?column?_1\" AS n FROM _", "n\n3\n"),
    Case("SELECT 7 AS a", "SELECT _.a, t.a AS b FROM _ CROSS JOIN _ AS t", "a,b\n7,7\n"),
    Case("SELECT 7 AS a, 8 AS b", "SELECT x, y FROM _ AS t (x, y)", "x,y\n7,8\n"),
    Case("SELECT 7 AS a", "SELECT (SELECT max(a) FROM _) AS m", "m\n7\n"),
    Case(
      "SELECT 7 AS a",
      "WITH t AS (SELECT a FROM _) SELECT a FROM t UNION ALL SELECT a FROM t",
      "a\n7\n7\n"
    ),
    Case("SELECT 1 AS a WHERE 1 = 2", "SELECT count(*) AS n FROM _", "n\n0\n"),
    Case(
      "EXPLAIN SELECT 1 AS a",
      "SELECT count(*) AS n FROM _ WHERE \"QUERY PLAN\" LIKE '%known%'",
      "n\n1\n"
    ),
    Case(
      "SHOW ENTITIES",
      "SELECT \"Name\" FROM _ WHERE \"Name\" LIKE 'Inv%' ORDER BY 1",
      "Name\nInvoice\nInvoiceLine\n"
    ),
    Case(
      "INSERT INTO Supplier (Name, Code) VALUES ('Kept', 'KEPT') RETURNING Name, Code",
      "SELECT Code FROM _",
      "Code\nKEPT\n"
    ),
    Case(
      "SELECT TIMESTAMP '2026-01-02 03:04:05.1234567Z' AS t, DATE '2026-01-02' AS d, NULL AS n,"
        + " INTERVAL '1 day' AS i, true AS b, 0.1 AS x, '' AS e",
      "SELECT t, d, n, i, b, x, e = '' AS e, n IS NULL AS u FROM _ WHERE t > d AND d + i > d",
      "t,d,n,i,b,x,e,u\n2026-01-02T03:04:05.1234567Z,2026-01-02,,1 day,true,0.1,true,true\n"
    ),
  ]

  @Test("Rows are read by their titles, with their types")
  func check() async throws {
    try await EngineFixture.run { engine in
      for example in Self.cases {
        let shown = await engine.transcript(example.shown, settings: Self.interactive)
        #expect(shown.outcome.errors.isEmpty, "\(example)")
        let read = await engine.transcript(example.read, settings: Self.interactive)
        #expect(read.outcome.errors.map(\.message) == [], "\(example)")
        #expect(read.rows == example.rows, "\(example)")
      }
    }
  }

  @Test("Decimals, choices, instants, files and NULLs of an entity survive; nothing is called")
  func survives() async throws {
    try await EngineFixture.run { engine in
      let columns = "Id, Number, Status, TotalAmount, Scan, Supplier, CreateTime"
      let shown = await engine.transcript(
        "SELECT \(columns) FROM Invoice ORDER BY Id LIMIT 2500",
        settings: Self.interactive
      )
      let read = await engine.transcript(
        "SELECT * FROM _ ORDER BY Id",
        settings: Self.interactive
      )
      #expect(read.outcome.errors.isEmpty)
      #expect(read.requests.isEmpty)
      #expect(!shown.rows.isEmpty)
      #expect(read.rows == shown.rows)
      // The second reading reads what the first one showed.
      let open = await engine.transcript(
        "SELECT count(*) > 0 AS n FROM _ WHERE Status = 'On hold'",
        settings: Self.interactive
      )
      #expect(open.rows == "n\ntrue\n")
    }
  }

  @Test("It is joined with an entity, feeds a write, and can be explained")
  func joined() async throws {
    try await EngineFixture.run { engine in
      let direct = await engine.transcript(
        """
        SELECT s.Name, count(*) AS n FROM Invoice i JOIN Supplier s ON i.Supplier = s.Id
        WHERE i.Status = 'On hold' GROUP BY s.Name ORDER BY 1
        """
      )
      _ = await engine.transcript(
        "SELECT Supplier, Number FROM Invoice WHERE Status = 'On hold'",
        settings: Self.interactive
      )
      let plan = await engine.transcript(
        "EXPLAIN SELECT 1 FROM _ JOIN Supplier s ON _.Supplier = s.Id"
      )
      #expect(plan.codes == [.featureNotSupported])
      let joined = await engine.transcript(
        """
        SELECT s.Name, count(*) AS n FROM _ JOIN Supplier s ON _.Supplier = s.Id
        GROUP BY s.Name ORDER BY 1
        """,
        settings: Self.interactive
      )
      #expect(joined.outcome.errors.isEmpty)
      #expect(joined.rows == direct.rows)
      let explained = await engine.transcript(
        "EXPLAIN SELECT Name FROM _",
        settings: Self.interactive
      )
      #expect(explained.rows.contains("Last result"))
      _ = await engine.transcript(
        "SELECT 'Made ' || n AS Name, 'M' || n AS Code FROM generate_series(1, 3) AS n",
        settings: Self.interactive
      )
      let made = await engine.transcript(
        "INSERT INTO Supplier (Name, Code) SELECT Name, Code FROM _",
        settings: Self.interactive
      )
      #expect(made.outcome.tag == .insert(3))
    }
  }

  @Test("What fails, what shows nothing and what a script shows leave the result before it")
  func left() async throws {
    try await EngineFixture.run { engine in
      let first = await engine.transcript("SELECT a FROM _", settings: Self.interactive)
      #expect(first.codes == [.undefinedEntity])
      _ = await engine.transcript("SELECT 1 AS a", settings: Self.interactive)
      let failed = await engine.transcript(
        "SELECT 1 / (n - 3) AS b FROM generate_series(1, 5000) AS n",
        settings: Self.interactive
      )
      #expect(failed.codes == [.divisionByZero])
      _ = await engine.transcript(
        "UPDATE Supplier SET Code = Code WHERE 1 = 2",
        settings: Self.interactive
      )
      _ = await engine.transcript("SELECT 2 AS a")
      #expect(
        await engine.transcript("SELECT a FROM _", settings: Self.interactive).rows == "a\n1\n"
      )
      #expect(await engine.transcript("SELECT a FROM _").codes == [.featureNotSupported])
      let other = await engine.another().transcript("SELECT a FROM _", settings: Self.interactive)
      #expect(other.codes == [.undefinedEntity])
    }
  }

  @Test("100,000 rows are kept, more are not", arguments: [(100_000, true), (100_001, false)])
  func limit(_ count: Int, _ isKept: Bool) async throws {
    try await EngineFixture.run { engine in
      let shown = await engine.transcript(
        "SELECT n, n * 2 AS m FROM generate_series(1, \(count)) AS n",
        settings: Self.interactive
      )
      #expect(shown.outcome.rowCount == count)
      let read = await engine.transcript(
        "SELECT count(*) AS c, sum(m) AS s FROM _",
        settings: Self.interactive
      )
      if isKept {
        #expect(read.rows == "c,s\n100000,10000100000\n")
      } else {
        #expect(read.codes == [.programLimitExceeded])
        #expect(
          read.outcome.errors.first?.message
            == "the last result had more than 100,000 rows and was not kept"
        )
      }
    }
  }
}
