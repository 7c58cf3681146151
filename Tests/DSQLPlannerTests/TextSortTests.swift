import DSQLCatalog
import Testing

/// Where the service may sort by text: not where it is known to compare texts otherwise.
@Suite struct TextSortTests {
  private static let cases:
    [(matching: ServiceTraits.TextMatching, isKnown: Bool, isPushed: Bool)] = [
      (.asLanguage, true, true), (.asLanguage, false, true), (.unknown, false, true),
      (.wider, false, false), (.narrower, false, false), (.wider, true, false),
    ]

  @Test(arguments: cases.indices)
  func check(index: Int) {
    let (matching, isKnown, isPushed) = Self.cases[index]
    var traits = ServiceTraits.embedded
    traits.textMatching = matching
    traits.sortsTextAsLanguage = isKnown
    let plan = TestPlanner(traits: traits).explained(
      "SELECT Id FROM Invoice ORDER BY Number LIMIT 5"
    )
    let isAsked = plan.contains { $0.contains(#""sortOptions":[{"fieldName":"Number""#) }
    #expect(isAsked == isPushed, "\(plan)")
  }
}
