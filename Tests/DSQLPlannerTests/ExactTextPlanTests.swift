import Testing

/// What COLLATE BINARY tells apart is never grouped by the service, which does not mind letter case.
@Suite struct ExactTextPlanTests {
  @Test(arguments: [
    ("SELECT count(DISTINCT Name) FROM Supplier", true),
    ("SELECT count(DISTINCT Name COLLATE BINARY) FROM Supplier", false),
    ("SELECT max(Name COLLATE BINARY) FROM Supplier", false),
    ("SELECT DISTINCT Name FROM Supplier", true),
    ("SELECT DISTINCT Name COLLATE BINARY FROM Supplier", false),
    ("SELECT DISTINCT ON (Name COLLATE BINARY) Name FROM Supplier", false),
    ("SELECT Name, count(*) FROM Supplier GROUP BY Name", true),
    ("SELECT Name, count(*) FROM Supplier GROUP BY Name COLLATE BINARY", false),
    ("SELECT Name COLLATE BINARY, count(*) FROM Supplier GROUP BY 1", false),
    ("SELECT nullif(Name COLLATE BINARY, 'x'), count(*) FROM Supplier GROUP BY 1", false),
    ("SELECT Name COLLATE BINARY FROM Supplier UNION SELECT Name FROM Supplier", false),
  ])
  func check(sql: String, isGroupedThere: Bool) {
    let lines = TestPlanner().explained(sql)
    let isGrouped = lines.contains { $0.contains("COUNT(") || $0.contains("group by  ") }
    #expect(isGrouped == isGroupedThere, "\(lines)")
  }
}
