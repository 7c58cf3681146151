import DSQLTypes
import Testing

@Suite struct TextComparisonTests {
  @Test(arguments: [("a", "A", 0)])
  func check(_ a: String, _ b: String, _ order: Int) {
    #expect(TextComparison.compare(a, b) == order)
  }
}
