import DSQLDiagnostics
import DSQLTypes

/// Integer arithmetic, which SQLite would carry on in floating point where it does not fit.
extension SQLFunction {
  static let integers: [SQLFunction] = [
    SQLFunction(.integerAdd, 2) { a, _ in
      try whole(a.integer(0).addingReportingOverflow(a.integer(1)))
    },
    SQLFunction(.integerSubtract, 2) { a, _ in
      try whole(a.integer(0).subtractingReportingOverflow(a.integer(1)))
    },
    SQLFunction(.integerMultiply, 2) { a, _ in
      try whole(a.integer(0).multipliedReportingOverflow(by: a.integer(1)))
    },
    SQLFunction(.integerDivide, 2) { a, _ in
      if a.integer(1) == 0 { throw Diagnostic.divisionByZero }
      return try whole(a.integer(0).dividedReportingOverflow(by: a.integer(1)))
    },
    SQLFunction(.integerRemainder, 2) { a, _ in
      if a.integer(1) == 0 { throw Diagnostic.divisionByZero }
      // The remainder by -1 is 0 also where the quotient does not fit.
      return .integer(a.integer(1) == -1 ? 0 : a.integer(0) % a.integer(1))
    },
    SQLFunction(.integerNegate, 1) { a, _ in
      try whole((0 as Int64).subtractingReportingOverflow(a.integer(0)))
    },
    SQLFunction(.integerAbsolute, 1) { a, _ in
      let value = a.integer(0)
      return value < 0
        ? try whole((0 as Int64).subtractingReportingOverflow(value)) : .integer(value)
    },
  ]

  private static func whole(
    _ result: (partialValue: Int64, overflow: Bool)
  ) throws -> SQLResult {
    if result.overflow { throw Diagnostic.integerOutOfRange }
    return .integer(result.partialValue)
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
