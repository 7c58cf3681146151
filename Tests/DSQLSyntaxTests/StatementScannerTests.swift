import DSQLDiagnostics
import DSQLSyntax
import Testing

@Suite struct StatementScannerTests {
  @Test(arguments: [
    ("", PendingInput.none, 0),
    ("  -- only a comment\n", .none, 20),
    ("SELECT 1;", .none, 9),
    ("SELECT 1; \n", .none, 11),
    ("SELECT 1", .statement, 0),
    ("SELECT 1; SELECT", .statement, 10),
    ("SELECT 'open", .singleQuote, 7),
    ("SELECT 'it''s", .singleQuote, 7),
    ("SELECT 'a' || E'x\\'", .singleQuote, 14),
    ("SELECT \"open", .doubleQuote, 7),
    ("SELECT [open", .doubleQuote, 7),
    ("SELECT `open", .doubleQuote, 7),
    ("SELECT $$ ' open", .dollarQuote, 7),
    ("SELECT $a$ $$ open", .dollarQuote, 7),
    ("SELECT (1, (2", .parenthesis, 11),
    ("SELECT (1, (2)", .parenthesis, 7),
    ("SELECT (1; 2", .parenthesis, 7),
    ("SELECT ('open", .singleQuote, 8),
    ("SELECT /* note", .blockComment, 7),
    ("SELECT /* note /* x */", .blockComment, 7),
    ("SELECT 1 -- it's", .statement, 0),
    ("/* a */ SELECT a$b$ ", .statement, 8),
    ("SELECT nameE'x'", .statement, 0),
  ])
  func pending(text: String, pending: PendingInput, start: Int) {
    let split = StatementScanner.split(text)
    #expect(split.pending == pending)
    #expect(split.pendingStart == start)
  }

  @Test(
    arguments: [
      ("SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"], nil),
      (";; SELECT 1 ;", ["SELECT 1"], nil),
      ("SELECT ';' ; x", ["SELECT ';'"], "x"),
      ("-- a\nSELECT 1 -- b;\n;", ["SELECT 1"], nil),
      ("SELECT 1\\; SELECT 2;", ["SELECT 1\\; SELECT 2"], nil),
      ("f(;); g", ["f(;)"], "g"),
      ("a); b;", ["a)", "b"], nil),
      ("\u{FEFF}SELECT 1;", ["SELECT 1"], nil),
      ("SELECT E'\\';' ; b", ["SELECT E'\\';'"], "b"),
      ("SELECT $1; $a$;$a$;", ["SELECT $1", "$a$;$a$"], nil),
      ("SELECT 'é'; SELECT '🎉'", ["SELECT 'é'"], "SELECT '🎉'"),
    ] as [(String, [String], String?)]
  )
  func splitting(text: String, statements: [String], rest: String?) {
    let split = StatementScanner.split(text)
    let source = SourceText(text)
    #expect(split.statements.map { source[$0] } == statements)
    #expect(split.rest.map { source[$0] } == rest)
  }

  @Test func linesAreScannedOnceAndMetaCommandsFound() {
    var scanner = StatementScanner()
    var buffer = "SELECT 1,\n"
    #expect(scanner.next(in: buffer) == .end)
    #expect(scanner.pending == .statement)
    #expect(scanner.offset == buffer.utf8.count)
    buffer += "'two\n"
    #expect(scanner.next(in: buffer) == .end)
    #expect(scanner.pending.promptCharacter == "'")
    buffer += "' \\gx\n"
    let backslash = buffer.utf8.count - 4
    #expect(scanner.next(in: buffer) == .metaCommand(backslash))
    #expect(scanner.unfinished == SourceSpan(0, backslash - 1))
    scanner.resume(at: buffer.utf8.count)
    buffer += "; SELECT 2;\n"
    let end = backslash + 5
    #expect(
      scanner.next(in: buffer)
        == .statement(ScannedStatement(span: SourceSpan(0, backslash - 1), end: end))
    )
    #expect(
      scanner.next(in: buffer)
        == .statement(ScannedStatement(span: SourceSpan(end + 1, end + 9), end: end + 10))
    )
    #expect(scanner.next(in: buffer) == .end)
    #expect(scanner.pending == .none)
  }

  /// However a text comes in, line by line or at once, it is cut at the same places.
  @Test(arguments: Fixtures.names)
  func scannerAndParserCutAlike(name: String) throws {
    let statements = try Fixtures.statements(of: name)
    let text = statements.joined(separator: ";\n") + ";\n"
    #expect(Parser.parse(text).statements.count == statements.count)
    var scanner = StatementScanner()
    var buffer = ""
    var count = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      buffer += line + "\n"
      while case .statement = scanner.next(in: buffer) { count += 1 }
    }
    #expect(count == statements.count)
  }
}
