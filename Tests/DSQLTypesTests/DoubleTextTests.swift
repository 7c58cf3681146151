import DSQLTypes
import Testing

@Suite struct DoubleTextTests {
  @Test(arguments: [
    (1.0, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1e20, "1e+20"), (0.0, "0"), (-0.0, "-0"),
    (1e15, "1e+15"), (1e14, "100000000000000"), (123456.789, "123456.789"),
    (0.0001, "0.0001"), (0.00001, "1e-05"), (1.25e-7, "1.25e-07"), (1e100, "1e+100"),
    (1e-300, "1e-300"), (0.1 + 0.2, "0.30000000000000004"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (1.2345678901234568e17, "1.2345678901234568e+17"), (100.5, "100.5"),
    (123456789012345.6, "123456789012345.6"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
    (.nan, "NaN"),
  ])
  func check(_ value: Double, _ expected: String) {
    #expect(DoubleText.text(value) == expected)
  }

  @Test func readsBack() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<5_000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { #expect(Double(DoubleText.text(value)) == value) }
    }
  }
}
