extension ExactDecimal {
  /// An integer as a decimal of scale 0.
  package init(_ value: Int64) { self.init(coefficient: Int128(value), scale: 0) }

  package static let zero = ExactDecimal(coefficient: 0, scale: 0)

  package var isZero: Bool { coefficient == 0 }

  /// The number with the opposite sign.
  package var negated: ExactDecimal { ExactDecimal(coefficient: -coefficient, scale: scale) }

  /// The number without its sign.
  package var absolute: ExactDecimal { coefficient < 0 ? negated : self }

  /// The number with the fewest decimals that keep its value.
  package var normalized: ExactDecimal {
    if coefficient == 0 { return .zero }
    var (magnitude, scale) = (coefficient, scale)
    while scale > 0 {
      let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      magnitude = quotient
      scale -= 1
    }
    return ExactDecimal(coefficient: magnitude, scale: scale)
  }

  /// The sum, with the larger of both scales.
  package func adding(_ other: ExactDecimal) throws(ArithmeticFault) -> ExactDecimal {
    if scale == other.scale { return try Self.checked(coefficient, other.coefficient, scale) }
    let wanted = max(scale, other.scale)
    if let left = coefficient(atScale: wanted), let right = other.coefficient(atScale: wanted),
      let sum = try? Self.checked(left, right, wanted)
    {
      return sum
    }
    // Decimals that are zero need not be kept where there is no room for them.
    let (short, otherShort) = (normalized, other.normalized)
    let needed = max(short.scale, otherShort.scale)
    guard let left = short.coefficient(atScale: needed),
      let right = otherShort.coefficient(atScale: needed)
    else { throw .overflow }
    return try Self.checked(left, right, needed)
  }

  /// The difference, with the larger of both scales.
  package func subtracting(_ other: ExactDecimal) throws(ArithmeticFault) -> ExactDecimal {
    try adding(other.negated)
  }

  /// The product, whose scale is the sum of both, or as many decimals as fit, rounded.
  package func multiplied(_ other: ExactDecimal) throws(ArithmeticFault) -> ExactDecimal {
    let isNegative = (coefficient < 0) != (other.coefficient < 0)
    let wide = coefficient.magnitude.multipliedFullWidth(by: other.coefficient.magnitude)
    let wanted = scale + other.scale
    if wide.high == 0, wide.low < PowersOfTen.limit, wanted <= PowersOfTen.digits {
      return ExactDecimal(isNegative: isNegative, magnitude: wide.low, scale: wanted)
    }
    var product = WideMagnitude(high: wide.high, low: wide.low)
    var dropped = 0
    var lastDigit: UInt64 = 0
    while dropped < wanted,
      !product.isBelowLimit || wanted - dropped > PowersOfTen.digits
    {
      lastDigit = product.dropDigit()
      dropped += 1
    }
    guard product.isBelowLimit else { throw .overflow }
    var magnitude = product.low
    if lastDigit >= 5 { magnitude += 1 }
    if magnitude == PowersOfTen.limit {
      guard dropped < wanted else { throw .overflow }
      magnitude /= 10
      dropped += 1
    }
    return ExactDecimal(isNegative: isNegative, magnitude: magnitude, scale: wanted - dropped)
  }

  /// The quotient, rounded half away from zero to `quotientScale` decimals.
  package func divided(_ other: ExactDecimal) throws(ArithmeticFault) -> ExactDecimal {
    try divided(other, scale: quotientScale(dividingBy: other))
  }

