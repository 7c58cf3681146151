import DSQLDiagnostics
import Testing

@Suite struct NearNameTests {
  @Test(arguments: [
    ("Totl", ["Total", "Title", "Id"], ["Total"]),
    ("custmer", ["Invoice", "Customer"], ["Customer"]),
    ("FORM", ["FROM", "WHERE"], ["FROM"]),
    ("YB", ["BY", "ON"], ["BY"]),
    ("Cust", ["CustomerAddress"], ["CustomerAddress"]),
    ("xyz", ["Total"], []),
    ("", ["Total"], []),
    ("total", ["Total", "Total"], ["Total"]),
  ])
  func suggestions(word: String, names: [String], expected: [String]) {
    #expect(NearName.suggestions(for: word, among: names) == expected)
  }

  @Test func atMostAsManyAsAskedFor() {
    #expect(NearName.suggestions(for: "ab", among: ["aa", "ac", "ad", "ae"], limit: 2).count == 2)
  }
}
