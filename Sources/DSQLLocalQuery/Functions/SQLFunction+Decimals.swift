import DSQLDiagnostics
import DSQLTypes

/// Exact decimals, which stand in SQLite as their digits in text.
extension SQLFunction {
  static let decimals: [SQLFunction] = [
    SQLFunction(.decimalAdd, 2) { a, _ in .decimal(try decimal("+", a.decimal(0), a.decimal(1))) },
    SQLFunction(.decimalSubtract, 2) { a, _ in
      .decimal(try decimal("-", a.decimal(0), a.decimal(1)))
    },
    SQLFunction(.decimalMultiply, 2) { a, _ in
      .decimal(try decimal("*", a.decimal(0), a.decimal(1)))
    },
    SQLFunction(.decimalDivide, 2) { a, _ in
      .decimal(try decimal("/", a.decimal(0), a.decimal(1)))
    },
    SQLFunction(.decimalRemainder, 2) { a, _ in
      .decimal(try decimal("%", a.decimal(0), a.decimal(1)))
    },
    // (operators, first, second, …), from the left
    SQLFunction(.decimalChain, -1) { a, _ in
      var result = a.decimal(1)
      for (index, symbol) in a.text(0).unicodeScalars.enumerated() {
        result = try decimal(symbol, result, a.decimal(index + 2))
      }
      return .decimal(result)
    },
    SQLFunction(.decimalNegate, 1) { a, _ in .decimal(a.decimal(0).negated) },
    SQLFunction(.decimalAbsolute, 1) { a, _ in .decimal(a.decimal(0).absolute) },
    SQLFunction(.decimalFloor, 1) { a, _ in .decimal(a.decimal(0).floor) },
    SQLFunction(.decimalCeiling, 1) { a, _ in .decimal(a.decimal(0).ceiling) },
    SQLFunction(.decimalSign, 1) { a, _ in
      .decimal(ExactDecimal(Int64(a.decimal(0).coefficient.signum())))
    },
    SQLFunction(.decimalRound, 2) { a, _ in
      guard let rounded = a.decimal(0).rounded(toScale: digits(a.integer(1))) else {
        throw Diagnostic.decimalOutOfRange
      }
      return .decimal(rounded)
    },
    SQLFunction(.decimalTruncate, 2) { a, _ in
      .decimal(a.decimal(0).truncated(toScale: digits(a.integer(1))))
    },
  ]

  /// A count of decimals as a caller wrote it, held within what has an effect.
  static func digits(_ count: Int64) -> Int { Int(min(max(count, -100), 38)) }

  private static func decimal(
    _ symbol: Unicode.Scalar,
    _ left: ExactDecimal,
    _ right: ExactDecimal
  ) throws -> ExactDecimal {
    do throws(ArithmeticFault) {
      switch symbol {
      case "+": return try left.adding(right)
      case "-": return try left.subtracting(right)
      case "*": return try left.multiplied(right)
      case "/": return try left.divided(right)
      default: return try left.remainder(right)
      }
    } catch {
      throw Diagnostic(error)
    }
  }
}
