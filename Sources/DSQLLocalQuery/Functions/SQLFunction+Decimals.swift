import DSQLDiagnostics
import DSQLTypes

/// Exact decimals, which stand in SQLite as their digits in text.
extension SQLFunction {
  static let decimals: [SQLFunction] = [
    SQLFunction(.decimalAdd, 2) { a, _ in
      try exact { () throws(ArithmeticFault) in try a.decimal(0).adding(a.decimal(1)) }
    },
    SQLFunction(.decimalSubtract, 2) { a, _ in
      try exact { () throws(ArithmeticFault) in try a.decimal(0).subtracting(a.decimal(1)) }
    },
    SQLFunction(.decimalMultiply, 2) { a, _ in
      try exact { () throws(ArithmeticFault) in try a.decimal(0).multiplied(a.decimal(1)) }
    },
    SQLFunction(.decimalDivide, 2) { a, _ in
      try exact { () throws(ArithmeticFault) in try a.decimal(0).divided(a.decimal(1)) }
    },
    SQLFunction(.decimalRemainder, 2) { a, _ in
      try exact { () throws(ArithmeticFault) in try a.decimal(0).remainder(a.decimal(1)) }
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

  private static func exact(
    _ compute: () throws(ArithmeticFault) -> ExactDecimal
  ) throws -> SQLResult {
    do {
      return .decimal(try compute())
    } catch {
      throw Diagnostic(error)
    }
  }
}
