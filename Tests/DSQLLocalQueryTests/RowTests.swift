import Testing

/// Comparisons of rows; the answers were taken from PostgreSQL 15.
@Suite struct RowTests {
  /// Rows with NULL at each place, and rows to look them up in.
  static let tables = """
    WITH t (n, a, b) AS (VALUES (1, 1, 1), (2, 1, 2), (3, 2, NULL), (4, NULL, 2), (5, 2, 3)),
    u (x, y) AS (VALUES (1, 1), (2, NULL), (3, 3))
    """

  static let cases: [(String, [String])] = [
    (
      """
      SELECT n, (a, b) = (1, 2), (a, b) <> (1, 2), (a, b) < (2, 2), (a, b) <= (1, 2),
      (a, b) > (1, 1), ROW(a, b) >= ROW(2, 3) FROM t ORDER BY n
      """,
      [
        "1|false|true|true|true|false|false", "2|true|false|true|true|true|false",
        "3|false|true|NULL|false|true|NULL", "4|NULL|NULL|NULL|NULL|NULL|NULL",
        "5|false|true|false|false|true|true",
      ]
    ),
    (
      """
      SELECT n, (a, b) IN (SELECT x, y FROM u), (a, b) NOT IN (SELECT x, y FROM u) FROM t ORDER BY n
      """,
      ["1|true|false", "2|false|true", "3|NULL|NULL", "4|NULL|NULL", "5|NULL|NULL"]
    ),
    (
      """
      SELECT n, (a, b) IN ((1, 1), (2, 3)), (a, b) NOT IN ((1, 1), (2, 3)) FROM t ORDER BY n
      """,
      ["1|true|false", "2|false|true", "3|NULL|NULL", "4|false|true", "5|true|false"]
    ),
    ("SELECT n FROM t WHERE (a, b) IN (SELECT x, y FROM u)", ["1"]),
    ("SELECT n FROM t WHERE (a, b) NOT IN (SELECT x, y FROM u)", ["2"]),
    ("SELECT n FROM t WHERE NOT (a, b) IN (SELECT x, y FROM u)", ["2"]),
    ("SELECT n FROM t WHERE ((a, b) IN (SELECT x, y FROM u)) IS NULL ORDER BY n", ["3", "4", "5"]),
    ("SELECT n FROM t WHERE (a, b) IN (SELECT x, y FROM u) OR n = 4 ORDER BY n", ["1", "4"]),
    ("SELECT n FROM t WHERE ROW(a) IN (SELECT x FROM u) ORDER BY n", ["1", "2", "3", "5"]),
    ("SELECT n, (a, b) IN (SELECT x, y FROM u WHERE x > 5) FROM t WHERE n = 4", ["4|false"]),
    ("SELECT n FROM t WHERE (a, b) IN () OR (a, b) NOT IN () ORDER BY n LIMIT 1", ["1"]),
    (
      """
      SELECT n, (a, b) = ANY (SELECT x, y FROM u), (a, b) < ANY (SELECT x, y FROM u),
      (a, b) <> ALL (SELECT x, y FROM u) FROM t ORDER BY n
      """,
      [
        "1|true|true|false", "2|false|true|true", "3|NULL|true|NULL", "4|NULL|NULL|NULL",
        "5|NULL|true|NULL",
      ]
    ),
    (
      "SELECT n, (a, b) >= ALL (SELECT x, y FROM u WHERE x = 1) FROM t ORDER BY n",
      ["1|true", "2|true", "3|true", "4|NULL", "5|true"]
    ),
    (
      """
      SELECT n, (a, b) = (SELECT x, y FROM u WHERE x = 1), (SELECT x, y FROM u WHERE x = 1) < (a, b),
      (a, b) < (SELECT x, y FROM u WHERE x = 9) FROM t ORDER BY n
      """,
      [
        "1|true|false|NULL", "2|false|true|NULL", "3|false|true|NULL", "4|false|NULL|NULL",
        "5|false|true|NULL",
      ]
    ),
    (
      "SELECT n FROM t WHERE (a, b) = (SELECT x, y FROM u)",
      ["21000 more than one row returned by a subquery used as an expression"]
    ),
    (
      """
      SELECT n, (a, b) IS NULL, (a, b) IS NOT NULL, (a, b) IS DISTINCT FROM (1, 2),
      (a, b) BETWEEN (1, 1) AND (2, 2) FROM t ORDER BY n
      """,
      [
        "1|false|true|true|true", "2|false|true|false|true", "3|false|false|true|NULL",
        "4|false|false|true|NULL", "5|false|true|true|false",
      ]
    ),
    ("SELECT n FROM t WHERE (a, b, n) < (2, 3, 5) ORDER BY n", ["1", "2"]),
    ("SELECT 1 WHERE (1, 2) IN (VALUES (1, 2), (3, 4))", ["1"]),
    ("SELECT 1 WHERE ('2024-02-01', 'A') > (DATE '2024-01-31', 'b')", ["1"]),
    (
      """
      SELECT Name FROM Item WHERE (lower(Name), Quantity) IN (SELECT lower(Name), 50 FROM Item)
      """,
      ["bolt"]
    ),
    (
      """
      SELECT Name FROM Item WHERE (Name COLLATE BINARY, 1) IN (SELECT 'Bolt', 1)
      """,
      ["Bolt"]
    ),
    (
      """
      SELECT m.Name FROM Maker m WHERE (m.Id, 2) IN (SELECT Maker, count(*) FROM Item GROUP BY Maker)
      """,
      ["Acme"]
    ),
  ]

  @Test(arguments: cases)
  func check(_ sql: String, _ expected: [String]) async {
    let reads = sql.contains(" t ") || sql.contains(" u ") || sql.contains(" u)")
    let rows = await ShopRunner(batchSize: 2).rows(reads ? "\(Self.tables) \(sql)" : sql)
    #expect(rows == expected, "\(sql)")
  }
}
