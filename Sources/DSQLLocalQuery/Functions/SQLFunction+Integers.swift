import DSQLDiagnostics
import DSQLTypes

/// Integer arithmetic, which SQLite would carry on in floating point where it does not fit.
extension SQLFunction {
  static let integers: [SQLFunction] = [
    SQLFunction(.integerAdd, 2) { a, _ in .integer(try integer("+", a.integer(0), a.integer(1))) },
    SQLFunction(.integerSubtract, 2) { a, _ in
      .integer(try integer("-", a.integer(0), a.integer(1)))
    },
    SQLFunction(.integerMultiply, 2) { a, _ in
      .integer(try integer("*", a.integer(0), a.integer(1)))
    },
    SQLFunction(.integerDivide, 2) { a, _ in
      .integer(try integer("/", a.integer(0), a.integer(1)))
    },
    SQLFunction(.integerRemainder, 2) { a, _ in
      .integer(try integer("%", a.integer(0), a.integer(1)))
    },
    // (operators, first, second, …), from the left
    SQLFunction(.integerChain, -1) { a, _ in
      var result = a.integer(1)
      for (index, symbol) in a.text(0).unicodeScalars.enumerated() {
        result = try integer(symbol, result, a.integer(index + 2))
      }
      return .integer(result)
    },
    SQLFunction(.integerNegate, 1) { a, _ in
      .integer(try integer("-", 0, a.integer(0)))
    },
    SQLFunction(.integerAbsolute, 1) { a, _ in
      .integer(a.integer(0) < 0 ? try integer("-", 0, a.integer(0)) : a.integer(0))
    },
  ]

  private static func integer(
    _ symbol: Unicode.Scalar,
    _ left: Int64,
    _ right: Int64
  ) throws -> Int64 {
    if symbol == "/" || symbol == "%", right == 0 { throw Diagnostic.divisionByZero }
    let (result, overflow) =
      switch symbol {
      case "+": left.addingReportingOverflow(right)
      case "-": left.subtractingReportingOverflow(right)
      case "*": left.multipliedReportingOverflow(by: right)
      case "/": left.dividedReportingOverflow(by: right)
      // The remainder by -1 is 0 also where the quotient does not fit.
      default: (right == -1 ? 0 : left % right, false)
      }
    if overflow { throw Diagnostic.integerOutOfRange }
    return result
  }
}

extension Diagnostic {
  static var divisionByZero: Diagnostic { Diagnostic(.divisionByZero, "division by zero") }

  static var integerOutOfRange: Diagnostic {
    Diagnostic(.numericOutOfRange, "integer out of range")
  }

  static var decimalOutOfRange: Diagnostic {
    Diagnostic(
      .numericOutOfRange,
      "numeric field overflow",
      detail: "A decimal has at most 38 digits."
    )
  }

  static func invalidSyntax(of type: String, _ text: String) -> Diagnostic {
    Diagnostic(.invalidLiteral, "invalid input syntax for type \(type): \"\(text)\"")
  }

  init(_ fault: ArithmeticFault) {
    switch fault {
    case .overflow: self = .decimalOutOfRange
    case .divisionByZero: self = .divisionByZero
    }
  }
}
