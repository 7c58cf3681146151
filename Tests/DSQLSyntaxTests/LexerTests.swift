import DSQLSyntax
import Testing

@Suite struct LexerTests {
  private func check(_ text: String, _ expected: [(TokenKind, String)]) {
    let lexed = Lexer.lex(text)
    let tokens = lexed.tokens.dropLast()
    #expect(tokens.map(\.kind) == expected.map(\.0))
    #expect(tokens.map(lexed.text(of:)) == expected.map(\.1))
    #expect(lexed.tokens.last?.kind == .endOfInput)
    #expect(lexed.diagnostics.isEmpty)
  }

  @Test(
    arguments: [
      (
        "a \"b\"\"c\" [d]]e] `f`",
        [
          (.word, "a"), (.quotedIdentifier, "b\"c"), (.quotedIdentifier, "d]e"),
          (.quotedIdentifier, "f"),
        ]
      ),
      (
        "'it''s' E'\\n\\x41' $x$a$$b$x$",
        [(.string, "it's"), (.escapeString, "\nA"), (.dollarString, "a$$b")]
      ),
      (
        "42 3.50 .5 1e6 0xFF",
        [
          (.integer, "42"), (.decimal, "3.50"), (.decimal, ".5"), (.scientific, "1e6"),
          (.hexadecimal, "0xFF"),
        ]
      ),
      ("a.b", [(.word, "a"), (.dot, "."), (.word, "b")]),
      (
        "a::b :c $1",
        [(.word, "a"), (.doubleColon, "::"), (.word, "b"), (.variable, ":c"), (.parameter, "$1")]
      ),
      (
        "a<=b<>c!=d",
        [
          (.word, "a"), (.lessOrEqual, "<="), (.word, "b"), (.notEqual, "<>"), (.word, "c"),
          (.notEqual, "!="), (.word, "d"),
        ]
      ),
      (
        "!~* !~ ~* ~ ||",
        [
          (.notMatchesIgnoringCase, "!~*"), (.notMatches, "!~"), (.matchesIgnoringCase, "~*"),
          (.matches, "~"), (.concatenate, "||"),
        ]
      ),
      ("a--b\n/* c /* d */ */ e", [(.word, "a"), (.word, "e")]),
      ("größe 名前\u{A0}x", [(.word, "größe"), (.word, "名前"), (.word, "x")]),
      ("1-2", [(.integer, "1"), (.minus, "-"), (.integer, "2")]),
    ] as [(String, [(TokenKind, String)])]
  )
  func tokens(text: String, expected: [(TokenKind, String)]) { check(text, expected) }

  @Test(arguments: Keyword.allCases)
  func everyKeywordIsFoundInAnyCase(keyword: Keyword) {
    for text in [keyword.text, keyword.text.lowercased(), keyword.text.capitalized] {
      #expect(Keyword(text: text) == keyword)
      #expect(Lexer.lex(text).tokens.first?.keyword == keyword)
    }
    #expect(Keyword(text: keyword.text + "x") != keyword)
  }

  @Test func commentsAreKeptOnRequest() {
    let lexed = Lexer.lex("a -- b\n/* c */", keepingComments: true)
    #expect(lexed.tokens.map(\.kind) == [.word, .comment, .comment, .endOfInput])
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