  /// The quotient, rounded half away from zero to so many decimals.
  package func divided(
    _ other: ExactDecimal,
    scale wanted: Int
  ) throws(ArithmeticFault) -> ExactDecimal {
    guard !other.isZero else { throw .divisionByZero }
    let divisor = other.coefficient.magnitude
    var (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
    let moved = wanted + other.scale - scale
    if moved < 0 {
      // Decimals of the dividend beyond the wanted ones decide nothing but the rounding.
      let digits = PowersOfTen.all[min(-moved, PowersOfTen.digits)]
      let (whole, rest) = quotient.quotientAndRemainder(dividingBy: digits)
      let roundsUp = rest >= digits - rest
      return ExactDecimal(
        isNegative: (coefficient < 0) != (other.coefficient < 0),
        magnitude: roundsUp ? whole + 1 : whole,
        scale: wanted
      )
    }
    for _ in 0..<moved {
      let digit = Self.nextDigit(of: &remainder, dividingBy: divisor)
      guard quotient < PowersOfTen.limit / 10 else { throw .overflow }
      quotient = quotient * 10 + digit
    }
    if remainder >= divisor - remainder { quotient += 1 }
    guard quotient < PowersOfTen.limit else { throw .overflow }
    return ExactDecimal(
      isNegative: (coefficient < 0) != (other.coefficient < 0),
      magnitude: quotient,
      scale: wanted
    )
  }

  /// The remainder of the division that rounds towards zero; it has the dividend's sign and the
  /// larger of both scales.
  package func remainder(_ other: ExactDecimal) throws(ArithmeticFault) -> ExactDecimal {
    guard !other.isZero else { throw .divisionByZero }
    let wanted = max(scale, other.scale)
    guard let divisor = other.coefficient(atScale: wanted)?.magnitude else { return self }
    var rest = coefficient.magnitude % divisor
    for _ in scale..<wanted { _ = Self.nextDigit(of: &rest, dividingBy: divisor) }
    return ExactDecimal(isNegative: coefficient < 0, magnitude: rest, scale: wanted)
  }

  /// How many decimals PostgreSQL gives a quotient: at least 16 significant digits and never fewer
  /// decimals than an operand.
  ///
  /// - Source: `select_div_scale` in PostgreSQL's `numeric.c`.
  package func quotientScale(dividingBy other: ExactDecimal) -> Int {
    let (weight, first) = leadingGroup
    let (otherWeight, otherFirst) = other.leadingGroup
    let quotientWeight = weight - otherWeight - (first <= otherFirst ? 1 : 0)
    return min(max(16 - quotientWeight * 4, scale, other.scale, 0), PowersOfTen.digits)
  }

  /// The first group of four digits, counted from the point, that is not zero, and its power of
  /// 10,000.
  private var leadingGroup: (weight: Int, value: UInt128) {
    guard coefficient != 0 else { return (0, 0) }
    let place = PowersOfTen.digitCount(coefficient.magnitude) - 1 - scale
    let weight = place >= 0 ? place / 4 : -((3 - place) / 4)
    let below = scale + weight * 4
    return below >= 0
      ? (weight, coefficient.magnitude / PowersOfTen.all[below])
      : (weight, coefficient.magnitude * PowersOfTen.all[-below])
  }

  /// Ten times a remainder, brought below the divisor again; answers the digit that came out.
  private static func nextDigit(
    of remainder: inout UInt128,
    dividingBy divisor: UInt128
  ) -> UInt128 {
    if remainder == 0 { return 0 }
    if remainder < PowersOfTen.all[37] {
      let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: divisor)
      remainder = rest
      return digit
    }
    // Ten times would not fit, but twice does: 10r = 2 · (4r + r).
    let once = remainder
    var digit: UInt128 = 0
    func step(_ value: UInt128) {
      remainder = value
      if remainder >= divisor {
        remainder -= divisor
        digit += 1
      }
    }
    step(once * 2)
    digit *= 2
    step(remainder * 2)
    step(remainder + once)
    digit *= 2
    step(remainder * 2)
    return digit
  }

  init(isNegative: Bool, magnitude: UInt128, scale: Int) {
    self.init(
      coefficient: isNegative ? -Int128(magnitude) : Int128(magnitude),
      scale: scale
    )
  }

  /// The coefficient that has the same value at a larger scale; nil where it does not fit.
  func coefficient(atScale wanted: Int) -> Int128? {
    let more = wanted - scale
    if more == 0 { return coefficient }
    guard more > 0, more <= PowersOfTen.digits else { return coefficient == 0 ? 0 : nil }
    let (product, overflow) = coefficient.multipliedReportingOverflow(
      by: Int128(PowersOfTen.all[more])
    )
    return overflow || product.magnitude >= PowersOfTen.limit ? nil : product
  }

  private static func checked(
    _ left: Int128,
    _ right: Int128,
    _ scale: Int
  ) throws(ArithmeticFault) -> ExactDecimal {
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !overflow, sum.magnitude < PowersOfTen.limit else { throw .overflow }
    return ExactDecimal(coefficient: sum, scale: scale)
  }
}
