import HTTPTypes
import Testing

@testable import DSQLService

/// What the SQL endpoint refuses, and by which code.
@Suite
struct SQLRefusalTests {
  /// Sends statements to one service and checks each refusal.
  private func check(
    _ cases: [(query: String, code: String, message: String?)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await ServiceScenario.make().run { tester in
      try await StaffFixture.create(tester)
      for (query, code, message) in cases {
        try await tester.check(
          StaffFixture.refusal(query, code, message),
          sourceLocation: sourceLocation
        )
      }
    }
  }

  /// The refusals that the official client makes too, before it sends.
  @Test func words() async throws {
    try await check([
      ("", "SQL_EMPTY", "The query is empty."), (" ; ", "SQL_EMPTY", nil),
      ("-- nothing", "SQL_EMPTY", nil),
      ("SELECT Age FROM Person LIMIT 1; SELECT 2", "SQL_MULTIPLE_STATEMENTS", nil),
      ("DELETE FROM Person", "SQL_STATEMENT_NOT_SELECT", nil),
      ("INSERT INTO Person (Age) VALUES (1)", "SQL_STATEMENT_NOT_SELECT", nil),
      ("SHOW ENTITIES", "SQL_STATEMENT_NOT_SELECT", nil),
      ("(SELECT Age FROM Person LIMIT 1)", "SQL_STATEMENT_NOT_SELECT", nil),
      ("SELECT REPLACE(FullName, 'a', 'b') FROM Person", "SQL_KEYWORD_NOT_ALLOWED", nil),
      ("SELECT Age FROM Person WHERE drop = 1", "SQL_KEYWORD_NOT_ALLOWED", nil),
      ("WITH a AS (SELECT Age FROM Person) SELECT Age FROM a", "SQL_CONSTRUCT_NOT_ALLOWED", nil),
      (
        "SELECT Age FROM Person LIMIT 1 UNION SELECT Age FROM Person", "SQL_CONSTRUCT_NOT_ALLOWED",
        "The construct UNION is not allowed."
      ), ("SELECT SUM(Age) OVER () FROM Person", "SQL_CONSTRUCT_NOT_ALLOWED", nil),
      ("SELECT Age FROM Person GROUP BY ROLLUP (Age)", "SQL_CONSTRUCT_NOT_ALLOWED", nil),
      (
        "SELECT Age FROM Person WHERE Dept IN (SELECT Id FROM Department)",
        "SQL_SUBQUERY_NOT_ALLOWED", nil
      ), ("SELECT a.Age FROM (SELECT Age FROM Person) a LIMIT 1", "SQL_SUBQUERY_NOT_ALLOWED", nil),
      ("SELECT 1", "SQL_MISSING_FROM", nil),
      ("SELECT COUNT(*) FROM Person", "SQL_COUNT_STAR_NOT_SUPPORTED", nil),
      ("SELECT count ( * ) AS n FROM Person", "SQL_COUNT_STAR_NOT_SUPPORTED", nil),
      ("SELECT Age FROM Person", "SQL_LIMIT_REQUIRED", nil),
      ("SELECT * FROM Person", "SQL_LIMIT_REQUIRED", nil),
      ("SELECT Age FROM Person ORDER BY Age", "SQL_LIMIT_REQUIRED", nil),
      ("SELECT * FROM Person LIMIT 1", "SQL_SELECT_STAR_NOT_ALLOWED", nil),
      ("SELECT p.* FROM Person p WHERE Age = 1", "SQL_SELECT_STAR_NOT_ALLOWED", nil),
      (
        "SELECT Id, Age, Salary, Active, Joined FROM Person LIMIT 1", "SQL_TOO_MANY_COLUMNS",
        "A query without WHERE selects at most 4 columns."
      ), ("SELECT Age FRM Person FROM LIMIT", "SQL_PARSING", nil),
      ("SELECT Age FROM Person WHERE Age = = 1", "SQL_PARSING", nil),
      ("SELECT Age FROM Person WHERE FullName = 'x", "SQL_PARSING", nil),
      ("SELECT Age FROM Person WHERE (Age = 1", "SQL_PARSING", nil),
    ])
  }

  /// Words in quotes, strings and after dots are no keywords.
  @Test func quotedWords() async throws {
    try await check([
      (#"SELECT "drop" FROM Person LIMIT 1"#, "SQL_VALIDATION", nil),
      ("SELECT p.union FROM Person p LIMIT 1", "SQL_VALIDATION", nil),
      ("SELECT Age FROM Person WHERE Color LIKE 5 OR FullName = 'DROP'", "SQL_VALIDATION", nil),
      ("SELECT Age FROM [update] LIMIT 1", "UNKNOWN_ENTITY", nil),
    ])
  }

  @Test func names() async throws {
    try await check([
      ("SELECT Age FROM Nobody LIMIT 1", "UNKNOWN_ENTITY", "Entity 'Nobody' does not exist."),
      ("SELECT Name FROM Color LIMIT 1", "UNKNOWN_ENTITY", nil),
      ("SELECT Age FROM person LIMIT 1", "UNKNOWN_ENTITY", nil),
      (
        "SELECT Agee FROM Person LIMIT 1", "SQL_VALIDATION",
        "Field 'Agee' does not exist on entity 'Person'."
      ), ("SELECT age FROM Person LIMIT 1", "SQL_VALIDATION", nil),
      ("SELECT x.Age FROM Person LIMIT 1", "SQL_VALIDATION", "'x' in 'x.Age' names no entity"),
      ("SELECT Person.Age FROM Person p LIMIT 1", "SQL_VALIDATION", nil),
      ("SELECT p.Dept.DeptName FROM Person p LIMIT 1", "SQL_VALIDATION", nil),
      ("SELECT Dept.DeptName FROM Person LIMIT 1", "SQL_VALIDATION", nil),
      (
        "SELECT CreateTime FROM Person p JOIN Department d ON p.Dept = d.Id LIMIT 1",
        "SQL_VALIDATION", "Field 'CreateTime' is ambiguous"
      ),
      (
        "SELECT p.Id, d.Id FROM Person p JOIN Department d ON p.Dept = d.Id LIMIT 1",
        "SQL_VALIDATION", "The name 'Id' is selected twice: give one an alias."
      ), ("SELECT Age FROM tenant.Person LIMIT 1", "SQL_VALIDATION", nil),
    ])
  }

  @Test func joins() async throws {
    let start = "SELECT FullName, DeptName FROM Person p"
    let equal = "p.Dept = d.Id"
    try await check([
      ("\(start) RIGHT JOIN Department d ON \(equal) LIMIT 1", "SQL_VALIDATION", "RIGHT JOIN is"),
      ("\(start) FULL JOIN Department d ON \(equal) LIMIT 1", "SQL_VALIDATION", "FULL JOIN is"),
      ("\(start) CROSS JOIN Department d LIMIT 1", "SQL_VALIDATION", "CROSS JOIN is"),
      ("\(start), Department d WHERE \(equal)", "SQL_VALIDATION", "A cross join is"),
      ("\(start) JOIN Department d ON p.Age > d.Budget LIMIT 1", "SQL_VALIDATION", nil),
      ("\(start) JOIN Department d ON \(equal) OR Age = 1 LIMIT 1", "SQL_VALIDATION", nil),
      ("\(start) JOIN Department d ON p.Dept = 'x' LIMIT 1", "SQL_VALIDATION", nil),
      ("\(start) JOIN Department d USING (Id) LIMIT 1", "SQL_VALIDATION", "USING is"),
      ("\(start) JOIN Department d ON p.FullName = d.Id LIMIT 1", "SQL_VALIDATION", nil),
      ("\(start) LEFT JOIN Department d ON p.FullName = d.DeptName LIMIT 1", "SQL_VALIDATION", nil),
      ("\(start) LEFT JOIN Department d ON p.Id = d.Id LIMIT 1", "SQL_VALIDATION", nil),
      (
        "SELECT DeptName FROM Department d LEFT JOIN Person p ON p.Dept = d.Id LIMIT 1",
        "SQL_VALIDATION", "A LEFT JOIN that does not lead from a relationship"
      ), ("SELECT p.Age FROM Person p JOIN Person q ON p.Id = q.Id LIMIT 1", "SQL_VALIDATION", nil),
      (
        "SELECT p.Age FROM Person p JOIN Desk k ON p.Color = k.Place LIMIT 1", "SQL_VALIDATION", nil
      ),
    ])
  }

  @Test func values() async throws {
    let cases = [
      "Tags = 'Red'", "Tags IS NULL", "Story = 'x'", "FullName = 5", "Age = '5'", "Age LIKE '2%'",
      "Joined = 'soon'", "Dept = 'x'", "Active = 2", "FullName + 1 = 2", "Age || Active = 'x'",
      "Age",
      "FullName ILIKE 'x'", "FullName LIKE 'x' ESCAPE '!'", "FullName LIKE FullName",
      "LENGTH(FullName) = 3", "substr(FullName, 1) = 'x'", "date(Joined) = '2024-01-31'",
      "Joined = DATE '2024-01-31'", "Active IS TRUE", "Age IS DISTINCT FROM 3", "COUNT(Age) = 1",
      "FullName ~ 'x'", "(Age, Age) = (1, 2)", "Age = $1", "CAST(Age AS DATE) = '2024-01-31'",
      "Joined > Age", "LOWER(Age) = 'x'", "Age = 0x10", "COALESCE(Age) = 1",
      "CASE WHEN Active THEN 1 ELSE 'x' END = 1",
    ]
    try await check(
      cases.map { ("SELECT Age FROM Person WHERE \($0)", "SQL_VALIDATION", nil) }
    )
  }

  @Test func clauses() async throws {
    try await check(
      [
        "SELECT Age FROM Person ORDER BY 1 LIMIT 1",
        "SELECT Age FROM Person ORDER BY FullName LIMIT 1",
        "SELECT Age FROM Person ORDER BY Age NULLS LAST LIMIT 1",
        "SELECT Age FROM Person ORDER BY Age + 1 LIMIT 1",
        "SELECT Tags FROM Person ORDER BY Tags LIMIT 1",
        "SELECT Age FROM Person WHERE Age > 1 OFFSET 2",
        "SELECT Age FROM Person LIMIT 1 + 1", "SELECT Age FROM Person LIMIT 99999999999999999999",
        "SELECT Age FROM Person WHERE Age > 1 HAVING Age > 2",
        "SELECT SUM(Age) AS s FROM Person HAVING s > 2",
        "SELECT FullName, COUNT(Id) FROM Person",
        "SELECT Age, SUM(Age) FROM Person GROUP BY FullName",
        "SELECT COUNT(DISTINCT Age) FROM Person", "SELECT COUNT(1) FROM Person",
        "SELECT SUM(FullName) FROM Person", "SELECT MIN(Active) FROM Person",
        "SELECT SUM(SUM(Age)) FROM Person", "SELECT MAX(Age, Salary) FROM Person",
        "SELECT COUNT(Tags) FROM Person", "SELECT SUM(Age) FROM Person GROUP BY 1",
        "SELECT SUM(Age) FROM Person GROUP BY Age + 1", "SELECT SUM(Age) FROM Person GROUP BY Tags",
        "SELECT DISTINCT ON (Age) Age FROM Person LIMIT 1",
        "SELECT SUM(Age) FILTER (WHERE Age > 1) FROM Person",
      ].map { ($0, "SQL_VALIDATION", nil) }
    )
  }

  /// A routing leads to another folder, where the entity is not.
  @Test func routing() async throws {
    try await ServiceScenario.make().run { tester in
      try await StaffFixture.create(tester)
      for (routing, header) in [
        (#"{"entityName":"Person","folderId":"0190163d-8694-739b-aea5-966c26f8ffff"}"#, nil),
        (#"{"entityName":"Person","overrideEntityName":"Nobody"}"#, nil),
        (#"{"entityName":"Desk"}"#, "0190163d-8694-739b-aea5-966c26f8ffff"),
      ] {
        try await tester.check(
          Exchange(
            .post,
            StaffFixture.path,
            body: #"{"query":"SELECT Age FROM Person LIMIT 1","#
              + #""routingContext":{"entityRoutings":[\#(routing)]}}"#,
            headers: header.map { ["X-UIPATH-FolderKey": $0] } ?? [:],
            status: 400,
            .holding(#""code":"UNKNOWN_ENTITY""#)
          )
        )
      }
    }
  }
}
