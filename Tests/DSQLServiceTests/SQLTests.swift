import DSQLTypes
import HTTPTypes
import Testing

@testable import DSQLService

/// What statements of the SQL endpoint answer.
@Suite
struct SQLTests {
  /// Sends statements to one service and checks each answer.
  private func check(
    traits: [String] = [],
    _ exchanges: [Exchange],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await ServiceScenario.make(traits: traits).run { tester in
      try await StaffFixture.create(tester)
      for exchange in exchanges {
        try await tester.check(exchange, sourceLocation: sourceLocation)
      }
    }
  }

  /// The requests that the official client is known to send.
  @Test func clientSamples() async throws {
    try await check([
      StaffFixture.answer(
        "SELECT FullName, Age FROM Person WHERE Age > 25 ORDER BY Age DESC, FullName",
        #"{"FullName":"Bob Tester","Age":40},{"FullName":"ann élan","Age":30}"#
      ),
      StaffFixture.answer(
        "SELECT p.FullName, d.DeptName FROM Person p JOIN Department d ON p.Dept = d.Id "
          + "WHERE d.DeptName = 'Labs'",
        options: #","queryOptions":{"relationshipsAsScalar":true}"#,
        #"{"FullName":"Bob Tester","DeptName":"Labs"},{"FullName":"ann élan","DeptName":"Labs"}"#
      ),
      StaffFixture.answer(
        "SELECT FullName, Color FROM Person WHERE FullName = 'Bob Tester'",
        options: #","queryOptions":{"resolveChoiceSets":true}"#,
        #"{"FullName":"Bob Tester","Color":"Deep Green"}"#
      ),
      StaffFixture.answer(
        "SELECT FullName FROM Person LIMIT 2",
        options: #","routingContext":{"entityRoutings":[{"entityName":"Person","#
          + #""folderId":"00000000-0000-0000-0000-000000000000"}]}"#,
        #"{"FullName":"Bob Tester"},{"FullName":"ann élan"}"#
      ),
      StaffFixture.answer(
        "SELECT d.DeptName FROM Dep d LIMIT 1;",
        options: #","routingContext":{"entityRoutings":[{"entityName":"Dep","#
          + #""overrideEntityName":"Department"}]}"#,
        #"{"DeptName":"Labs"}"#
      ),
    ])
  }

