extension ExactDecimal {
  /// The number with exactly so many decimals, rounded half away from zero; nil where it would need
  /// more than 38 digits.
  ///
  /// A negative scale rounds to tens, hundreds and so on, and the result has no decimals.
  package func rounded(toScale wanted: Int) -> ExactDecimal? {
    if wanted >= scale {
      return coefficient(atScale: wanted).map { ExactDecimal(coefficient: $0, scale: wanted) }
    }
    let magnitude = PowersOfTen.dropDigits(scale - wanted, of: coefficient.magnitude)
    return restored(magnitude, scale: wanted)
  }

  /// The number cut towards zero to so many decimals, as PostgreSQL's `trunc` does.
  package func truncated(toScale wanted: Int = 0) -> ExactDecimal {
    guard wanted < scale else { return self }
    guard scale - wanted <= PowersOfTen.digits else { return .zero }
    let magnitude = coefficient.magnitude / PowersOfTen.all[scale - wanted]
    return restored(magnitude, scale: wanted) ?? .zero
  }

  /// The largest whole number that is not above.
  package var floor: ExactDecimal { whole(awayWhen: coefficient < 0) }

  /// The smallest whole number that is not below.
  package var ceiling: ExactDecimal { whole(awayWhen: coefficient > 0) }

  /// The nearest 64-bit integer, rounded half away from zero; nil out of range.
  package var int64Value: Int64? {
    rounded(toScale: 0).flatMap { Int64(exactly: $0.coefficient) }
  }

  /// The nearest binary number.
  package var doubleValue: Double {
    // Reading the digits rounds once; a division of two doubles would round twice.
    Double(text(minimumScale: 0)) ?? 0
  }

  /// The shortest decimal that reads back as a binary number; nil where it is not finite or needs
  /// more than 38 digits.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(parsing: DoubleText.text(value))
  }

  private func whole(awayWhen goesAway: Bool) -> ExactDecimal {
    let power = PowersOfTen.all[scale]
    let (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: power)
    return ExactDecimal(
      isNegative: coefficient < 0,
      magnitude: remainder != 0 && goesAway ? quotient + 1 : quotient,
      scale: 0
    )
  }

  /// A magnitude that counts units of 10^-scale, as a decimal of at least scale 0.
  private func restored(_ magnitude: UInt128, scale: Int) -> ExactDecimal? {
    let isNegative = coefficient < 0
    if scale >= 0 {
      return magnitude < PowersOfTen.limit
        ? ExactDecimal(isNegative: isNegative, magnitude: magnitude, scale: scale) : nil
    }
    if magnitude == 0 { return .zero }
    guard -scale + PowersOfTen.digitCount(magnitude) <= PowersOfTen.digits else { return nil }
    return ExactDecimal(
      isNegative: isNegative,
      magnitude: magnitude * PowersOfTen.all[-scale],
      scale: 0
    )
  }
}
