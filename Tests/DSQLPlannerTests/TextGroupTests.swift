import Testing

/// Where the service may make groups of texts, although it merges spellings that differ by letter
/// case: where nothing that reads the groups tells such spellings apart.
@Suite struct TextGroupTests {
  private static let merging = [
    "SELECT count(*) FROM Word WHERE length(Val) > 3",
    "SELECT count(DISTINCT Val) FROM Word",
    "SELECT count(DISTINCT lower(Val)), sum(Num) FROM Word",
    "SELECT upper(Val), count(*) FROM Word GROUP BY upper(Val)",
    "SELECT Val || '!', count(*) FROM Word GROUP BY Val || '!'",
    "SELECT left(Val, 2), count(*) FROM Word GROUP BY left(Val, 2)",
    "SELECT count(*), string_agg(DISTINCT Val, ',') FROM Word",
    "SELECT Val = 'foo', count(*) FROM Word GROUP BY Val = 'foo'",
    "SELECT Val LIKE 'f_o%', count(*) FROM Word GROUP BY Val LIKE 'f_o%'",
    "SELECT coalesce(Val, 'x') IN ('a', 'b'), count(*) FROM Word GROUP BY 1",
    "SELECT CASE WHEN Val BETWEEN 'a' AND 'g' THEN Val END, count(*) FROM Word GROUP BY 1",
    "SELECT o.Name, count(*) FROM Word w JOIN Other o ON w.Val = o.Name GROUP BY o.Name",
    "SELECT count(DISTINCT w.Val) FROM Word w WHERE EXISTS (SELECT 1 FROM Other o WHERE o.Name = w.Val)",
  ]

  private static let telling = [
    "SELECT count(*) FROM Word WHERE Val ~ 'F'",
    "SELECT count(*) FROM Word WHERE Val ~* 'f'",
    "SELECT count(*) FROM Word WHERE starts_with(Val, 'F')",
    "SELECT sum(Num) FROM Word WHERE Val ~ '^b'",
    "SELECT ascii(Val), count(*) FROM Word GROUP BY ascii(Val)",
    "SELECT replace(Val, 'F', 'x'), count(*) FROM Word GROUP BY replace(Val, 'F', 'x')",
    "SELECT count(DISTINCT replace(Val, 'F', '')) FROM Word",
    "SELECT count(DISTINCT trim('F' FROM Val)) FROM Word",
    "SELECT count(*) FROM Word WHERE Val COLLATE BINARY = 'Foo'",
    "SELECT count(*) FROM Word WHERE lower(Val) COLLATE BINARY = 'foo'",
    "SELECT count(*) FROM Word WHERE (Val || 'x') COLLATE BINARY IN ('Foox')",
    "SELECT count(*) FROM Word WHERE CASE WHEN Val LIKE 'F%' THEN Val END ~ 'F'",
    "SELECT Val = 'Foo' COLLATE BINARY, count(*) FROM Word GROUP BY Val = 'Foo' COLLATE BINARY",
    "SELECT initcap(Val), count(*) FROM Word GROUP BY initcap(Val)",
    "SELECT count(*) FILTER (WHERE md5(Val) = 'x'), count(*) FROM Word",
    "SELECT o.Name, count(*) FROM Other o JOIN Word w ON position('F' IN w.Val) > 0 GROUP BY o.Name",
    "SELECT o.Name, count(*) FROM Other o JOIN Word w ON w.Val = o.Name COLLATE BINARY GROUP BY o.Name",
    "SELECT count(DISTINCT w.Num) FROM Word w WHERE EXISTS (SELECT 1 FROM Small o WHERE o.Name = w.Val COLLATE BINARY)",
    "SELECT count(DISTINCT w.Num) FROM Word w WHERE (SELECT max(replace(w.Val, 'F', o.Name)) FROM Small o) = 'x'",
  ]

  @Test(arguments: merging.map { ($0, true) } + telling.map { ($0, false) })
  func check(sql: String, isGrouped: Bool) {
    let text = GroupedTenant.explained(sql)
    let isAsked = text.split(separator: "\n").contains {
      $0.contains(#""groupBy":["#) && $0.contains(#""Val""#)
    }
    #expect(isAsked == isGrouped, "\(text)")
  }
}
