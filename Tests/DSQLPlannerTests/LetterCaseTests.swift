import DSQLTypes
import Testing

/// What the planner takes for granted of letter case: texts that are equal stay equal in lower and in
/// upper case, and have as many scalars as each other.
@Suite struct LetterCaseTests {
  @Test(arguments: [TextComparison.simpleLowercase, TextComparison.simpleUppercase])
  func check(mapping: @Sendable (String) -> String) {
    var mapped: [[UInt8]: [UInt8]] = [:]
    var different: [UInt32] = []
    for value in UInt32(0x21)..<0x1F000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else {
        continue
      }
      let text = String(scalar)
      for spelling in [text, TextComparison.folded(text)] {
        let result = TextComparison.foldedUTF8(mapping(spelling))
        let known = mapped.updateValue(result, forKey: TextComparison.foldedUTF8(spelling))
        if known ?? result != result || mapping(spelling).unicodeScalars.count != 1 {
          different.append(value)
        }
      }
    }
    #expect(mapped.count > 1000)
    #expect(different.isEmpty)
  }
}
