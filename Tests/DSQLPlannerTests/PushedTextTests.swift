import DSQLTypes
import Testing

/// What pushing `lower(x) = 'a'` as `x = 'a'` rests on.
@Suite struct PushedTextTests {
  @Test func letterCaseIsFoldedAway() {
    var faults: [Unicode.Scalar] = []
    for value in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(Character(scalar))
      let folded = TextComparison.foldedUTF8(text)
      let lower = TextComparison.simpleLowercase(text)
      let upper = TextComparison.simpleUppercase(text)
      if TextComparison.foldedUTF8(lower) != folded { faults.append(scalar) }
      // A dotless i has the capital of the dotted one.
      if TextComparison.foldedUTF8(upper) != folded, value != 0x131 { faults.append(scalar) }
      if lower.unicodeScalars.count != 1 || upper.unicodeScalars.count != 1 {
        faults.append(scalar)
      }
    }
    #expect(faults.isEmpty)
  }
}
