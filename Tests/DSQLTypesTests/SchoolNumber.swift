/// Whole numbers without limit, calculated digit by digit as in school; the independent side of the
/// tests of `ExactDecimal`.
struct SchoolNumber: Equatable {
  /// The lowest digit first, without zeros at the end.
  var digits: [Int]

  init(_ text: String) {
    digits = text.reversed().compactMap(\.wholeNumberValue)
    trim()
  }

  var text: String {
    digits.isEmpty ? "0" : digits.reversed().map { String($0) }.joined()
  }

  func plus(_ other: SchoolNumber) -> SchoolNumber {
    var result = SchoolNumber("")
    var carry = 0
    for place in 0..<(max(digits.count, other.digits.count) + 1) {
      let sum = digit(place) + other.digit(place) + carry
      result.digits.append(sum % 10)
      carry = sum / 10
    }
    result.trim()
    return result
  }

  func times(_ other: SchoolNumber) -> SchoolNumber {
    var result = SchoolNumber("")
    result.digits = [Int](repeating: 0, count: digits.count + other.digits.count + 1)
    for (place, digit) in digits.enumerated() {
      for (otherPlace, otherDigit) in other.digits.enumerated() {
        result.digits[place + otherPlace] += digit * otherDigit
      }
    }
    for place in 0..<(result.digits.count - 1) {
      result.digits[place + 1] += result.digits[place] / 10
      result.digits[place] %= 10
    }
    result.trim()
    return result
  }

  func movedLeft(_ places: Int) -> SchoolNumber {
    var result = self
    if !digits.isEmpty {
      result.digits.insert(contentsOf: Array(repeating: 0, count: places), at: 0)
    }
    return result
  }

  func isLess(than other: SchoolNumber) -> Bool {
    if digits.count != other.digits.count { return digits.count < other.digits.count }
    return digits.reversed().lexicographicallyPrecedes(other.digits.reversed())
  }

  func minus(_ smaller: SchoolNumber) -> SchoolNumber {
    var result = self
    for place in digits.indices {
      result.digits[place] -= smaller.digit(place)
      if result.digits[place] < 0 {
        result.digits[place] += 10
        result.digits[place + 1] -= 1
      }
    }
    result.trim()
    return result
  }

  func divided(by other: SchoolNumber) -> (quotient: SchoolNumber, remainder: SchoolNumber) {
    var quotient = SchoolNumber("")
    var rest = SchoolNumber("")
    for digit in digits.reversed() {
      rest.digits.insert(digit, at: 0)
      rest.trim()
      var times = 0
      while !rest.isLess(than: other) {
        rest = rest.minus(other)
        times += 1
      }
      quotient.digits.insert(times, at: 0)
    }
    quotient.trim()
    return (quotient, rest)
  }

  /// The quotient rounded half up.
  func roundedQuotient(by other: SchoolNumber) -> SchoolNumber {
    let (quotient, rest) = divided(by: other)
    return rest.plus(rest).isLess(than: other) ? quotient : quotient.plus(SchoolNumber("1"))
  }

  private func digit(_ place: Int) -> Int { place < digits.count ? digits[place] : 0 }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
  }
}
