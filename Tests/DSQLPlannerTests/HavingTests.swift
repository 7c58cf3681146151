import Testing

/// Which conditions of HAVING become conditions of WHERE: those that say the same of all texts of a
/// group.
@Suite struct HavingTests {
  @Test(arguments: [
    ("Val = 'Foo'", true), ("Val IN ('a', 'b')", true), ("Val LIKE 'f%'", true),
    ("NOT (Val = 'a' OR Val IS NULL)", true), ("Val COLLATE BINARY = 'Foo'", false),
    ("Val <> 'Foo' COLLATE BINARY", false), ("Val COLLATE BINARY IN ('Foo')", false),
    ("Val COLLATE BINARY BETWEEN 'A' AND 'Z'", false), ("Val COLLATE BINARY LIKE 'F%'", false),
    ("Val IS DISTINCT FROM 'Foo' COLLATE BINARY", false), ("Val ~ 'F'", false),
    ("starts_with(Val, 'F')", false), ("count(*) > 1", false),
  ])
  func check(condition: String, isMoved: Bool) {
    let sql = "SELECT Val, count(*) FROM Word GROUP BY Val HAVING \(condition)"
    let text = GroupedTenant.explained(sql)
    #expect(text.contains("filterGroup") == isMoved, "\(text)")
    #expect(text.contains("groupBy"), "\(text)")
  }
}
