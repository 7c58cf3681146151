/// Why a calculation has no result.
package enum ArithmeticFault: Error, Hashable, Sendable {
  /// The result has more than 38 digits, or does not fit its type.
  case overflow
  case divisionByZero
}
