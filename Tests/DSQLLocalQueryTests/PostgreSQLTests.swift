import Testing

/// Queries whose rows were taken from PostgreSQL 15 over the rows of `Shop`.
///
/// They keep clear of what the language means to differ in: letter case, and NULL in an order that
/// does not say where it goes.
@Suite struct PostgreSQLTests {
  @Test(arguments: cases)
  func check(_ sql: String, _ expected: [String]) async {
    let rows = await ShopRunner(batchSize: 2).rows(sql, folds: true)
    #expect(rows == expected, "\(sql)")
  }

  static let cases: [(String, [String])] = [
    (
      """
      SELECT a.Name, b.City FROM Item a LEFT JOIN Maker b ON a.Maker = b.Id AND \
      b.City IS NOT NULL ORDER BY a.Id
      """,
      ["Bolt|Oslo", "bolt|Oslo", "Nut|oslo", "Straße|NULL", "NULL|NULL", "Äpfel|NULL"]
    ),
    (
      """
      SELECT Quantity % 3 AS m, count(*) AS n, sum(Price) AS s FROM Item GROUP BY \
      Quantity % 3 HAVING count(*) > 1 ORDER BY m NULLS FIRST
      """,
      ["1|3|-0.40"]
    ),
    (
      """
      SELECT Active, Quantity, count(*) FROM Item GROUP BY Active, Quantity ORDER BY \
      Active NULLS FIRST, Quantity NULLS FIRST
      """,
      ["NULL|7|1", "false|0|1", "false|50|1", "true|NULL|1", "true|100|2"]
    ),
    (
      """
      SELECT x.n, count(*) FROM (SELECT count(*) AS n FROM Item GROUP BY Maker) x \
      GROUP BY x.n ORDER BY 1
      """,
      ["1|4", "2|1"]
    ),
    (
      """
      (SELECT Id FROM Item ORDER BY Id DESC LIMIT 2) UNION ALL (SELECT Id FROM Maker \
      ORDER BY Id LIMIT 1) ORDER BY 1
      """,
      ["\(Shop.id(1))", "\(Shop.id(5))", "\(Shop.id(6))"]
    ),
    (
      "SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y')) AS v(a, b) WHERE v.a > 1",
      ["2|y"]
    ),
    (
      """
      SELECT Id, (SELECT b.City FROM Maker b WHERE b.Id = a.Maker) FROM Item a ORDER \
      BY Id
      """,
      [
        "\(Shop.id(1))|Oslo", "\(Shop.id(2))|Oslo", "\(Shop.id(3))|oslo", "\(Shop.id(4))|NULL",
        "\(Shop.id(5))|NULL", "\(Shop.id(6))|NULL",
      ]
    ),
    (
      """
      SELECT Id FROM Item a WHERE Price > (SELECT avg(Price) FROM Item b WHERE \
      b.Active = a.Active) ORDER BY Id
      """,
      ["\(Shop.id(3))"]
    ),
    (
      """
      SELECT Id FROM Item WHERE Quantity = ANY (SELECT Quantity FROM Item WHERE \
      Price < 0) ORDER BY Id
      """,
      ["\(Shop.id(1))", "\(Shop.id(6))"]
    ),
    (
      """
      SELECT Id FROM Item WHERE Quantity < ALL (SELECT Quantity FROM Item WHERE \
      Price > 0 AND Quantity IS NOT NULL) ORDER BY Id
      """,
      ["\(Shop.id(5))"]
    ),
    (
      "SELECT Id FROM Item WHERE (Price > 0) IS NOT TRUE ORDER BY Id",
      ["\(Shop.id(5))", "\(Shop.id(6))"]
    ),
    (
      """
      SELECT count(*) FILTER (WHERE Active), count(*) FILTER (WHERE NOT Active), \
      count(*) FILTER (WHERE Active IS NULL) FROM Item
      """,
      ["3|2|1"]
    ),
    (
      """
      SELECT Id, dense_rank() OVER (ORDER BY Quantity NULLS FIRST), percent_rank() \
      OVER (ORDER BY Quantity NULLS FIRST), cume_dist() OVER (ORDER BY Id) FROM Item \
      ORDER BY Id
      """,
      [
        "\(Shop.id(1))|5|0.8|0.16666666666666666", "\(Shop.id(2))|4|0.6|0.3333333333333333",
        "\(Shop.id(3))|1|0|0.5", "\(Shop.id(4))|3|0.4|0.6666666666666666",
        "\(Shop.id(5))|2|0.2|0.8333333333333334", "\(Shop.id(6))|5|0.8|1",
      ]
    ),
    (
      """
      SELECT Id, lag(Quantity, 2, -1) OVER (ORDER BY Id), lead(Quantity) OVER (ORDER \
      BY Id) FROM Item ORDER BY Id
      """,
      [
        "\(Shop.id(1))|-1|50", "\(Shop.id(2))|-1|NULL", "\(Shop.id(3))|100|7", "\(Shop.id(4))|50|0",
        "\(Shop.id(5))|NULL|100", "\(Shop.id(6))|7|NULL",
      ]
    ),
    (
      """
      SELECT Id, max(Price) OVER (PARTITION BY Active ORDER BY Id) FROM Item ORDER \
      BY Id
      """,
      [
        "\(Shop.id(1))|0.10", "\(Shop.id(2))|0.20", "\(Shop.id(3))|10.00", "\(Shop.id(4))|2.50",
        "\(Shop.id(5))|0.20", "\(Shop.id(6))|10.00",
      ]
    ),
    (
      """
      SELECT Id, nth_value(Id, 2) OVER (ORDER BY Id ROWS BETWEEN UNBOUNDED PRECEDING \
      AND UNBOUNDED FOLLOWING) FROM Item ORDER BY Id
      """,
      [
        "\(Shop.id(1))|\(Shop.id(2))", "\(Shop.id(2))|\(Shop.id(2))", "\(Shop.id(3))|\(Shop.id(2))",
        "\(Shop.id(4))|\(Shop.id(2))", "\(Shop.id(5))|\(Shop.id(2))", "\(Shop.id(6))|\(Shop.id(2))",
      ]
    ),
    (
      """
      SELECT Id, avg(Price) OVER (ORDER BY Id ROWS BETWEEN 2 PRECEDING AND CURRENT \
      ROW) FROM Item ORDER BY Id
      """,
      [
        "\(Shop.id(1))|0.10000000000000000000", "\(Shop.id(2))|0.15000000000000000000",
        "\(Shop.id(3))|3.4333333333333333", "\(Shop.id(4))|4.2333333333333333",
        "\(Shop.id(5))|6.2500000000000000", "\(Shop.id(6))|-0.25000000000000000000",
      ]
    ),
    (
      "SELECT DISTINCT Quantity FROM Item ORDER BY Quantity DESC NULLS LAST LIMIT 3",
      ["100", "50", "7"]
    ),
    (
      """
      SELECT DISTINCT ON (Active) Active, Id FROM Item ORDER BY Active NULLS FIRST, \
      Id DESC
      """,
      ["NULL|\(Shop.id(4))", "false|\(Shop.id(5))", "true|\(Shop.id(6))"]
    ),
    (
      """
      SELECT DISTINCT ON (Active) Active, max(Price) FROM Item GROUP BY Active, \
      Quantity ORDER BY Active NULLS FIRST, max(Price) DESC NULLS LAST
      """,
      ["NULL|2.50", "false|0.20", "true|10.00"]
    ),
    (
      """
      WITH RECURSIVE t(n, s) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, s || 'b' FROM \
      t WHERE n < 4) SELECT n, s FROM t ORDER BY n DESC
      """,
      ["4|abbb", "3|abb", "2|ab", "1|a"]
    ),
    (
      """
      WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT (n * 2) % 7 FROM t) SELECT n \
      FROM t ORDER BY n
      """,
      ["1", "2", "4"]
    ),
    (
      """
      WITH RECURSIVE up(Id, d) AS (SELECT Id, 0 FROM Maker WHERE City = 'Bergen' \
      UNION ALL SELECT i.Id, d + 1 FROM Item i JOIN up ON i.Id < up.Id WHERE d < 1) \
      SELECT count(*), max(d) FROM up
      """,
      ["4|1"]
    ),
    (
      """
      SELECT a.Id, b.Id FROM Item a FULL JOIN Maker b ON a.Maker = b.Id AND a.Active \
      ORDER BY a.Id NULLS FIRST, b.Id NULLS FIRST
      """,
      [
        "NULL|\(Shop.id(3))", "NULL|\(Shop.id(4))", "\(Shop.id(1))|\(Shop.id(1))",
        "\(Shop.id(2))|NULL", "\(Shop.id(3))|\(Shop.id(2))", "\(Shop.id(4))|NULL",
        "\(Shop.id(5))|NULL", "\(Shop.id(6))|NULL",
      ]
    ),
    (
      """
      SELECT count(*) FROM Item a JOIN Item b ON a.Id = b.Id JOIN Maker m ON m.Id = \
      b.Maker LEFT JOIN Item c ON c.Maker = m.Id
      """,
      ["6"]
    ),
    (
      """
      SELECT count(*) FROM Item a CROSS JOIN Maker m LEFT JOIN Item b ON b.Maker = \
      m.Id AND b.Id > a.Id
      """,
      ["24"]
    ),
    (
      "SELECT s.n FROM generate_series(1.5, 3.0, 0.5) AS s(n)",
      ["1.5", "2.0", "2.5", "3.0"]
    ),
    (
      "SELECT Quantity FROM Item EXCEPT SELECT 100 ORDER BY 1 NULLS FIRST",
      ["NULL", "0", "7", "50"]
    ),
    (
      "SELECT Quantity FROM Item EXCEPT ALL SELECT 100 ORDER BY 1 NULLS FIRST",
      ["NULL", "0", "7", "50", "100"]
    ),
    (
      """
      SELECT Active FROM Item INTERSECT ALL SELECT Active FROM Item WHERE Id > \
      '\(Shop.id(3))' ORDER BY 1 NULLS FIRST
      """,
      ["NULL", "false", "true"]
    ),
    (
      "SELECT 1 AS a UNION SELECT 2 INTERSECT SELECT 2 ORDER BY a",
      ["1", "2"]
    ),
    (
      """
      SELECT sum(x) FROM (SELECT Price AS x FROM Item UNION ALL SELECT Quantity FROM \
      Item) q
      """,
      ["266.80"]
    ),
    (
      """
      SELECT CASE WHEN Quantity > 60 THEN 'big' WHEN Quantity IS NULL THEN NULL ELSE \
      'small' END AS c, count(*) FROM Item GROUP BY 1 ORDER BY 1 NULLS FIRST
      """,
      ["NULL|1", "big|2", "small|3"]
    ),
    (
      "SELECT avg(Price * Quantity), sum(Price * Weight) FROM Item WHERE Weight > 0",
      ["-93.3333333333333333|18.6"]
    ),
    (
      "SELECT min(Since), max(Since), max(Since) - min(Since) FROM Item",
      ["2023-12-31|2024-03-01|61"]
    ),
    (
      """
      SELECT date_part('month', Since) AS m, count(*) FROM Item GROUP BY m ORDER BY \
      m NULLS FIRST
      """,
      ["NULL|1", "1|2", "2|1", "3|1", "12|1"]
    ),
    (
      """
      SELECT string_agg(DISTINCT Quantity::text, ',' ORDER BY Quantity::text DESC) \
      FROM Item
      """,
      ["7,50,100,0"]
    ),
    (
      """
      SELECT Maker, string_agg(Id::text, ',' ORDER BY Price DESC NULLS LAST, Id) \
      FROM Item GROUP BY Maker ORDER BY Maker NULLS FIRST
      """,
      [
        "NULL|\(Shop.id(4))", "\(Shop.id(1))|\(Shop.id(2)),\(Shop.id(1))",
        "\(Shop.id(2))|\(Shop.id(3))", "\(Shop.id(3))|\(Shop.id(5))", "\(Shop.id(9))|\(Shop.id(6))",
      ]
    ),
    (
      """
      SELECT Id FROM Item ORDER BY Active DESC NULLS LAST, Price DESC NULLS LAST \
      OFFSET 2 LIMIT 2
      """,
      ["\(Shop.id(6))", "\(Shop.id(2))"]
    ),
    (
      "SELECT Id FROM Item ORDER BY Price + Quantity NULLS FIRST, Id",
      [
        "\(Shop.id(3))", "\(Shop.id(5))", "\(Shop.id(4))", "\(Shop.id(2))", "\(Shop.id(6))",
        "\(Shop.id(1))",
      ]
    ),
    (
      """
      SELECT Id, EXISTS (SELECT 1 FROM Maker m WHERE m.Id = i.Maker) FROM Item i \
      ORDER BY Id
      """,
      [
        "\(Shop.id(1))|true", "\(Shop.id(2))|true", "\(Shop.id(3))|true", "\(Shop.id(4))|false",
        "\(Shop.id(5))|true", "\(Shop.id(6))|false",
      ]
    ),
    (
      """
      SELECT m.Id, (SELECT string_agg(i.Id::text, ',' ORDER BY i.Id) FROM Item i \
      WHERE i.Maker = m.Id) FROM Maker m ORDER BY m.Id
      """,
      [
        "\(Shop.id(1))|\(Shop.id(1)),\(Shop.id(2))", "\(Shop.id(2))|\(Shop.id(3))",
        "\(Shop.id(3))|\(Shop.id(5))", "\(Shop.id(4))|NULL",
      ]
    ),
    (
      "SELECT count(*) FROM (SELECT DISTINCT Active, Quantity FROM Item) q",
      ["5"]
    ),
    (
      """
      SELECT Maker IN (SELECT Id FROM Maker), Maker NOT IN (SELECT Id FROM Maker \
      WHERE City IS NULL) FROM Item ORDER BY Id
      """,
      ["true|true", "true|true", "true|true", "NULL|NULL", "true|false", "false|true"]
    ),
    (
      """
      SELECT sum(n) OVER (ORDER BY n), n FROM (SELECT count(*) AS n FROM Item GROUP \
      BY Active) q ORDER BY 2, 1
      """,
      ["1|1", "3|2", "6|3"]
    ),
    (
      """
      SELECT count(*), sum(q) FROM (SELECT Quantity AS q FROM Item ORDER BY Quantity \
      DESC NULLS LAST LIMIT 3) t
      """,
      ["3|250"]
    ),
    (
      """
      SELECT a.n FROM (SELECT max(Quantity) AS n FROM Item) a JOIN (SELECT \
      min(Quantity) AS n FROM Item) b ON a.n > b.n
      """,
      ["100"]
    ),
    (
      """
      SELECT x FROM (SELECT 1 AS x WHERE FALSE) q RIGHT JOIN (SELECT 5 AS y) r ON \
      TRUE
      """,
      ["NULL"]
    ),
    (
      "SELECT count(*) FROM Item HAVING count(*) > 100",
      []
    ),
    (
      """
      SELECT Active, count(DISTINCT Quantity), sum(DISTINCT Quantity), avg(DISTINCT \
      Price) FROM Item GROUP BY Active ORDER BY Active NULLS FIRST
      """,
      [
        "NULL|1|7|2.5000000000000000", "false|2|50|0.20000000000000000000",
        "true|1|100|2.3666666666666667",
      ]
    ),
    (
      """
      SELECT i.Id FROM Item i JOIN Maker m ON i.Maker = m.Id WHERE m.City IS NOT \
      NULL AND i.Price BETWEEN 0 AND 5 ORDER BY i.Id
      """,
      ["\(Shop.id(1))", "\(Shop.id(2))"]
    ),
    (
      "SELECT bool_and(Quantity > 1), bool_or(Quantity > 99) FROM Item",
      ["false|true"]
    ),
    (
      """
      SELECT (SELECT count(*) FROM Item i WHERE i.Quantity >= m.n) FROM (SELECT 50 \
      AS n UNION ALL SELECT 7) m ORDER BY 1
      """,
      ["3", "4"]
    ),
    (
      """
      SELECT Id FROM Item WHERE Id IN (SELECT max(Id::text)::uuid FROM Item GROUP BY \
      Active) ORDER BY Id
      """,
      ["\(Shop.id(4))", "\(Shop.id(5))", "\(Shop.id(6))"]
    ),
    (
      """
      SELECT round(avg(Price), 2), trunc(avg(Quantity), 1), power(2, 3), 7 / 2.0 \
      FROM Item
      """,
      ["1.96|51.4|8|3.5000000000000000"]
    ),
  ]
}
