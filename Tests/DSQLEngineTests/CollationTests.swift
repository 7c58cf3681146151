import DSQLEngine
import DSQLTypes
import Testing

@Suite("Collations")
struct CollationTests {
  /// A statement, what a connection answers that compares code points, and what one of its calls is
  /// asked.
  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var rows: String
    /// A part of a body that is sent; nil where the calls do not matter.
    var asked: String?
    /// The calls after the service is known; nil where they do not matter.
    var calls: Int?

    var testDescription: String { sql }
  }

  static let setup = [
    "CREATE ENTITY Term (Word TEXT NOT NULL, Size INTEGER)",
    "CREATE ENTITY Note (About TEXT, Line INTEGER)",
    """
    INSERT INTO Term (Word, Size) VALUES ('Oslo', 1), ('oslo', 2), ('OSLO', 3), ('Bergen', 4), \
    ('bergen', 5), ('Åre', 6)
    """,
    "INSERT INTO Note (About, Line) VALUES ('oslo', 1), ('Bergen', 2), ('åre', 3)",
  ]

  static let cases: [Case] = [
    // Literals alone.
    Case(
      sql:
        "SELECT 'a' = 'A', 'a' IN ('A', 'b'), 'a' LIKE 'A%'",
      rows: "false,false,false",
      calls: 0
    ),
    Case(
      sql:
        "SELECT 'a' ILIKE 'A%', 'É' ILIKE 'é', 'a' ~* 'A', 'b' < 'a'",
      rows: "true,true,true,false"
    ),
    Case(
      sql: "SELECT nullif('a', 'A'), greatest('B', 'a'), CASE 'a' WHEN 'A' THEN 1 END",
      rows: "a,a,"
    ),
    Case(
      sql:
        "SELECT 'a' IS DISTINCT FROM 'A', 'B' < 'a', 'b' BETWEEN 'A' AND 'Z'",
      rows: "true,true,false"
    ),
    // Conditions, by the service alone.
    Case(
      sql: "SELECT Size FROM Term WHERE Word = 'oslo'",
      rows: "2",
      asked: #""operator":"=","value":"oslo""#,
      calls: 1
    ),
    Case(sql: "SELECT count(*) FROM Term WHERE Word = 'OSLO'", rows: "1", calls: 1),
    Case(sql: "SELECT count(*) FROM Term WHERE Word <> 'OSLO'", rows: "5", calls: 1),
    Case(sql: "SELECT count(*) FROM Term WHERE Word LIKE 'o%'", rows: "1", calls: 1),
    Case(sql: "SELECT count(*) FROM Term WHERE Word ILIKE 'o%'", rows: "3"),
    Case(sql: "SELECT count(*) FROM Term WHERE Word ~* '^o'", rows: "3"),
    Case(sql: "SELECT count(*) FROM Term WHERE lower(Word) = 'oslo'", rows: "3"),
    Case(sql: "SELECT count(*) FROM Term WHERE upper(Word) = 'oslo'", rows: "0"),
    Case(sql: "SELECT count(*) FROM Term WHERE starts_with(Word, 'O')", rows: "2"),
    Case(sql: "SELECT count(*) FROM Term WHERE left(Word, 1) = 'O'", rows: "2"),
    Case(sql: "SELECT count(*) FROM Term WHERE coalesce(Word, 'oslo') = 'OSLO'", rows: "1"),
    // Conditions together.
    Case(
      sql: "SELECT count(*) FROM Term WHERE Word = 'oslo' AND Word = 'OSLO'",
      rows: "0",
      calls: 0
    ),
    Case(
      sql: "SELECT count(*) FROM Term WHERE Word = 'oslo' OR Word = 'OSLO'",
      rows: "2",
      calls: 1
    ),
    Case(sql: "SELECT count(*) FROM Term WHERE Word > 'Z' AND Word < 'c'", rows: "1"),
    // Keys.
    Case(
      sql: "SELECT Word, count(*) FROM Term GROUP BY Word ORDER BY Word",
      rows: "Bergen,1 OSLO,1 Oslo,1 bergen,1 oslo,1 Åre,1"
    ),
    Case(sql: "SELECT count(DISTINCT Word), min(Word), max(Word) FROM Term", rows: "6,Bergen,Åre"),
    Case(sql: "SELECT count(*) FROM (SELECT DISTINCT Word FROM Term) w", rows: "6"),
    Case(
      sql: "SELECT Word FROM Term INTERSECT SELECT About FROM Note ORDER BY 1",
      rows: "Bergen oslo"
    ),
    Case(
      sql: "SELECT Word FROM Term EXCEPT SELECT About FROM Note ORDER BY Word",
      rows: "OSLO Oslo bergen Åre"
    ),
    Case(
      sql: "SELECT Word FROM Term EXCEPT ALL SELECT About FROM Note ORDER BY Word",
      rows: "OSLO Oslo bergen Åre"
    ),
    Case(
      sql: "SELECT count(*) FROM (SELECT Word FROM Term UNION SELECT About FROM Note) w",
      rows: "7"
    ),
    Case(
      sql:
        "SELECT Size, row_number() OVER (PARTITION BY Word ORDER BY Size) FROM Term ORDER BY Size",
      rows: "1,1 2,1 3,1 4,1 5,1 6,1"
    ),
    Case(sql: "SELECT Word FROM Term ORDER BY Word LIMIT 2", rows: "Bergen OSLO"),
    Case(
      sql: "SELECT string_agg(DISTINCT Word, '|' ORDER BY Word) FROM Term WHERE Size < 4",
      rows: "OSLO|Oslo|oslo"
    ),
    // Joins.
    Case(
      sql: "SELECT Size, Line FROM Term JOIN Note ON Word = About ORDER BY Size",
      rows: "2,1 4,2"
    ),
    Case(
      sql: "SELECT Size FROM Term WHERE Word IN (SELECT About FROM Note WHERE Line < 3) ORDER BY 1",
      rows: "2 4"
    ),
    Case(
      sql: "SELECT Line FROM Note WHERE EXISTS (SELECT 1 FROM Term WHERE Word = About) ORDER BY 1",
      rows: "1 2"
    ),
    Case(
      sql: "SELECT Line FROM Note n WHERE About = ANY (SELECT Word FROM Term w) ORDER BY Line",
      rows: "1 2"
    ),
  ]

  private func check(_ trait: String, countsCalls: Bool) async throws {
    try await ProbedTenant.run(try ProbedTenant.options(traits: [trait])) { tenant in
      let connection = tenant.connection(collation: .binary)
      for sql in Self.setup {
        let seen = await connection.transcript(sql)
        #expect(seen.outcome.errors.isEmpty, "\(sql)")
      }
      for pushdown in [StatementSettings.Pushdown.on, .off] {
        var settings = StatementSettings()
        settings.pushdown = pushdown
        for item in Self.cases {
          let seen = await connection.transcript(item.sql, settings: settings)
          #expect(seen.notices.isEmpty, "\(item.sql)")
          let rows = seen.rows.split(separator: "\n").dropFirst().joined(separator: " ")
          #expect(rows == item.rows, "\(item.sql) with push-down \(pushdown)")
          guard countsCalls, pushdown == .on else { continue }
          if let calls = item.calls { #expect(seen.outcome.requests == calls, "\(item.sql)") }
          if let asked = item.asked {
            #expect(seen.requests.contains { $0.contains(asked) }, "\(item.sql) \(seen.requests)")
          }
        }
      }
    }
  }

  @Test("A profile that says so compares code points, and the service decides")
  func sensitive() async throws { try await check("case=sensitive", countsCalls: true) }

  @Test("It does so too where the service ignores letter case")
  func insensitive() async throws { try await check("case=insensitive", countsCalls: false) }

  @Test("Where the profile does not say it, texts are compared here and one notice says why")
  func undeclared() async throws {
    try await ProbedTenant.run(try ProbedTenant.options(traits: ["case=sensitive"])) { tenant in
      let connection = tenant.connection()
      for sql in Self.setup { _ = await connection.transcript(sql) }
      let first = await connection.transcript("SELECT count(*) FROM Term WHERE Word = 'oslo'")
      #expect(first.rows.contains("3"))
      #expect(
        first.notices == ["the service minds letter case, so conditions on texts are decided here"]
      )
      let second = await connection.transcript("SELECT count(*) FROM Term WHERE Word LIKE 'o%'")
      #expect(second.rows.contains("3"))
      #expect(second.notices.isEmpty)
      let third = await tenant.connection().transcript("SELECT Size FROM Term WHERE Size = 1")
      #expect(third.notices.isEmpty)
    }
  }
}
