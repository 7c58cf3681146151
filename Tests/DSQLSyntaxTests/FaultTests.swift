import DSQLDiagnostics
import DSQLSyntax
import Testing

/// Faults at marked places: every mark one fault, in order, and no other.
@Suite struct FaultTests {
  private func check(_ marked: String, code: DiagnosticCode, _ hints: [String]) {
    let text = MarkedText(marked)
    let found = Parser.parse(text.text).diagnostics
    #expect(found.map(\.span) == text.spans, "\(marked): \(found)")
    #expect(found.allSatisfy { $0.code == code && $0.severity == .error }, "\(marked): \(found)")
    for (diagnostic, hint) in zip(found, hints) {
      #expect(diagnostic.hint?.contains(hint) == true, "\(marked): \(diagnostic.hint ?? "none")")
    }
  }

  @Test(arguments: [
    ("«SELCT» a FROM t", "Perhaps you meant \"SELECT\"."),
    ("SELECT a «FORM» t", "\"FROM\""),
    ("SELECT a b «FORM» t WHERE x = 1", "\"FROM\""),
    ("SELECT a FROM t «WHRE» x = 1", "\"WHERE\""),
    ("SELECT a FROM t WHERE x = 1 «ORDR» BY a", "\"ORDER\""),
    ("SELECT a FROM t GROUP «YB» a", "\"BY\""),
    ("SELECT a FROM t «GROPU» BY a", "\"GROUP\""),
    ("SELECT a FROM t WHERE x = 1 «LIMT» 5", "\"LIMIT\""),
    ("SELECT a FROM t WHERE x = 1 «ADN» y = 2", "\"AND\""),
    ("SELECT a FROM t WHERE a «LKE» 'x'", "\"LIKE\""),
    ("SELECT a FROM t ORDER BY a «DSC»", "\"DESC\""),
    ("SELECT a FROM t «UNON» SELECT b FROM u", "\"UNION\""),
    ("SELECT «DISTINC» a FROM t", "\"DISTINCT\""),
    ("SELECT * FROM a LEFT «JION» b ON a.x = b.x", "\"JOIN\""),
    ("SELECT * FROM a «JION» b ON a.x = b.x", "\"JOIN\""),
    ("SELECT * FROM («SELCT» 1) x", "\"SELECT\""),
    ("SELECT sum(a) OVER («PARTITON» BY b) FROM t", "\"PARTITION\""),
    ("INSERT INTO t «VALUE» (1, 2)", "\"VALUES\""),
    ("INSERT INTO t (a) VALUES (1) ON «CONFLCT» (a) DO NOTHING", "\"CONFLICT\""),
    ("UPDATE t «STE» a = 1 WHERE x = 1", "\"SET\""),
    ("DROP «TABEL» t", "\"TABLE\""),
    ("SHOW «ENTITES»", "\"ENTITIES\""),
    ("ASSERT 1 = 1 «MESAGE» 'x'", "\"MESSAGE\""),
    ("CREATE TABLE t (b TEXT NOT «NUL»)", "\"NULL\""),
  ])
  func misspeltKeywords(marked: String, hint: String) {
    check(marked, code: .syntaxError, [hint])
  }

  @Test(arguments: [
    ("SELECT a, «FROM» t", "one too many"),
    ("SELECT a b «c», d FROM t", "comma is missing"),
    ("INSERT INTO t (a, b «VALUES» (1, 2)", "closing parenthesis is missing"),
    ("SELECT (a + b «FROM» t", "closing parenthesis is missing"),
    ("SELECT a + b«)» FROM t", "No parenthesis is open"),
    ("SELECT a FROM t WHERE (b = 'x'«»", "closing parenthesis is missing"),
    ("SELECT «FROM» t", "* stands for all fields"),
    ("SELECT * FROM «WHERE» x = 1", "A name is expected"),
    ("SELECT * FROM t LIMIT 5«,» 10", "LIMIT count OFFSET start"),
    ("SELECT «TOP» 5 * FROM t", "LIMIT 5 at the end"),
    ("INSERT «t» VALUES (1)", "INTO is expected"),
    ("DELETE «t» WHERE x = 1", "FROM is expected"),
    ("DELETE «*» FROM t", "whole records"),
    ("UPDATE t «WHERE» x = 1", "SET is expected"),
    ("UPDATE t SET «WHERE» x = 1", "SET field = value"),
    ("SELECT * FROM t WHERE x = 1 «y» = 2", "AND or OR is missing"),
    ("SELECT * FROM t WHERE x = 1«,» y = 2", "joined by AND or OR"),
    ("SELECT * FROM t WHERE x IN «1», 2", "in parentheses"),
    ("SELECT * FROM t WHERE x IN «SELECT» y FROM u", "in parentheses"),
    ("SELECT * FROM t WHERE x = «SELECT» y FROM u", "in parentheses"),
    ("SELECT * FROM t WHERE 1 < x «<» 5", "do not chain"),
    ("SELECT * FROM t WHERE x IS «5»", "else use ="),
    ("SELECT * FROM t WHERE x BETWEEN 1«,» 2", "with AND between them"),
    ("SELECT * FROM t ORDER BY a «WHERE» x = 1", "in the order FROM, WHERE"),
    ("SELECT * FROM a JOIN b«»", "needs ON condition"),
    ("SELECT «order», x FROM t", "reserved word"),
    ("SELECT * FROM a, «Order»", "\"Order\""),
    ("SELECT 1 «SELECT» 2", "semicolon is missing"),
    ("SELECT CASE WHEN a THEN 1 «FROM» t", "ends with END"),
    ("SELECT CAST(a«)» FROM t", "CAST(value AS type)"),
    ("SELECT a «->» b FROM t", "json_extract"),
    ("SELECT a FROM t WHERE a = «:x»", "Only the shell"),
    ("WITH x AS «SELECT» 1 SELECT 2", "in parentheses"),
    ("CREATE TABLE t («a»)", "Only a field with REFERENCES"),
    ("«foo» bar baz", "begins with a word like SELECT"),
    ("SELECT «'»abc", "'it''s'"),
    ("SELECT 'it's«'» FROM t", "'it''s'"),
    ("SELECT «‘»abc’ FROM t", "plain quote '"),
    ("SELECT «12abc» FROM t", "double quotes"),
    ("UPDATE t SET (a, b) = «(»1)", "2 fields and 1 values"),
  ])
  func usualMistakes(marked: String, hint: String) {
    check(marked, code: .syntaxError, [hint])
  }

