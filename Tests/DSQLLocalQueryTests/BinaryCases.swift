/// `COLLATE BINARY` in all clauses, over the four texts `Foo`, `fOO`, `bar` and `Bar`.
enum BinaryCases {
  private static let texts = "(VALUES ('Foo', 1), ('fOO', 2), ('bar', 3), ('Bar', 4)) AS t(v, n)"

  static let all: [(String, [String])] = groups + distinct + windows + sets + comparisons

  private static let groups: [(String, [String])] = [
    ("SELECT count(DISTINCT v COLLATE BINARY), count(DISTINCT v) FROM \(texts)", ["4|2"]),
    ("SELECT max(v COLLATE BINARY), min(v COLLATE BINARY) FROM \(texts)", ["fOO|Bar"]),
    (
      "SELECT v COLLATE BINARY, count(*) FROM \(texts) GROUP BY v COLLATE BINARY ORDER BY 1",
      ["Bar|1", "Foo|1", "bar|1", "fOO|1"]
    ),
    (
      "SELECT v, sum(n) FROM \(texts) GROUP BY v COLLATE BINARY ORDER BY v COLLATE BINARY",
      ["Bar|4", "Foo|1", "bar|3", "fOO|2"]
    ),
    ("SELECT count(*) FROM \(texts) GROUP BY v COLLATE BINARY", ["1", "1", "1", "1"]),
    (
      "SELECT left(v, 1) COLLATE BINARY AS k, count(*) FROM \(texts) GROUP BY k ORDER BY k",
      ["B|1", "F|1", "b|1", "f|1"]
    ),
    (
      "SELECT lower(v) COLLATE BINARY, sum(n) FROM \(texts) GROUP BY 1 HAVING lower(v) = 'BAR'",
      ["bar|7"]
    ),
    (
      "SELECT sum(n) FROM \(texts) GROUP BY v COLLATE BINARY HAVING v = 'FOO' ORDER BY 1",
      ["1", "2"]
    ),
    (
      """
      SELECT string_agg(DISTINCT v COLLATE BINARY, ','), array_agg(DISTINCT v COLLATE BINARY) \
      FROM \(texts)
      """,
      [#"Bar,Foo,bar,fOO|["Bar","Foo","bar","fOO"]"#]
    ),
    (
      "SELECT string_agg(v, ',' ORDER BY v COLLATE BINARY DESC) FROM \(texts)",
      ["fOO,bar,Foo,Bar"]
    ),
    (
      "SELECT count(DISTINCT Name COLLATE BINARY), count(DISTINCT Status COLLATE BINARY) FROM Item",
      ["5|4"]
    ),
  ]

  private static let distinct: [(String, [String])] = [
    ("SELECT DISTINCT v COLLATE BINARY FROM \(texts) ORDER BY 1", ["Bar", "Foo", "bar", "fOO"]),
    (
      "SELECT DISTINCT v COLLATE BINARY AS w FROM \(texts) ORDER BY w DESC LIMIT 2 OFFSET 1",
      ["bar", "Foo"]
    ),
    (
      "SELECT DISTINCT lower(v) COLLATE BINARY, n > 2 FROM \(texts) ORDER BY 1",
      ["bar|true", "foo|false"]
    ),
    (
      "SELECT DISTINCT ON (v COLLATE BINARY) n FROM \(texts) ORDER BY v COLLATE BINARY, n",
      ["4", "1", "3", "2"]
    ),
    // What is made of the texts is told apart as its own query asks.
    (
      """
      SELECT DISTINCT lower(w) FROM (SELECT DISTINCT v COLLATE BINARY AS w FROM \(texts)) AS s \
      ORDER BY 1
      """,
      ["bar", "foo"]
    ),
    ("SELECT count(DISTINCT w) FROM (SELECT v COLLATE BINARY AS w FROM \(texts)) AS s", ["2"]),
    (
      "SELECT count(*) FROM (SELECT DISTINCT v COLLATE BINARY AS w FROM \(texts)) AS s",
      ["4"]
    ),
    (
      "SELECT DISTINCT v COLLATE BINARY, rank() OVER (ORDER BY v) FROM \(texts)",
      ["0A000 DISTINCT cannot go by COLLATE BINARY beside a window function"]
    ),
  ]

  private static let windows: [(String, [String])] = [
    (
      """
      SELECT v, count(*) OVER (PARTITION BY v COLLATE BINARY), count(*) OVER (PARTITION BY v) \
      FROM \(texts) ORDER BY n
      """,
      ["Foo|1|2", "fOO|1|2", "bar|1|2", "Bar|1|2"]
    ),
    (
      """
      SELECT v, rank() OVER (ORDER BY v COLLATE BINARY), rank() OVER (ORDER BY v) \
      FROM \(texts) ORDER BY n
      """,
      ["Foo|2|3", "fOO|4|3", "bar|3|1", "Bar|1|1"]
    ),
    (
      """
      SELECT max(v COLLATE BINARY) OVER (), first_value(v) OVER (ORDER BY v COLLATE BINARY) \
      FROM \(texts) LIMIT 1
      """,
      ["fOO|Bar"]
    ),
  ]

  private static let sets: [(String, [String])] = [
    (
      """
      SELECT v COLLATE BINARY FROM \(texts) UNION SELECT 'foo' UNION SELECT 'Foo' ORDER BY 1
      """,
      ["Bar", "Foo", "bar", "fOO", "foo"]
    ),
    (
      """
      SELECT 'foo' UNION (SELECT v COLLATE BINARY FROM \(texts) WHERE n < 3) ORDER BY 1 DESC
      """,
      ["foo", "fOO", "Foo"]
    ),
    (
      "SELECT v COLLATE BINARY, 1 FROM \(texts) UNION SELECT 'Foo', 1 ORDER BY 1 LIMIT 2",
      ["Bar|1", "Foo|1"]
    ),
    (
      "SELECT v COLLATE BINARY FROM \(texts) UNION ALL SELECT 'Foo' ORDER BY 1",
      ["Bar", "Foo", "Foo", "bar", "fOO"]
    ),
    (
      "SELECT count(*) FROM (SELECT v COLLATE BINARY FROM \(texts) UNION SELECT 'FOO') AS s",
      ["5"]
    ),
    (
      "SELECT v COLLATE BINARY FROM \(texts) EXCEPT SELECT 'foo'",
      ["0A000 EXCEPT cannot go by COLLATE BINARY"]
    ),
    (
      "SELECT v FROM \(texts) INTERSECT ALL SELECT 'foo' COLLATE BINARY",
      ["0A000 INTERSECT cannot go by COLLATE BINARY"]
    ),
  ]

  private static let comparisons: [(String, [String])] = [
    ("SELECT nullif('A' COLLATE BINARY, 'a'), nullif('A', 'a')", ["A|NULL"]),
    (
      "SELECT n FROM \(texts) WHERE v COLLATE BINARY IN ('Foo', 'foo', 'bar') ORDER BY n",
      ["1", "3"]
    ),
    ("SELECT n FROM \(texts) WHERE v IN ('Foo' COLLATE BINARY, 'BAR') ORDER BY n", ["1"]),
    ("SELECT n FROM \(texts) WHERE v COLLATE BINARY IN (SELECT 'Foo' UNION SELECT 'BAR')", ["1"]),
    ("SELECT n FROM \(texts) WHERE v IN (SELECT 'Foo' COLLATE BINARY)", ["1"]),
    ("SELECT n FROM \(texts) WHERE v COLLATE BINARY = ANY (SELECT 'Foo')", ["1"]),
    (
      "SELECT n FROM \(texts) WHERE v > ALL (SELECT 'Foo' COLLATE BINARY) ORDER BY n",
      ["2", "3"]
    ),
    ("SELECT n FROM \(texts) WHERE (v COLLATE BINARY, 1) = ('Foo', 1)", ["1"]),
    ("SELECT n FROM \(texts) WHERE (v COLLATE BINARY, n) IN (('Foo', 1), ('FOO', 2))", ["1"]),
    (
      """
      SELECT nullif(v COLLATE BINARY, 'Foo'), CASE v COLLATE BINARY WHEN 'Foo' THEN 1 END \
      FROM \(texts) WHERE n < 3 ORDER BY n
      """,
      ["NULL|1", "fOO|NULL"]
    ),
    (
      """
      SELECT greatest(v COLLATE BINARY, 'bar'), least(v, 'a' COLLATE BINARY) \
      FROM \(texts) WHERE n = 1
      """,
      ["bar|Foo"]
    ),
  ]
}
