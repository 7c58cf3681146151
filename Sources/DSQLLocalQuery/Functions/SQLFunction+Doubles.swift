import DSQLDiagnostics
import DSQLTypes

/// Binary numbers, with the errors that SQLite leaves out.
extension SQLFunction {
  static let doubles: [SQLFunction] = [
    SQLFunction(.doubleAdd, 2) { a, _ in .double(try double("+", a.double(0), a.double(1))) },
    SQLFunction(.doubleSubtract, 2) { a, _ in .double(try double("-", a.double(0), a.double(1))) },
    SQLFunction(.doubleMultiply, 2) { a, _ in .double(try double("*", a.double(0), a.double(1))) },
    SQLFunction(.doubleDivide, 2) { a, _ in .double(try double("/", a.double(0), a.double(1))) },
    // (operators, first, second, …), from the left
    SQLFunction(.doubleChain, -1) { a, _ in
      var result = a.double(1)
      for (index, symbol) in a.text(0).unicodeScalars.enumerated() {
        result = try double(symbol, result, a.double(index + 2))
      }
      return .double(result)
    },
    SQLFunction(.doubleRound, 1) { a, _ in .double(a.double(0).rounded(.toNearestOrEven)) },
    SQLFunction(.doubleTruncate, 1) { a, _ in .double(a.double(0).rounded(.towardZero)) },
    SQLFunction(.doubleFloor, 1) { a, _ in .double(a.double(0).rounded(.down)) },
    SQLFunction(.doubleCeiling, 1) { a, _ in .double(a.double(0).rounded(.up)) },
    SQLFunction(.doublePower, 2) { a, _ in .double(try RealMath.power(a.double(0), a.double(1))) },
    SQLFunction(.doubleSquareRoot, 1) { a, _ in .double(try RealMath.squareRoot(a.double(0))) },
    SQLFunction(.doubleExponential, 1) { a, _ in .double(try RealMath.exponential(a.double(0))) },
    SQLFunction(.doubleNaturalLogarithm, 1) { a, _ in
      .double(try RealMath.naturalLogarithm(a.double(0)))
    },
    // (base, x)
    SQLFunction(.doubleLogarithm, 2) { a, _ in
      .double(try RealMath.logarithm(a.double(1), base: a.double(0)))
    },
    SQLFunction(.random, 0) { _, _ in .double(Double.random(in: 0..<1)) },
  ]

  private static func double(
    _ symbol: Unicode.Scalar,
    _ left: Double,
    _ right: Double
  ) throws -> Double {
    if symbol == "/", right == 0 { throw Diagnostic.divisionByZero }
    let result =
      switch symbol {
      case "+": left + right
      case "-": left - right
      case "*": left * right
      default: left / right
      }
    return try RealMath.finite(result, of: [left, right])
  }
}
