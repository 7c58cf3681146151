import DSQLTypes
import Testing

@Suite struct ExactDecimalTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let left: String
    let operation: String
    let right: String
    let result: String

    var testDescription: String { "\(left) \(operation) \(right)" }

    init(_ left: String, _ operation: String, _ right: String, _ result: String) {
      (self.left, self.operation, self.right, self.result) = (left, operation, right, result)
    }
  }

  static let nines = String(repeating: "9", count: 38)

  static let calculations: [Sample] = [
    Sample("1", "+", "2", "3"),
    Sample("1.5", "+", "2.25", "3.75"),
    Sample("99.50", "+", "0.50", "100.00"),
    Sample("-1.10", "+", "1.1", "0.00"),
    Sample(nines, "+", "1", "overflow"),
    Sample(nines, "+", "-1", String(repeating: "9", count: 37) + "8"),
    Sample(nines, "+", "0.5", "overflow"),
    Sample(nines, "+", "0.00", nines),
    Sample("1.00", "-", "0.999", "0.001"),
    Sample("2.50", "*", "4.0", "10.000"),
    Sample("-2.5", "*", "0.1", "-0.25"),
    Sample("0.00", "*", "5.0", "0.000"),
    Sample("1e20", "*", "1e20", "overflow"),
    Sample("1e19", "*", "1e18", "1" + String(repeating: "0", count: 37)),
    Sample(
      "0.00000000000000000000000000000000000005",
      "*",
      "0.1",
      "0.00000000000000000000000000000000000001"
    ),
    Sample(
      "0.00000000000000000000000000000000000004",
      "*",
      "0.1",
      "0.00000000000000000000000000000000000000"
    ),
    Sample(nines, "*", "1.0", nines),
    Sample("1", "/", "3", "0.33333333333333333333"),
    Sample("2", "/", "3", "0.66666666666666666667"),
    Sample("-2", "/", "3", "-0.66666666666666666667"),
    Sample("10", "/", "4", "2.5000000000000000"),
    Sample("10.00", "/", "4", "2.5000000000000000"),
    Sample("100000", "/", "3", "33333.333333333333"),
    Sample("1", "/", "7", "0.14285714285714285714"),
    Sample("123456789.123456789", "/", "0.001", "123456789123.456789000"),
    Sample("0", "/", "5", "0.00000000000000000000"),
    Sample("1.0000000000000000000000000", "/", "1", "1.0000000000000000000000000"),
    Sample("1", "/", "0.00", "divisionByZero"),
    Sample(nines, "/", "0.1", "overflow"),
    Sample("7", "%", "3", "1"),
    Sample("-7", "%", "3", "-1"),
    Sample("7.5", "%", "-2", "1.5"),
    Sample("1" + String(repeating: "0", count: 37), "%", "0.003", "0.001"),
    Sample("5", "%", "0", "divisionByZero"),
    Sample("0.5", "%", nines, "0.5"),
  ]

  private func check(_ sample: Sample) throws {
    let left = try #require(ExactDecimal(parsing: sample.left))
    let right = try #require(ExactDecimal(parsing: sample.right))
    let answer: String
    do {
      let result =
        switch sample.operation {
        case "+": try left.adding(right)
        case "-": try left.subtracting(right)
        case "*": try left.multiplied(right)
        case "/": try left.divided(right)
        default: try left.remainder(right)
        }
      answer = result.text(minimumScale: 0)
    } catch {
      answer = "\(error)"
    }
    #expect(answer == sample.result)
  }

  @Test(arguments: calculations) func calculates(_ sample: Sample) throws { try check(sample) }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("+1", "1"), ("007.50", "7.50"), (".5", "0.5"), ("5.", "5"),
    ("1e3", "1000"), ("1.5E-3", "0.0015"), ("12.5e1", "125"), ("1.20e1", "12.0"),
    ("-0.00", "0.00"), ("-12.50", "-12.50"), (nines, nines), ("0." + nines, "0." + nines),
    ("1." + String(repeating: "0", count: 60), "1." + String(repeating: "0", count: 37)),
    ("0e99999", "0"), ("1e37", "1" + String(repeating: "0", count: 37)),
    ("1e-38", "0." + String(repeating: "0", count: 37) + "1"),
    ("10e-39", "0." + String(repeating: "0", count: 37) + "1"),
  ])
  func readsNumbers(_ text: String, _ expected: String) {
    #expect(ExactDecimal(parsing: text)?.text(minimumScale: 0) == expected)
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "1x", " 1", "1 ", "--1", "1.2.3", "0x10", "NaN", "1e38",
    nines + "9", "0." + nines + "9", "1e-39", "1e999999999999", "١",
  ])
  func refusesOtherTexts(_ text: String) {
    #expect(ExactDecimal(parsing: text) == nil)
  }

  @Test(arguments: [
    ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.449", 1, "2.4"), ("2.45", 1, "2.5"), ("7", 2, "7.00"),
    ("149.5", -2, "100"), ("150", -2, "200"), ("-49", -2, "0"), ("0.5", 0, "1"),
    ("9.99", 1, "10.0"),
    ("4", -60, "0"), (nines, -1, "nil"), (nines, 1, "nil"),
  ])
  func rounds(_ text: String, _ scale: Int, _ expected: String) throws {
    let number = try #require(ExactDecimal(parsing: text))
    #expect(number.rounded(toScale: scale)?.text(minimumScale: 0) ?? "nil" == expected)
  }

  @Test(arguments: [
    ("2.5", "2", "3", "2"), ("-2.5", "-3", "-2", "-2"), ("3.00", "3", "3", "3"),
    ("-0.1", "-1", "0", "0"),
  ])
  func findsWholeNumbers(_ text: String, _ floor: String, _ ceiling: String, _ cut: String) throws {
    let number = try #require(ExactDecimal(parsing: text))
    #expect(number.floor.text(minimumScale: 0) == floor)
    #expect(number.ceiling.text(minimumScale: 0) == ceiling)
    #expect(number.truncated().text(minimumScale: 0) == cut)
  }

  @Test func changesTypes() throws {
    #expect(ExactDecimal(parsing: "9223372036854775807")?.int64Value == .max)
    #expect(ExactDecimal(parsing: "9223372036854775807.5")?.int64Value == nil)
    #expect(ExactDecimal(parsing: "-9223372036854775808.4")?.int64Value == .min)
    #expect(ExactDecimal(parsing: "2.5")?.int64Value == 3)
    #expect(ExactDecimal(parsing: "0.1")?.doubleValue == 0.1)
    #expect(ExactDecimal(0.1 as Double)?.text(minimumScale: 2) == "0.10")
    #expect(ExactDecimal(Double.nan) == nil)
    #expect(ExactDecimal(7 as Int64).text(minimumScale: 3) == "7.000")
  }

  /// In ascending order.
  static let ladder = [
    "-" + nines, "-1e30", "-123.5", "-123.45", "-100", "-12", "-1.001", "-1", "-0.99", "-1e-38",
    "0",
    "1e-38", "0.000001", "0.1", "0.99", "1", "1.001", "1.01", "9", "10", "11", "12", "99.99", "100",
    "123.45", "123.5", "1e30", nines,
  ]

  @Test func ordersByValueAndByKey() throws {
    let numbers = try Self.ladder.map { try #require(ExactDecimal(parsing: $0)) }
    for (place, number) in numbers.enumerated() {
      for (otherPlace, other) in numbers.enumerated() {
        #expect((number < other) == (place < otherPlace))
        #expect((number == other) == (place == otherPlace))
        let isBelow = number.orderPreservingKey.lexicographicallyPrecedes(other.orderPreservingKey)
        #expect(isBelow == (place < otherPlace), "\(number) \(other)")
      }
    }
  }

  @Test(arguments: [("1", "1.000"), ("-2.50", "-2.5"), ("0", "0.00"), ("1000", "1e3")])
  func equalNumbersAreTheSame(_ left: String, _ right: String) throws {
    let first = try #require(ExactDecimal(parsing: left))
    let second = try #require(ExactDecimal(parsing: right))
    #expect(first == second)
    #expect(first.hashValue == second.hashValue)
    #expect(first.orderPreservingKey == second.orderPreservingKey)
  }

  @Test func agreesWithSchoolArithmetic() throws {
    var random = SeededGenerator(seed: 2024)
    for _ in 0..<2_000 {
      let (left, leftScale) = number(&random)
      let (right, rightScale) = number(&random)
      let (a, b) = (SchoolNumber(left), SchoolNumber(right))
      let first = try #require(ExactDecimal(parsing: decimal(left, leftScale)))
      let second = try #require(ExactDecimal(parsing: decimal(right, rightScale)))

      let scale = max(leftScale, rightScale)
      let sum = a.movedLeft(scale - leftScale).plus(b.movedLeft(scale - rightScale)).text
      let decimalSum = try? first.adding(second).text(minimumScale: 0)
      if sum.count <= 38 {
        #expect(decimalSum == decimal(sum, scale))
      } else if let decimalSum {
        // Only zeros may have been given up.
        #expect(decimal(sum, scale).hasPrefix(decimalSum))
      }

      let product = a.times(b).text
      if product.count <= 38, leftScale + rightScale <= 38 {
        #expect(
          try first.multiplied(second).text(minimumScale: 0)
            == decimal(product, leftScale + rightScale)
        )
      }

      if !second.isZero {
        let wanted = first.quotientScale(dividingBy: second)
        let moved = wanted + rightScale - leftScale
        let quotient = a.movedLeft(moved).roundedQuotient(by: b).text
        let decimalQuotient = try? first.divided(second).text(minimumScale: 0)
        #expect(decimalQuotient == (quotient.count <= 38 ? decimal(quotient, wanted) : nil))

        let rest = a.movedLeft(scale - leftScale)
          .divided(by: b.movedLeft(scale - rightScale)).remainder.text
        #expect(try first.remainder(second).text(minimumScale: 0) == decimal(rest, scale))
      }
    }
  }

  @Test func longProductsAreRounded() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let (left, _) = number(&random)
      let (right, _) = number(&random)
      let first = try #require(ExactDecimal(parsing: decimal(left, 38)))
      let second = try #require(ExactDecimal(parsing: decimal(right, 38)))
      let exact = SchoolNumber(left).times(SchoolNumber(right))
      let rounded = exact.roundedQuotient(by: SchoolNumber("1").movedLeft(38)).text
      #expect(
        try first.multiplied(second).text(minimumScale: 0) == decimal(rounded, 38)
      )
    }
  }

  /// Up to 38 digits and a scale.
  private func number(_ random: inout SeededGenerator) -> (digits: String, scale: Int) {
    let count = Int.random(in: 1...38, using: &random)
    let digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    return (SchoolNumber(digits).text, Int.random(in: 0...min(38, count + 3), using: &random))
  }

  /// Digits with a point in front of the last `scale` ones.
  private func decimal(_ digits: String, _ scale: Int) -> String {
    if scale == 0 { return digits }
    let padded = String(repeating: "0", count: max(scale + 1 - digits.count, 0)) + digits
    return "\(padded.dropLast(scale)).\(padded.suffix(scale))"
  }
}
