import DSQLTypes
import Testing

@Suite struct ControlCharactersTests {
  @Test(arguments: [
    ("plain", "plain"), ("\u{1B}[31mred", "\\x1B[31mred"), ("\u{7}", "\\x07"),
    ("a\tb", "a       b"),
    ("12345678\tb", "12345678        b"), ("日\tb", "日      b"), ("\u{7F}\u{85}", "\\x7F\\x85"),
    ("\u{202E}evil\u{2066}", "\\u202Eevil\\u2066"), ("a\nb\r", "a\\x0Ab\\x0D"), ("", ""),
    ("e\u{301}👨‍👩‍👧", "e\u{301}👨‍👩‍👧"), ("\u{0}", "\\x00"),
  ])
  func check(_ text: String, _ expected: String) {
    #expect(ControlCharacters.escaped(text) == expected)
  }

  @Test func invalidBytesAreShown() {
    let bytes: [UInt8] = [0x61, 0xC3, 0x28]
    var output: [UInt8] = []
    let cells = bytes.withUnsafeBufferPointer {
      ControlCharacters.appendEscaped($0, startCell: 0, width: DisplayWidth(), to: &output)
    }
    #expect(String(decoding: output, as: UTF8.self) == "a\\xC3(")
    #expect(cells == 6)
  }
}
