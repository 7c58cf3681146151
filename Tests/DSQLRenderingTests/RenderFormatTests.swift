import DSQLRendering
import Testing

@Suite struct RenderFormatTests {
  @Test func rawValuesAreTheOptionNames() {
    #expect(RenderFormat(rawValue: "csv") == .csv)
  }
}
