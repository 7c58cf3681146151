import DSQLDiagnostics
import Foundation

/// Functions of binary numbers that fail where PostgreSQL's do, instead of answering NaN.
enum RealMath {
  static func squareRoot(_ value: Double) throws -> Double {
    if value < 0 {
      throw Diagnostic(.invalidParameter, "cannot take square root of a negative number")
    }
    return value.squareRoot()
  }

  static func exponential(_ value: Double) throws -> Double {
    try finite(Foundation.exp(value), of: [value])
  }

  static func naturalLogarithm(_ value: Double) throws -> Double {
    try checkLogarithm(value)
    return Foundation.log(value)
  }

  static func logarithm(_ value: Double, base: Double) throws -> Double {
    try checkLogarithm(value)
    try checkLogarithm(base)
    if base == 10 { return Foundation.log10(value) }
    if base == 1 { throw Diagnostic.divisionByZero }
    return Foundation.log(value) / Foundation.log(base)
  }

  static func power(_ base: Double, _ exponent: Double) throws -> Double {
    if base == 0, exponent < 0 {
      throw Diagnostic(.invalidParameter, "zero raised to a negative power is undefined")
    }
    if base < 0, exponent.isFinite, exponent != exponent.rounded() {
      throw Diagnostic(
        .invalidParameter,
        "a negative number raised to a non-integer power yields a complex result"
      )
    }
    return try finite(Foundation.pow(base, exponent), of: [base, exponent])
  }

  /// A result, unless it left the range of finite numbers that its operands were in.
  static func finite(_ result: Double, of operands: [Double]) throws -> Double {
    if result.isFinite || operands.contains(where: { !$0.isFinite }) { return result }
    throw Diagnostic(.numericOutOfRange, "value out of range: overflow")
  }

  private static func checkLogarithm(_ value: Double) throws {
    if value == 0 { throw Diagnostic(.invalidParameter, "cannot take logarithm of zero") }
    if value < 0 {
      throw Diagnostic(.invalidParameter, "cannot take logarithm of a negative number")
    }
  }
}
