import DSQLDiagnostics
import DSQLSyntax
import Testing

@Suite struct VariableReferenceTests {
  private func check(_ marked: String, _ expected: [(String, VariableForm)]) {
    let text = MarkedText(marked)
    let references = VariableReference.references(in: text.text)
    #expect(references.map(\.name) == expected.map(\.0))
    #expect(references.map(\.form) == expected.map(\.1))
    #expect(references.map(\.span) == text.spans)
  }

  @Test(
    arguments: [
      ("SELECT «:a»", [("a", VariableForm.plain)]),
      (
        "SELECT «:'a'», «:\"b_1\"», «:{?c}»",
        [("a", .literal), ("b_1", .identifier), ("c", .isSet)]
      ),
      ("SELECT x::int, ':a', \":b\", $$:c$$ -- :d\n/* :e */", []),
      ("SELECT x\\:a, a : b, :'a b', :{x}", []),
      ("«:a»::text || «:b»«:c»", [("a", .plain), ("b", .plain), ("c", .plain)]),
      ("«:größe», «:1»", [("größe", .plain), ("1", .plain)]),
    ] as [(String, [(String, VariableForm)])]
  )
  func references(marked: String, expected: [(String, VariableForm)]) {
    check(marked, expected)
  }

  @Test func aVariableThatIsLeftIsAFault() {
    let parsed = Parser.parseStatement("SELECT * FROM t WHERE a = :x AND b = :'y'")
    #expect(parsed.diagnostics.map(\.code) == [.syntaxError, .syntaxError])
    #expect(parsed.diagnostics.first?.message == "syntax error at or near \":x\"")
  }
}