  @Test func conditions() async throws {
    let names = [1: "Bob Tester", 2: "ann élan", 3: "Cy_l"]
    let cases: [(String, [Int])] = [
      ("FullName = 'BOB tester'", [1]), ("FullName <> 'bob tester'", [2, 3]),
      ("FullName LIKE '%é%'", [2]), ("FullName LIKE 'cy\\_l'", []), ("FullName LIKE 'c__L'", [3]),
      ("FullName NOT LIKE '%e%'", [2, 3]), ("FullName LIKE '[b]%'", []),
      ("FullName IN ('bob tester', 'Cy_l', NULL)", [1, 3]), ("Age IN ()", []),
      ("Age NOT IN ()", [1, 2, 3]), ("Age NOT IN (40, 7.5)", [2, 3]), ("Age IN (7.5)", []),
      ("Salary = 100.1", [1]), ("Salary = 100.101", []), ("NOT Salary = 100.101", [1, 2, 3]),
      ("Salary >= 100.101", [2]), ("100.1 < Salary", [2]), ("Salary BETWEEN 7 AND 100.1", [1, 3]),
      ("Salary NOT BETWEEN 7 AND 100.1", [2]), ("Salary * 2 = 14", [3]), ("Age = -25", []),
      ("Age + 5 >= 35 AND (Age < 40 OR Active)", [1, 2]), ("Active = TRUE", [1]),
      ("Active = 0", [2]), ("NOT Active", [2]), ("Active IS NULL", [3]),
      ("Dept IS NOT NULL", [1, 2]),
      ("Color = 'deep green'", [1]), ("Color <> 'Red'", [1]), ("Color = '1'", []),
      ("Color IN ('Red', 'Blue')", [2]), ("Color NOT IN ('Red')", [1]),
      ("Color LIKE '%green'", [1]),
      ("Color IS NULL", [3]), ("COALESCE(Color, 'none') = 'NONE'", [3]),
      ("Joined = '2024-01-31'", [1]), ("Joined > '2024-01-31'", [2]),
      ("Seen < '2024-02-01T12:00:00+02:00'", []), ("Seen <= '2024-02-01 10:00:00'", [1]),
      ("Seen > Joined", [1]), ("Age > Salary", [3]), ("FullName > 'ann'", [1, 2, 3]),
      ("Age = NULL", []), ("UPPER(FullName) = 'bob tester'", [1]),
      ("TRIM(FullName) LIKE 'b%'", [1]),
      ("CASE WHEN Age > 30 THEN 'old' ELSE 'new' END = 'OLD'", [1]),
      ("CASE Color WHEN 'Red' THEN 1 WHEN 'Blue' THEN 2 END = 1", [2]),
      ("NULLIF(Age, 30) IS NULL", [2]), ("ABS(0 - Age) = 25", [3]), ("ROUND(Salary) = 100", [1]),
      ("CAST(Age AS TEXT) = '25'", [3]), ("CAST('4' AS INTEGER) * 10 = Age", [1]),
      ("FullName || '!' = 'Cy_l!'", [3]), ("Age / 7 = 5 AND Age % 7 = 5", [1]), ("1 = 2", []),
    ]
    try await check(
      cases.map { condition, found in
        StaffFixture.answer(
          "SELECT FullName FROM Person WHERE \(condition)",
          found.map { #"{"FullName":"\#(names[$0] ?? "")"}"# }.joined(separator: ",")
        )
      }
    )
  }

  @Test func selections() async throws {
    try await check([
      StaffFixture.answer(
        "SELECT Age, Salary, Active, Joined, Seen, Story, Color, Tags FROM Person WHERE Age = 40",
        #"{"Age":40,"Salary":100.1,"Active":true,"Joined":"2024-01-31","#
          + #""Seen":"2024-02-01T10:00:00.000Z","Story":"HasValue=true Length=4 — call Get Entity "#
          + #"Record By Id activity to retrieve content","Color":1,"Tags":[0,2]}"#
      ),
      StaffFixture.answer(
        "SELECT Tags, Color AS c FROM Person LIMIT 3",
        options: #","queryOptions":{"resolveChoiceSets":true}"#,
        #"{"Tags":["Red","Blue"],"c":"Deep Green"},{"Tags":null,"c":"Red"},{"Tags":null,"c":null}"#
      ),
      StaffFixture.answer(
        "SELECT Salary + 200.2 AS s, Age + 1, Salary > 50 AS rich, Age / 3 AS a, Age / 0 AS n, "
          + "-Age AS m, Joined || '!' AS j FROM Person WHERE Age = 40",
        #"{"s":300.3,"Age + 1":41,"rich":true,"a":13,"n":null,"m":-40,"j":"2024-01-31!"}"#
      ),
      StaffFixture.answer(
        "SELECT Dept FROM Person WHERE Age = 25",
        options: #","queryOptions":{"relationshipsAsScalar":true}"#,
        #"{"Dept":null}"#
      ),
      Exchange(
        .post,
        StaffFixture.path,
        body: #"{"query":"SELECT Dept, CreatedBy FROM Person WHERE Age = 40"}"#,
        .holding(#"{"results":[{"Dept":{"Id":""#),
        .holding(#""},"CreatedBy":{"Id":"\#(LocalUser.administrator.id)"}}]}"#)
      ),
      StaffFixture.answer(
        "SELECT CreatedBy FROM Desk LIMIT 1",
        options: #","queryOptions":{"relationshipsAsScalar":true}"#,
        #"{"CreatedBy":"\#(LocalUser.administrator.id)"}"#
      ),
    ])
  }

  @Test func groups() async throws {
    try await check([
      StaffFixture.answer(
        "SELECT COUNT(Id) AS n, SUM(Salary) AS s, AVG(Age) AS a, MIN(FullName) AS f, "
          + "MAX(Joined) AS j, MAX(Salary) AS m FROM Person WHERE Age > 0",
        #"{"n":3,"s":307.3,"a":31.6666666666667,"f":"ann élan","j":"2025-01-31","m":200.2}"#
      ),
      StaffFixture.answer(
        "SELECT Dept, COUNT(Dept) FROM Person GROUP BY Dept HAVING COUNT(Id) = 1",
        #"{"Dept":null,"COUNT(Dept)":0}"#
      ),
      StaffFixture.answer(
        "SELECT Color, COUNT(Id) AS n FROM Person GROUP BY Color HAVING n > 0 ORDER BY Color DESC",
        options: #","queryOptions":{"resolveChoiceSets":true}"#,
        #"{"Color":"Red","n":1},{"Color":"Deep Green","n":1},{"Color":null,"n":1}"#
      ),
      StaffFixture.answer(
        "SELECT CASE WHEN Age > 28 THEN 'old' ELSE 'new' END AS band, SUM(Age) AS total FROM Person "
          + "GROUP BY band ORDER BY total DESC, band",
        #"{"band":"old","total":70},{"band":"new","total":25}"#
      ),
      StaffFixture.answer(
        "SELECT d.DeptName, SUM(p.Salary) AS s FROM Person p INNER JOIN Department AS d "
          + "ON d.Id = p.Dept GROUP BY d.DeptName",
        #"{"DeptName":"Labs","s":300.3}"#
      ),
      StaffFixture.answer("SELECT SUM(Age) AS s FROM Person WHERE Age > 99", #"{"s":null}"#),
      StaffFixture.answer("SELECT MAX(Age) - MIN(Age) AS d FROM Person", #"{"d":15}"#),
    ])
  }

  @Test func ordersAndWindows() async throws {
    try await check([
      StaffFixture.answer(
        "SELECT FullName AS who FROM Person ORDER BY WHO DESC LIMIT 1 OFFSET 1",
        #"{"who":"Bob Tester"}"#
      ),
      StaffFixture.answer(
        "SELECT p.Age AS years FROM Person p ORDER BY p.Age LIMIT 2",
        #"{"years":25},{"years":30}"#
      ),
      StaffFixture.answer(
        "SELECT DISTINCT Dept IS NULL AS free FROM Person ORDER BY free DESC LIMIT 9",
        #"{"free":true},{"free":false}"#
      ),
      StaffFixture.answer(
        "SELECT DISTINCT d.DeptName FROM Person p JOIN Department d ON p.Dept = d.Id LIMIT 9",
        #"{"DeptName":"Labs"}"#
      ),
      StaffFixture.answer("SELECT Age FROM Person LIMIT 0", ""),
      StaffFixture.answer(
        "SELECT p.FullName, d.DeptName, k.Place FROM Desk k JOIN Person p ON k.Owner = p.Id "
          + "LEFT JOIN Department d ON p.Dept = d.Id LIMIT 5",
        #"{"FullName":"Bob Tester","DeptName":"Labs","Place":"North"}"#
      ),
      StaffFixture.answer(
        "SELECT FullName, DeptName FROM Person LEFT JOIN Department ON Person.Dept = Department.Id "
          + "WHERE Age < 31 ORDER BY DeptName",
        #"{"FullName":"Cy_l","DeptName":null},{"FullName":"ann élan","DeptName":"Labs"}"#
      ),
      StaffFixture.answer(
        "SELECT u.Email FROM Desk k JOIN SystemUser u ON k.CreatedBy = u.Id LIMIT 1",
        #"{"Email":"administrator@example.com"}"#
      ),
    ])
  }

  /// Texts are compared as everywhere in the service.
  @Test func traits() async throws {
    try await check(
      traits: ["case=sensitive", "accents=ignored", "nulls=high", "order=linguistic"],
      [
        StaffFixture.answer(
          "SELECT FullName FROM Person WHERE FullName LIKE '%elan' OR FullName = 'bob tester'",
          #"{"FullName":"ann élan"}"#
        ),
        StaffFixture.answer(
          "SELECT Joined FROM Person ORDER BY Joined DESC LIMIT 2",
          #"{"Joined":null},{"Joined":"2025-01-31"}"#
        ),
        StaffFixture.answer(
          "SELECT UPPER(FullName) AS n FROM Person ORDER BY n LIMIT 2",
          #"{"n":"ANN éLAN"},{"n":"BOB TESTER"}"#
        ),
      ]
    )
  }

  @Test func rightsAndLevels() async throws {
    let query = #"{"query":"SELECT Email FROM SystemUser LIMIT 1"}"#
    try await ServiceScenario.make().run { tester in
      for (user, status) in [(LocalUser.reader, 200), (.norole, 403), (nil, 401)] {
        try await tester.check(
          Exchange(.post, StaffFixture.path, body: query, as: user, status: status)
        )
      }
    }
    try await ServiceScenario.make(apiLevel: .suite2024).run { tester in
      try await tester.check(Exchange(.post, StaffFixture.path, body: query, status: 404))
    }
  }

  @Test func limits() async throws {
    for (limits, code) in [
      (SQLLimits(time: .zero), "EXECUTION_TIMEOUT"), (SQLLimits(rows: 4), "RESULT_TOO_LARGE"),
      (SQLLimits(bytes: 10), "RESULT_TOO_LARGE"),
    ] {
      let scenario = try ServiceScenario.make(adjusting: { $0.sqlLimits = limits })
      try await scenario.run { tester in
        let long = "SELECT Email FROM SystemUser WHERE Email LIKE '%'"
        try await tester.check(StaffFixture.refusal(long, code))
        guard limits.rows == 4 else { return }
        try await tester.check(
          Exchange(.post, StaffFixture.path, body: #"{"query":"\#(long) LIMIT 4"}"#)
        )
      }
    }
  }
}
