import DSQLTypes
import Testing

@Suite struct TextComparisonTests {
  @Test(arguments: [
    ("", "", 0), ("a", "A", 0), ("a", "b", -1), ("B", "a", 1), ("ab", "abc", -1), ("a ", "a", 1),
    ("Z", "[", 1), ("_", "a", -1), ("straße", "STRASSE", 1), ("straße", "STRAẞE", 0),
    ("ß", "ss", 1), ("İ", "i", 1), ("İ", "I", 1), ("ı", "i", 1), ("ı", "I", 1), ("ı", "ı", 0),
    ("İstanbul", "istanbul", 1), ("ΣΑΣ", "σας", 0), ("Σ", "ς", 0), ("Å", "å", 0),
    ("\u{C5}", "A\u{30A}", 1), ("\u{212B}", "\u{E5}", 0), ("\u{212A}", "k", 0), ("ſ", "S", 0),
    ("é", "e", 1), ("É", "é", 0), ("Ж", "ж", 0), ("Ǆ", "ǅ", 0), ("ᾳ", "ᾼ", 0), ("ﬁ", "FI", 1),
    ("\u{10400}", "\u{10428}", 0), ("𝒳", "𝒳", 0), ("\u{FFFD}", "\u{10000}", -1), ("日本", "日本語", -1),
    ("µ", "μ", 0), ("Ꭰ", "ꭰ", 0), ("Ω", "Ω", 0),
  ])
  func check(_ a: String, _ b: String, _ order: Int) {
    #expect(TextComparison.compare(a, b) == order)
    #expect(TextComparison.compare(b, a) == -order)
    #expect(TextComparison.areEqual(a, b) == (order == 0))
    let (left, right) = (TextComparison.foldedUTF8(a), TextComparison.foldedUTF8(b))
    #expect((left == right) == (order == 0))
    #expect(left.lexicographicallyPrecedes(right) == (order < 0))
  }

  @Test func foldsEveryScalarAsTheStandardLibraryMapsIt() {
    var different: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var expected = scalar
      if value != 0x131 {
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        let middle = upper.count == 1 ? upper.first ?? scalar : scalar
        let lower = middle.properties.lowercaseMapping.unicodeScalars
        expected = lower.count == 1 ? lower.first ?? scalar : scalar
      }
      let folded = TextComparison.folded(String(Character(scalar)))
      if Array(folded.unicodeScalars) != [expected] { different.append(value) }
    }
    #expect(different.isEmpty)
  }

  @Test(arguments: [
    ("Straße ΣΑΣ İı ǆ", "STRAßE ΣΑΣ İI Ǆ", "straße σασ İı ǆ"), ("ﬁ é", "ﬁ É", "ﬁ é"),
  ])
  func mapsOneToOne(_ text: String, _ upper: String, _ lower: String) {
    #expect(TextComparison.simpleUppercase(text) == upper)
    #expect(TextComparison.simpleLowercase(text) == lower)
  }

  @Test(arguments: [
    ("Anna Berg", "NA b", true, false, false), ("Anna", "AN", true, true, false),
    ("Anna", "NA", true, false, true), ("Anna", "", true, true, true),
    ("Anna", "annas", false, false, false), ("", "", true, true, true),
    ("ÅSE", "å", true, true, false), ("A\u{30A}", "\u{C5}", false, false, false),
    ("aab", "AB", true, false, true),
  ])
  func findsParts(_ text: String, _ part: String, _ inside: Bool, _ first: Bool, _ last: Bool) {
    #expect(TextComparison.contains(text, part) == inside)
    #expect(TextComparison.startsWith(text, part) == first)
    #expect(TextComparison.endsWith(text, part) == last)
  }

  @Test(
    arguments: [
      ("Anna", "a%", nil, true), ("Anna", "%NA", nil, true), ("Anna", "a_na", nil, true),
      ("Anna", "a_a", nil, false), ("", "%", nil, true), ("", "_", nil, false), ("", "", nil, true),
      ("abcabd", "%abd", nil, true), ("aaab", "%a%b", nil, true), ("aaa", "%a%b%", nil, false),
      ("50%", "50!%", "!", true), ("50x", "50!%", "!", false), ("a_b", "a\\_b", "\\", true),
      ("axb", "a\\_b", "\\", false), ("a\\b", "a\\b", nil, true), ("a!", "a!", "!", true),
      ("a!b", "a!!b", "!", true), ("Ωmega", "ω%", nil, true), ("日本", "_本", nil, true),
      ("日本", "__", nil, true), ("e\u{301}", "_", nil, false), ("e\u{301}", "__", nil, true),
      ("x%%y", "x%y", nil, true), ("line\nbreak", "line_break", nil, true),
      ("ab", "%%%", nil, true),
      ("mississippi", "m%iss%pi", nil, true), ("mississippi", "m%iss%px", nil, false),
    ] as [(String, String, Unicode.Scalar?, Bool)]
  )
  func likes(_ text: String, _ pattern: String, _ escape: Unicode.Scalar?, _ matches: Bool) {
    #expect(TextComparison.like(text, pattern: pattern, escape: escape) == matches)
  }

  @Test func invalidBytesAreReadAsReplacement() {
    let bytes: [UInt8] = [0x41, 0xFF, 0xE2, 0x82]
    var folded: [UInt8] = []
    TextComparison.appendFolded(bytes, to: &folded)
    #expect(String(decoding: folded, as: UTF8.self) == "a\u{FFFD}\u{FFFD}\u{FFFD}")
  }
}
