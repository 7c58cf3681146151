import DSQLDiagnostics
import Testing

@Suite struct SourceTextTests {
  private func check(_ text: String, _ offset: Int, _ line: Int, _ column: Int, _ lineText: String)
  {
    let position = SourceText(text).position(at: offset)
    #expect(position.line == line)
    #expect(position.column == column)
    #expect(position.lineText == lineText)
  }

  @Test func placesInOneLine() {
    check("abc", 0, 1, 1, "abc")
    check("abc", 2, 1, 3, "abc")
    check("abc", 3, 1, 4, "abc")
    check("abc", 99, 1, 4, "abc")
    check("", 0, 1, 1, "")
  }

  @Test func placesInLines() {
    check("ab\ncd\n", 3, 2, 1, "cd")
    check("ab\ncd\n", 2, 1, 3, "ab")
    check("ab\ncd\n", 6, 3, 1, "")
    check("ab\r\ncd", 4, 2, 1, "cd")
    check("ab\r\ncd", 5, 2, 2, "cd")
  }

  @Test func columnsCountCharacters() {
    let text = "é👩‍👩‍👧x"
    let offset = text.utf8.count - 1
    check(text, offset, 1, 3, text)
    check("🎉\n日本語", "🎉\n日本".utf8.count, 2, 3, "日本語")
    // Inside a character it is the character itself.
    check("🎉x", 2, 1, 1, "🎉x")
    #expect(SourceText("a\nbc").position(at: 3).character == 4)
  }

  @Test func aSpanIsAPartOfTheText() {
    let source = SourceText("größe = 1")
    #expect(source[SourceSpan(0, 7)] == "größe")
    #expect(source[SourceSpan(8, 99)] == "= 1")
    #expect(source[.at(3)].isEmpty)
    #expect(SourceSpan(1, 3).union(SourceSpan(5, 6)) == SourceSpan(1, 6))
    #expect(SourceSpan(3, 1).isEmpty)
  }
}
