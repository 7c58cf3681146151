import DSQLDiagnostics
import DSQLRendering
import Testing

@Suite struct DiagnosticRendererTests {
  static let statement = "select Id, Total\n  from Invoice\n  where 1=1 and Totl > 100"

  /// An error at the first place of a word in a text.
  private func error(_ word: String, in text: String) -> Diagnostic {
    let before = text.offset(of: word)
    return Diagnostic(
      .undefinedField,
      "column \"\(word)\" does not exist",
      span: SourceSpan(before, before + word.utf8.count)
    )
  }

  private func check(
    _ diagnostic: Diagnostic,
    _ source: SourceText?,
    statement: SourceSpan? = nil,
    _ expected: String,
    location: SourceLocation = #_sourceLocation,
    _ change: (inout DiagnosticOptions) -> Void = { _ in }
  ) {
    var options = DiagnosticOptions()
    change(&options)
    let renderer = DiagnosticRenderer(options: options)
    #expect(
      renderer.render(diagnostic, in: source, statement: statement) == expected,
      sourceLocation: location
    )
  }

  private var whole: Diagnostic {
    var diagnostic = error("Totl", in: Self.statement)
    diagnostic.detail = "There is no such column."
    diagnostic.hint = "Perhaps you meant to reference the column \"Invoice.Total\"."
    diagnostic.notes = ["record 1: refused", "record 2: refused"]
    diagnostic.request = DiagnosticRequest(
      method: "GET",
      path: "/entities",
      status: 400,
      identifier: "abc",
      responseBody: "{}"
    )
    diagnostic.progress = WriteProgress(done: 1, failed: 2, unknown: 3, left: 4)
    return diagnostic
  }

  @Test func hasItsPartsInOrder() {
    check(
      whole,
      SourceText(Self.statement),
      """
      ERROR:  column "Totl" does not exist
      LINE 3:   where 1=1 and Totl > 100
                              ^
      DETAIL:  There is no such column.
      HINT:  Perhaps you meant to reference the column "Invoice.Total".
      record 1: refused
      record 2: refused

      """
    )
  }

  @Test func hasFourVerbosities() {
    check(
      whole,
      SourceText(Self.statement),
      "ERROR:  column \"Totl\" does not exist at character 49\n"
    ) { $0.verbosity = .terse }
    check(whole, SourceText(Self.statement), "ERROR:  42703\n") { $0.verbosity = .sqlstate }
    check(
      whole,
      SourceText(Self.statement),
      """
      ERROR:  42703: column "Totl" does not exist
      LINE 3:   where 1=1 and Totl > 100
                              ^
      DETAIL:  There is no such column.
      HINT:  Perhaps you meant to reference the column "Invoice.Total".
      record 1: refused
      record 2: refused
      REQUEST:  GET /entities, status 400, id abc
      RESPONSE:  {}

      """
    ) {
      $0.verbosity = .verbose
      $0.showsResponse = true
    }
  }

  @Test func namesTheFile() {
    let text = "select 1;\n\n" + Self.statement + ";\n"
    let span = SourceSpan(11, 11 + Self.statement.utf8.count)
    check(
      error("Totl", in: text),
      SourceText(text, name: "a.sql"),
      statement: span,
      """
      dsql:a.sql:5: ERROR:  column "Totl" does not exist
      LINE 3:   where 1=1 and Totl > 100;
                              ^

      """
    )
    check(
      error("Totl", in: Self.statement),
      SourceText(Self.statement, name: "<stdin>", firstLine: 7),
      """
      dsql:<stdin>:9: ERROR:  column "Totl" does not exist
      LINE 3:   where 1=1 and Totl > 100
                              ^

      """
    )
    check(
      Diagnostic(.connectionFailure, "no", severity: .warning),
      SourceText(text, name: "a.sql"),
      statement: span,
      "dsql:a.sql:3: WARNING:  no\n"
    )
  }

  @Test(arguments: [
    ("select '日本語', x", "x", "LINE 1: select '日本語', x\n                         ^"),
    ("select 'e\u{301}', x", "x", "LINE 1: select 'e\u{301}', x\n                    ^"),
    ("a\tx", "x", "LINE 1: a       x\n                ^"),
    ("select '👨‍👩‍👧', x", "x", "LINE 1: select '👨‍👩‍👧', x\n                     ^"),
    ("'\u{1B}' x", "x", "LINE 1: '\\x1B' x\n               ^"),
    ("\r\n\r\nselect\r\n x", "x", "LINE 2:  x\n         ^"),
    ("select", "", "LINE 1: select\n              ^"),
  ])
  func putsTheCaretUnderTheFault(_ text: String, _ word: String, _ expected: String) {
    let offset = word.isEmpty ? text.utf8.count : text.offset(of: word)
    let diagnostic = Diagnostic(.syntaxError, "no", span: .at(offset))
    check(diagnostic, SourceText(text), "ERROR:  no\n" + expected + "\n")
  }

  @Test func cutsLongLines() {
    let filler = String(repeating: "abcdefghi ", count: 9)
    check(
      error("HERE", in: "HERE " + filler),
      SourceText("HERE " + filler),
      """
      ERROR:  column "HERE" does not exist
      LINE 1: HERE abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcde...
              ^

      """
    )
    check(
      error("HERE", in: filler + "HERE " + filler),
      SourceText(filler + "HERE " + filler),
      """
      ERROR:  column "HERE" does not exist
      LINE 1: ...abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi HERE abcde...
                                                                   ^

      """
    )
    check(
      error("HERE", in: filler + "HERE"),
      SourceText(filler + "HERE"),
      """
      ERROR:  column "HERE" does not exist
      LINE 1: ...efghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi HERE
                                                                         ^

      """
    )
  }

  @Test func neverCommandsTheTerminal() {
    check(
      Diagnostic(.serviceRefusal, "bad \u{1B}[2J name", detail: "one\ntwo\u{7}"),
      nil,
      "ERROR:  bad \\x1B[2J name\nDETAIL:  one\ntwo\\x07\n"
    )
  }

  @Test func usesColour() {
    check(
      Diagnostic(.syntaxError, "no", span: .at(0)),
      SourceText("x"),
      "\u{1B}[1;31mERROR:\u{1B}[0m  no\nLINE 1: x\n        \u{1B}[31m^\u{1B}[0m\n"
    ) { $0.usesColour = true }
  }

  @Test func writesJSON() {
    let text = "select 1;\n" + Self.statement
    var diagnostic = whole
    diagnostic.span = error("Totl", in: text).span
    let span = SourceSpan(10, text.utf8.count)
    let tail =
      "\"detail\":\"There is no such column.\","
      + "\"hint\":\"Perhaps you meant to reference the column \\\"Invoice.Total\\\".\","
      + "\"statement\":\"select Id, Total\\n  from Invoice\\n  where 1=1 and Totl > 100\","
      + "\"request\":{\"method\":\"GET\",\"path\":\"/entities\",\"status\":400,\"id\":\"abc\"},"
      + "\"rows\":{\"done\":1,\"failed\":2,\"unknown\":3,\"left\":4},"
      + "\"notes\":[\"record 1: refused\",\"record 2: refused\"]}\n"
    let head =
      "{\"severity\":\"ERROR\",\"code\":\"42703\",\"message\":\"column \\\"Totl\\\" does not exist\","
    check(
      diagnostic,
      SourceText(text, name: "a.sql"),
      statement: span,
      head + "\"file\":\"a.sql\",\"line\":4,\"column\":17," + tail
    ) { $0.format = .json }
    check(
      diagnostic,
      SourceText(text),
      statement: span,
      head + "\"line\":3,\"column\":17," + tail
    ) { $0.format = .json }
    check(
      Diagnostic(.cancelled, "cancelled", severity: .notice),
      nil,
      "{\"severity\":\"NOTICE\",\"code\":\"57014\",\"message\":\"cancelled\"}\n"
    ) { $0.format = .json }
  }
}

extension String {
  /// The UTF-8 offset at which a word first stands.
  fileprivate func offset(of word: String) -> Int {
    let (text, part) = (Array(utf8), Array(word.utf8))
    return text.indices.first { text[$0...].starts(with: part) } ?? text.count
  }
}