  @Test(arguments: [
    "SELECT a, «,» b FROM t WHERE «AND» x = 1 ORDER BY«»",
    "SELECT * FROM t WHERE x «==» 1 «&&» y = 2",
    "SELECT a FROM t; «SELCT» b; SELECT c FROM«»",
    "INSERT INTO t (a, b,«)» VALUES (1, 2,«)»",
    "SELECT a FROM t WHERE x = «=» 3 GROUP «a»",
    "UPDATE t SET a «==» 1, t«.»b = 2",
    "SELECT f(a «b», c) FROM t «WHRE» x = 1",
    "SELECT a FROM t WHERE x IN (1, «,» 2) AND y = «)» OR«»",
  ])
  func allTheFaultsOfAStatement(marked: String) {
    check(marked, code: .syntaxError, [])
  }

  @Test(arguments: [
    ("SELECT a FROM t «FOR UPDATE»", "no locks"),
    ("SELECT a FROM t «FETCH FIRST 5 ROWS WITH TIES»", "rank()"),
    ("SELECT a FROM t GROUP BY «ROLLUP (a, b)», «GROUPING SETS ((a))», «CUBE (a)»", "UNION ALL"),
    ("SELECT a FROM t, «LATERAL» (SELECT 1) x", "join"),
    ("SELECT a FROM t «TABLESAMPLE SYSTEM (10)» WHERE x", "random()"),
    ("SELECT a FROM t «NATURAL» JOIN u", "USING"),
    ("SELECT a «INTO b» FROM t", "INSERT INTO"),
    ("SELECT a FROM t WHERE a = «ANY(1,2)»", "IN (value"),
    ("«TRUNCATE t»", "DELETE FROM"),
    ("«SET x = 1»", "\\set"),
    ("«COPY t FROM 'x'»", "\\copy"),
    ("«CREATE INDEX i ON t (a)»", "entities and choice sets"),
    ("CREATE TABLE t (a INTEGER «PRIMARY KEY», «PRIMARY KEY (a)»)", "Id"),
    ("ALTER TABLE t «RENAME a TO b»", "SET DISPLAY NAME"),
    ("WITH x AS («DELETE FROM t RETURNING *») SELECT 1", "statement of its own"),
    ("SELECT a FROM t WHERE a «SIMILAR TO» 'x'", "regular expression"),
  ])
  func whatIsNotSupported(marked: String, hint: String) {
    check(marked, code: .featureNotSupported, [hint])
  }

  @Test func typesThatDoNotExist() {
    check("SELECT CAST(a AS «integr»)", code: .undefinedObject, ["\"INTEGER\""])
    check("CREATE TABLE t (a «foo»(3))", code: .undefinedObject, [])
  }

  @Test func messagesAreThoseOfPostgreSQL() {
    let messages = ["SELECT a FORM t", "SELECT", "SELECT 'a", "SELECT \"a", "SELECT /* a"].map {
      Parser.parse($0).diagnostics.first?.message
    }
    #expect(
      messages == [
        "syntax error at or near \"FORM\"", "syntax error at end of input",
        "unterminated quoted string", "unterminated quoted identifier", "unterminated comment",
      ]
    )
  }

  @Test func aCorrectedWordGoesOnAsTheKeyword() {
    let parsed = Parser.parseStatement("SELCT a FORM t WHRE x = 1 ODER BY a")
    #expect(parsed.diagnostics.count == 4)
    #expect(
      parsed.statement.map(SQLPrinter.print) == "SELECT a FROM t WHERE x = 1 ORDER BY a"
    )
  }
}
