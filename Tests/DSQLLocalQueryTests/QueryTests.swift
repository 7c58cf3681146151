import Testing

/// Queries over the rows of `Shop`, all of whose work is done here.
@Suite struct QueryTests {
  static let cases: [(String, [String])] =
    rowByRow + groups + joins + orders + sets + subqueries + windows + deep + BinaryCases.all

  @Test(arguments: cases)
  func check(_ sql: String, _ expected: [String]) async {
    // Rows arrive one at a time, then all at once.
    for batchSize in [1, 100] {
      let rows = await ShopRunner(batchSize: batchSize).rows(sql, folds: true)
      #expect(rows == expected, "\(sql), in batches of \(batchSize)")
    }
  }

  /// Nested more deeply than SQLite's parser has places for.
  static let deep: [(String, [String])] = [
    ("SELECT \(nested("abs(", "Quantity - 60", 60)) FROM Item WHERE Name = 'bolt'", ["40", "10"]),
    (
      "SELECT \(nested("abs(", "Quantity", 60)) FROM Item",
      ["100", "50", "NULL", "7", "0", "100"]
    ),
    ("SELECT Name FROM Item WHERE \(nested("abs(", "Quantity", 60)) = 50", ["bolt"]),
    ("SELECT \(nested("abs(1 - ", "sum(Price)", 41)) FROM Item", ["0.80"]),
    (
      "SELECT \(nested("abs(", "Quantity", 40)) AS q, count(*) FROM Item GROUP BY q ORDER BY q",
      ["NULL|1", "0|1", "7|1", "50|1", "100|2"]
    ),
    (
      "SELECT \(nested("abs(", "row_number() OVER (ORDER BY Id)", 40)) FROM Item LIMIT 2",
      ["1", "2"]
    ),
    (
      """
      SELECT \(nested("abs(", "(SELECT count(*) FROM Item i WHERE i.Maker = m.Id)", 40)) \
      FROM Maker m ORDER BY 1
      """,
      ["0", "1", "1", "2"]
    ),
    (
      "SELECT \(nested("CASE WHEN Quantity > 10 THEN -Quantity ELSE ", "9", 30, " END")) FROM Item",
      ["-100", "-50", "9", "9", "9", "-100"]
    ),
    ("SELECT 1 / \(nested("abs(", "Quantity - 50", 40)) FROM Item", ["22012 division by zero"]),
    (
      nested("(SELECT Quantity FROM Item WHERE Quantity > 5 EXCEPT ALL ", "SELECT 100", 25),
      ["7", "50", "100"]
    ),
    (
      "SELECT count(*) FROM "
        + nested("(SELECT Quantity FROM Item UNION ALL ", "SELECT 1", 25) + " AS t",
      ["151"]
    ),
    (
      "SELECT 1 FROM Item" + (0..<64).map { ", (SELECT 1) AS t\($0)" }.joined(),
      ["54000 a query can join at most 64 entities and subqueries"]
    ),
    (
      """
      SELECT Name FROM Maker m WHERE EXISTS ((SELECT 1 FROM Item i WHERE i.Maker = m.Id \
      EXCEPT ALL SELECT 2) INTERSECT ALL SELECT 1 FROM Item i WHERE i.Maker = m.Id) ORDER BY 1
      """,
      ["Acme", "Zeta", "Ümlaut"]
    ),
  ]

  private static func nested(
    _ start: String,
    _ inner: String,
    _ count: Int,
    _ end: String = ")"
  ) -> String {
    String(repeating: start, count: count) + inner + String(repeating: end, count: count)
  }

  static let rowByRow: [(String, [String])] = [
    ("SELECT Name, Price FROM Item WHERE Name = 'BOLT'", ["Bolt|0.10", "bolt|0.20"]),
    ("SELECT Price + 1, Quantity / 7 FROM Item WHERE Price > 1", ["11.00|NULL", "3.50|1"]),
    (
      "SELECT Name FROM Item WHERE Quantity / Quantity = 1 AND Quantity > 0",
      ["Bolt", "bolt", "Straße", "Äpfel"]
    ),
    ("SELECT 1 / Quantity FROM Item", ["22012 division by zero"]),
    ("SELECT NULL + 1 / Quantity FROM Item WHERE Quantity = 0", ["NULL"]),
    ("SELECT Name FROM Item WHERE 1 / Quantity > NULL", []),
    ("SELECT NULL + min(Quantity), NULL > count(*) FROM Item", ["NULL|NULL"]),
    ("SELECT upper(Name) FROM Item WHERE Active IS NOT TRUE", ["BOLT", "STRAßE", "NULL"]),
    ("SELECT Name FROM Item WHERE NOT Active", ["bolt", "NULL"]),
    (
      "SELECT Status, Status::text || '!' FROM Item",
      ["Open|Open!", "Closed|Closed!", "Archived|Archived!", "#7|#7!", "NULL|NULL", "Open|Open!"]
    ),
    ("SELECT Name FROM Item WHERE Status = 'closed'", ["bolt"]),
    ("SELECT Name FROM Item WHERE Status < 'archived'", ["Bolt", "bolt", "Äpfel"]),
    ("SELECT Name FROM Item WHERE HAS(Tags, 'open')", ["Bolt", "bolt"]),
    (
      "SELECT Since + 1, SeenAt FROM Item WHERE Since = DATE '2024-02-29'",
      ["2024-03-01|2024-02-29T12:00:00Z"]
    ),
    ("SELECT Name FROM Item WHERE Name LIKE 'äp%' OR Name LIKE 'STRAß_'", ["Straße", "Äpfel"]),
    ("SELECT Weight * 2, typeof(Weight) FROM Item WHERE Weight > 1", ["4|double"]),
    ("SELECT Name FROM Item WHERE FALSE", []),
    ("SELECT count(*) FROM Item WHERE Weight IS NULL", ["1"]),
  ]

  static let groups: [(String, [String])] = [
    (
      "SELECT count(*), count(Name), sum(Price), avg(Price), min(Price), max(Price) FROM Item",
      ["6|5|9.80|1.9600000000000000|-3.00|10.00"]
    ),
    (
      "SELECT sum(Quantity), avg(Quantity), sum(Weight), avg(Weight) FROM Item",
      ["257|51.4000000000000000|1.75|0.35"]
    ),
    (
      "SELECT count(*), sum(Price), avg(Quantity), string_agg(Name, ',') FROM Item WHERE FALSE",
      ["0|NULL|NULL|NULL"]
    ),
    ("SELECT lower(Name), count(*) FROM Item WHERE Name < 'c' GROUP BY Name", ["bolt|2"]),
    (
      "SELECT Price, count(*) FROM Item GROUP BY Price HAVING count(*) > 0 AND Price < 1 ORDER BY Price",
      ["-3.00|1", "0.10|1", "0.20|1"]
    ),
    (
      "SELECT Status, count(*) FROM Item GROUP BY Status ORDER BY Status",
      ["NULL|1", "Open|2", "Closed|1", "Archived|1", "#7|1"]
    ),
    (
      "SELECT count(DISTINCT Name), count(DISTINCT Status), count(DISTINCT Tags) FROM Item",
      ["4|4|2"]
    ),
    ("SELECT sum(DISTINCT Quantity), sum(Price) FILTER (WHERE Active) FROM Item", ["157|7.10"]),
    (
      "SELECT string_agg(Name, '; ' ORDER BY Name DESC) FROM Item",
      ["Äpfel; Straße; Nut; Bolt; bolt"]
    ),
    ("SELECT string_agg(DISTINCT lower(Name), ',') FROM Item", ["bolt,nut,straße,äpfel"]),
    (
      "SELECT array_agg(Quantity ORDER BY Quantity DESC NULLS LAST) FROM Item",
      ["[100,100,50,7,0,null]"]
    ),
    (
      "SELECT array_agg(Name ORDER BY Price) FILTER (WHERE Price > 0) FROM Item",
      [#"["Bolt","bolt","Straße","Nut"]"#]
    ),
    ("SELECT bool_and(Active), bool_or(Active) FROM Item", ["false|true"]),
    ("SELECT DISTINCT Status FROM Item WHERE Quantity >= 50 ORDER BY Status", ["Open", "Closed"]),
    (
      "SELECT DISTINCT upper(Name) FROM Item ORDER BY 1 NULLS LAST",
      ["BOLT", "NUT", "STRAßE", "ÄPFEL", "NULL"]
    ),
    (
      "SELECT Quantity % 2, sum(Price * Quantity) FROM Item WHERE Price IS NOT NULL GROUP BY 1 ORDER BY 1",
      ["NULL|NULL", "0|-280.00", "1|17.50"]
    ),
    ("SELECT 1 FROM Item HAVING count(*) > 5", ["1"]),
    ("SELECT sum(9223372036854775807) FROM Item", ["55340232221128654842"]),
    ("SELECT count(*) FROM Item GROUP BY Tags ORDER BY 1", ["1", "2", "3"]),
    (
      "SELECT min(Name), max(Name), min(Since), max(Status) FROM Item",
      ["Bolt|Äpfel|2023-12-31|#7"]
    ),
  ]

  static let joins: [(String, [String])] = [
    (
      "SELECT i.Name, m.Name FROM Item i JOIN Maker m ON i.Maker = m.Id ORDER BY i.Id",
      ["Bolt|Acme", "bolt|Acme", "Nut|Zeta", "NULL|Ümlaut"]
    ),
    (
      "SELECT i.Name, m.Name FROM Item i LEFT JOIN Maker m ON i.Maker = m.Id ORDER BY i.Id",
      ["Bolt|Acme", "bolt|Acme", "Nut|Zeta", "Straße|NULL", "NULL|Ümlaut", "Äpfel|NULL"]
    ),
    (
      "SELECT i.Name, m.Name FROM Item i RIGHT JOIN Maker m ON i.Maker = m.Id ORDER BY m.Id, i.Id",
      ["Bolt|Acme", "bolt|Acme", "Nut|Zeta", "NULL|Ümlaut", "NULL|Idle"]
    ),
    (
      "SELECT count(*), count(i.Id), count(m.Id) FROM Item i FULL JOIN Maker m ON i.Maker = m.Id",
      ["7|6|5"]
    ),
    ("SELECT count(*) FROM Item, Maker", ["24"]),
    // An index that SQLite makes for a join finds what is equal at another scale.
    (
      "SELECT count(*) FROM (SELECT v FROM (VALUES (1.0000), (1.5000)) AS a(v) GROUP BY v) a"
        + " JOIN (SELECT v FROM (VALUES (1.00), (1.50)) AS b(v) GROUP BY v) b ON b.v = a.v",
      ["2"]
    ),
    // A join that meets nothing does not take the rows of an outer join beside it along.
    (
      "SELECT count(i.Id), count(m.Id) FROM Item i JOIN Item j ON FALSE RIGHT JOIN Maker m ON TRUE",
      ["0|4"]
    ),
    (
      "SELECT count(i.Id), count(m.Id) FROM Item i JOIN Item j ON 66 IS NULL AND j.Name > 'A'"
        + " FULL JOIN Maker m ON i.Maker = m.Id",
      ["0|4"]
    ),
    (
      "SELECT count(m.Id) FROM Maker o JOIN Maker m ON o.Id = m.Id WHERE EXISTS (SELECT 1 FROM"
        + " Item i JOIN Item j ON o.Name = 'Nobody' RIGHT JOIN Maker m ON TRUE)",
      ["4"]
    ),
    (
      "SELECT a.City, b.Name FROM Maker a JOIN Maker b ON a.City = b.City ORDER BY a.Id, b.Id",
      ["Oslo|Acme", "Oslo|Zeta", "oslo|Acme", "oslo|Zeta", "Bergen|Idle"]
    ),
    (
      "SELECT a.Name, b.Name FROM Item a JOIN Item b ON a.Price < b.Price AND b.Price < 1 ORDER BY a.Id, b.Id",
      ["Bolt|bolt", "Äpfel|Bolt", "Äpfel|bolt"]
    ),
    (
      "SELECT m.Name, x.n FROM Maker m LEFT JOIN (SELECT Maker, count(*) AS n FROM Item GROUP BY Maker) x ON x.Maker = m.Id ORDER BY m.Id",
      ["Acme|2", "Zeta|1", "Ümlaut|1", "Idle|NULL"]
    ),
    (
      "SELECT i.Name, m.City FROM Item i LEFT JOIN (Maker m JOIN Maker o ON m.City = o.City AND m.Id <> o.Id) ON i.Maker = m.Id WHERE i.Quantity = 50",
      ["bolt|Oslo"]
    ),
    ("SELECT Name, i.Price FROM Item i JOIN Maker m USING (Name)", []),
    (
      "SELECT s.x, i.Name FROM generate_series(1, 3) AS s(x) LEFT JOIN Item i ON i.Quantity = s.x * 50 ORDER BY 1, i.Id",
      ["1|bolt", "2|Bolt", "2|Äpfel", "3|NULL"]
    ),
  ]

  static let orders: [(String, [String])] = [
    ("SELECT Name FROM Item ORDER BY Name", ["NULL", "Bolt", "bolt", "Nut", "Straße", "Äpfel"]),
    (
      "SELECT Name FROM Item ORDER BY Name DESC, Id DESC",
      ["Äpfel", "Straße", "Nut", "bolt", "Bolt", "NULL"]
    ),
    (
      "SELECT Name FROM Item ORDER BY Name COLLATE BINARY NULLS LAST",
      ["Bolt", "Nut", "Straße", "bolt", "Äpfel", "NULL"]
    ),
    ("SELECT Price FROM Item ORDER BY Price", ["NULL", "-3.00", "0.10", "0.20", "2.50", "10.00"]),
    ("SELECT Price * -1 AS p FROM Item ORDER BY p LIMIT 2 OFFSET 1", ["-10.00", "-2.50"]),
    (
      "SELECT Status FROM Item ORDER BY Status DESC NULLS FIRST LIMIT 3",
      ["NULL", "#7", "Archived"]
    ),
    ("SELECT Quantity FROM Item ORDER BY 1 DESC NULLS LAST LIMIT 2", ["100", "100"]),
    (
      "SELECT DISTINCT ON (Quantity) Quantity, Name FROM Item ORDER BY Quantity, Name DESC",
      ["NULL|Nut", "0|NULL", "7|Straße", "50|bolt", "100|Äpfel"]
    ),
    ("SELECT Name FROM Item ORDER BY 'x', Id LIMIT 1", ["Bolt"]),
    ("SELECT Tags FROM Item ORDER BY Tags LIMIT 3", ["NULL", "NULL", "NULL"]),
    ("SELECT Name FROM Item ORDER BY length(Name), Name LIMIT 2", ["NULL", "Nut"]),
    ("SELECT Id FROM Item ORDER BY Since DESC LIMIT 0", []),
  ]

  static let sets: [(String, [String])] = [
    ("SELECT lower(Name) FROM Item UNION SELECT 'bolt' ORDER BY 1 LIMIT 2", ["NULL", "bolt"]),
    (
      "SELECT Name FROM Item WHERE Price < 1 UNION ALL SELECT City FROM Maker ORDER BY 1",
      ["NULL", "Bergen", "Bolt", "bolt", "Oslo", "oslo", "Äpfel"]
    ),
    ("SELECT lower(City) FROM Maker INTERSECT SELECT 'oslo'", ["oslo"]),
    ("SELECT City FROM Maker EXCEPT SELECT 'OSLO' ORDER BY 1", ["NULL", "Bergen"]),
    (
      "SELECT lower(City) FROM Maker INTERSECT ALL (VALUES ('OSLO'), ('Oslo'), ('x'))",
      ["oslo", "oslo"]
    ),
    (
      "SELECT lower(City) FROM Maker EXCEPT ALL SELECT 'OSLO' ORDER BY 1",
      ["NULL", "bergen", "oslo"]
    ),
    ("VALUES (1, 'a'), (2, NULL) ORDER BY 1 DESC", ["2|NULL", "1|a"]),
    ("SELECT 1.0 UNION SELECT 1.00", ["1.00"]),
    ("(SELECT 1 UNION SELECT 2) EXCEPT (SELECT 2 UNION SELECT 3)", ["1"]),
    ("SELECT * FROM generate_series(1, 10, 4)", ["1", "5", "9"]),
    ("SELECT * FROM generate_series(3, 1, -1)", ["3", "2", "1"]),
    ("SELECT * FROM generate_series(1, 3, 0)", ["22023 step size cannot equal zero"]),
    (
      "SELECT * FROM generate_series(TIMESTAMP '2024-01-31T00:00:00Z', TIMESTAMP '2024-03-31T00:00:00Z', INTERVAL '1 month')",
      ["2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-29T00:00:00Z"]
    ),
    (
      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT sum(n) FROM t",
      ["10"]
    ),
    (
      "WITH a AS (SELECT Quantity AS q FROM Item WHERE Quantity > 10), b AS (SELECT q FROM a WHERE q < 100) SELECT (SELECT count(*) FROM a), q FROM b",
      ["3|50"]
    ),
  ]

  static let subqueries: [(String, [String])] = [
    ("SELECT (SELECT max(Price) FROM Item)", ["10.00"]),
    ("SELECT (SELECT Price FROM Item WHERE FALSE)", ["NULL"]),
    (
      "SELECT (SELECT Price FROM Item)",
      ["21000 more than one row returned by a subquery used as an expression"]
    ),
    (
      "SELECT m.Name, (SELECT count(*) FROM Item i WHERE i.Maker = m.Id) FROM Maker m ORDER BY m.Id",
      ["Acme|2", "Zeta|1", "Ümlaut|1", "Idle|0"]
    ),
    (
      "SELECT Name FROM Maker m WHERE EXISTS (SELECT 1 FROM Item i WHERE i.Maker = m.Id AND i.Price < 1)",
      ["Acme"]
    ),
    (
      "SELECT Name FROM Maker m WHERE NOT EXISTS (SELECT 1 FROM Item i WHERE i.Maker = m.Id)",
      ["Idle"]
    ),
    ("SELECT Name FROM Maker WHERE City IN (SELECT 'OSLO')", ["Acme", "Zeta"]),
    ("SELECT Name FROM Maker WHERE City NOT IN (SELECT City FROM Maker WHERE City IS NULL)", []),
    (
      "SELECT Name FROM Item WHERE Price >= ALL (SELECT Price FROM Item WHERE Price IS NOT NULL)",
      ["Nut"]
    ),
    ("SELECT Name FROM Item WHERE Price > ALL (SELECT Price FROM Item)", []),
    (
      "SELECT Name FROM Item WHERE Price > ANY (SELECT Price FROM Item) ORDER BY Id",
      ["Bolt", "bolt", "Nut", "Straße"]
    ),
    (
      "SELECT 1 > ALL (SELECT 1 WHERE FALSE), 1 = ANY (SELECT 1 WHERE FALSE), 1 < ANY (SELECT NULL::integer)",
      ["true|false|NULL"]
    ),
  ]

  static let windows: [(String, [String])] = [
    (
      "SELECT Name, row_number() OVER (ORDER BY Price), rank() OVER (ORDER BY Quantity DESC NULLS LAST) FROM Item WHERE Name IS NOT NULL ORDER BY Id",
      ["Bolt|2|1", "bolt|3|3", "Nut|5|5", "Straße|4|4", "Äpfel|1|1"]
    ),
    (
      "SELECT Id, count(*) OVER (PARTITION BY lower(Name)) AS n FROM Item ORDER BY Id LIMIT 3",
      ["\(Shop.id(1))|2", "\(Shop.id(2))|2", "\(Shop.id(3))|1"]
    ),
    (
      "SELECT Price, sum(Price) OVER (ORDER BY Price ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM Item WHERE Price IS NOT NULL ORDER BY Price",
      ["-3.00|-3.00", "0.10|-2.90", "0.20|0.30", "2.50|2.70", "10.00|12.50"]
    ),
    (
      "SELECT lag(Name) OVER (ORDER BY Id), first_value(Price) OVER (ORDER BY Id), ntile(2) OVER (ORDER BY Id) FROM Item ORDER BY Id LIMIT 3",
      ["NULL|0.10|1", "Bolt|0.10|1", "bolt|0.10|1"]
    ),
    (
      "SELECT Name, avg(Quantity) OVER (PARTITION BY Active) FROM Item WHERE Active ORDER BY Id",
      ["Bolt|100.0000000000000000", "Nut|100.0000000000000000", "Äpfel|100.0000000000000000"]
    ),
    (
      "SELECT Active, sum(Quantity), sum(sum(Quantity)) OVER () FROM Item GROUP BY Active ORDER BY Active",
      ["NULL|7|257", "false|50|257", "true|200|257"]
    ),
    (
      "SELECT string_agg(Name, '') OVER (ORDER BY Id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM Item ORDER BY Id",
      ["Boltbolt", "BoltboltNut", "boltNutStraße", "NutStraße", "StraßeÄpfel", "Äpfel"]
    ),
  ]
}
