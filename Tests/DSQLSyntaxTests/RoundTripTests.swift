import DSQLDiagnostics
import DSQLSyntax
import Testing

@Suite struct RoundTripTests {
  private func check(_ sql: String) {
    let parsed = Parser.parseStatement(sql)
    #expect(parsed.diagnostics.isEmpty, "\(sql)")
    guard let statement = parsed.statement else {
      Issue.record("no statement: \(sql)")
      return
    }
    let printed = SQLPrinter.print(statement)
    let again = Parser.parseStatement(printed)
    #expect(again.diagnostics.isEmpty, "\(printed)")
    #expect(again.statement == statement, "\(sql) became \(printed)")
    #expect(again.statement.map(SQLPrinter.print) == printed)
  }

  @Test(arguments: Fixtures.names)
  func everyFixture(name: String) throws {
    let statements = try Fixtures.statements(of: name)
    #expect(statements.count >= 10)
    statements.forEach(check)
  }

  @Test(arguments: Fixtures.names)
  func everySpanHoldsItsStatement(name: String) throws {
    for sql in try Fixtures.statements(of: name) {
      let statement = try #require(Parser.parseStatement(sql).statement)
      #expect(statement.span.lower == 0)
      #expect(statement.span.upper == sql.utf8.count, "\(sql)")
    }
  }

  /// What is written otherwise than it was read.
  @Test(arguments: [
    ("select  name\nfrom t", "SELECT name FROM t"),
    ("SELECT (a + b) + (c * d)", "SELECT a + b + c * d"),
    ("SELECT a + (b + c), (a + b) * c", "SELECT a + (b + c), (a + b) * c"),
    ("SELECT ((a OR b)) AND c", "SELECT (a OR b) AND c"),
    ("SELECT x::int", "SELECT CAST(x AS INTEGER)"),
    ("SELECT a != b", "SELECT a <> b"),
    ("SELECT [a b] FROM `t` u", "SELECT \"a b\" FROM \"t\" AS u"),
    ("SELECT E'a\\'b'", "SELECT 'a''b'"),
    ("SELECT extract(year FROM x)", "SELECT extract('year', x)"),
    ("SELECT trim(LEADING 'a' FROM x)", "SELECT ltrim(x, 'a')"),
    ("SELECT position('a' IN x)", "SELECT position('a', x)"),
    ("SELECT a FETCH FIRST ROW ONLY", "SELECT a LIMIT 1"),
    ("SELECT - -1, - (a + b)", "SELECT - -1, -(a + b)"),
    ("SELECT 'a'\n'b'", "SELECT 'ab'"),
    ("(SELECT 1)", "SELECT 1"),
    ("TABLE t", "SELECT * FROM t"),
    ("SELECT * FROM a INNER JOIN b ON TRUE", "SELECT * FROM a JOIN b ON TRUE"),
    ("UPDATE t SET (a, b) = (1, 2)", "UPDATE t SET a = 1, b = 2"),
    ("CREATE TABLE t (a VARCHAR(5) NOT NULL)", "CREATE ENTITY t (a TEXT(5) REQUIRED)"),
    ("DESC Order", "DESCRIBE Order"),
    ("SELECT x NOTNULL", "SELECT x IS NOT NULL"),
  ])
  func normalisedForm(sql: String, printed: String) {
    #expect(Parser.parseStatement(sql).statement.map(SQLPrinter.print) == printed)
  }

  @Test func equalityIgnoresPlacesAndNothingElse() {
    let tree = Parser.parseStatement("SELECT a FROM t").statement
    #expect(tree == Parser.parseStatement("SELECT   a\nFROM t").statement)
    #expect(tree != Parser.parseStatement("SELECT \"a\" FROM t").statement)
  }
}
