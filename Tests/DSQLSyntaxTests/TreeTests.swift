import DSQLDiagnostics
import DSQLSyntax
import Testing

/// What the tree says about a text: places, paths, precedence.
@Suite struct TreeTests {
  /// An expression with all its parentheses written.
  @Test(arguments: [
    ("a OR b AND NOT c = d", "a OR b AND NOT c = d"),
    ("a = b AND c", "(a = b) AND c"),
    ("NOT a = b", "NOT (a = b)"),
    ("a + b * c", "a + (b * c)"),
    ("a * b ^ c ^ d", "a * ((b ^ c) ^ d)"),
    ("-a ^ b", "(-a) ^ b"),
    ("a ^ b AT TIME ZONE c", "a ^ (b AT TIME ZONE c)"),
    ("a || b + c", "a || (b + c)"),
    ("a = b || c", "a = (b || c)"),
    ("a = b IS NULL", "(a = b) IS NULL"),
    ("a < b IN (TRUE)", "a < (b IN (TRUE))"),
    ("-a::integer", "-(a::integer)"),
    ("-a + b", "(-a) + b"),
    ("a * b AT TIME ZONE c", "a * (b AT TIME ZONE c)"),
    ("a || b COLLATE BINARY", "a || (b COLLATE BINARY)"),
    ("a BETWEEN b AND c AND d", "(a BETWEEN b AND c) AND d"),
    ("a LIKE b || c", "a LIKE (b || c)"),
  ])
  func precedence(short: String, long: String) {
    let parsed = Parser.parseExpression(short)
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.expression == Parser.parseExpression(long).expression)
  }

  @Test func aPathIsOneReferenceWithPlaces() throws {
    let expression = Parser.parseExpression("i.\"Customer\".[Name]").expression
    guard case .column(let column) = expression else {
      Issue.record("no column: \(expression)")
      return
    }
    #expect(column.path.map(\.text) == ["i", "Customer", "Name"])
    #expect(column.path.map(\.isQuoted) == [false, true, true])
    #expect(column.path.map(\.span) == [SourceSpan(0, 1), SourceSpan(2, 12), SourceSpan(13, 19)])
    #expect(column.span == SourceSpan(0, 19))
  }

  @Test func numbersKeepTheirText() {
    for (text, kind) in [
      ("1e6", LiteralKind.scientific), ("3.50", .decimal), ("0xFF", .hexadecimal),
      ("007", .integer),
    ] {
      let expected = SQLExpression.literal(Literal(kind: kind, text: text, span: .at(0)))
      #expect(Parser.parseExpression(text).expression == expected)
    }
  }

  @Test func anEmptyTextHasNoStatement() {
    #expect(Parser.parseStatement(" ; -- x").statement == nil)
    #expect(Parser.parseStatement("").diagnostics.isEmpty)
    #expect(Parser.parseStatement("SELECT 1; SELECT 2").diagnostics.count == 1)
    #expect(Parser.parse("SELECT 1; ; SELECT 2\\; SELECT 3").statements.count == 3)
  }

  @Test func transactionsAreStatements() {
    for text in ["BEGIN", "begin work", "START TRANSACTION", "COMMIT", "ROLLBACK TO x"] {
      let parsed = Parser.parseStatement(text)
      guard case .transaction = parsed.statement else {
        Issue.record("\(text): \(parsed)")
        continue
      }
      #expect(parsed.diagnostics.isEmpty)
    }
  }
}
