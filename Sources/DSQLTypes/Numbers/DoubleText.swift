/// Binary floating-point numbers as PostgreSQL prints them.
package enum DoubleText {
  /// The shortest digits that read back as the same number: `1`, `0.1`, `1e+20`, `NaN`,
  /// `Infinity`.
  package static func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds what `text` answers.
  package static func append(_ value: Double, to output: inout [UInt8]) {
    if value.isNaN { return output.append(contentsOf: "NaN".utf8) }
    if value.sign == .minus { output.append(UInt8(ascii: "-")) }
    if value.isInfinite { return output.append(contentsOf: "Infinity".utf8) }
    if value == 0 { return output.append(UInt8(ascii: "0")) }
    if value.magnitude < 1e15, let whole = Int64(exactly: value.magnitude) {
      return output.append(contentsOf: String(whole).utf8)
    }
    let (digits, point) = shortest(value.magnitude)
    let exponent = point - 1
    if exponent < -4 || exponent >= 15 {
      appendScientific(digits, exponent, to: &output)
    } else if point <= 0 {
      output.append(contentsOf: "0.".utf8)
      output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
      output.append(contentsOf: digits)
    } else if point >= digits.count {
      output.append(contentsOf: digits)
      output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - digits.count))
    } else {
      output.append(contentsOf: digits[..<point])
      output.append(UInt8(ascii: "."))
      output.append(contentsOf: digits[point...])
    }
  }

  private static func appendScientific(
    _ digits: [UInt8],
    _ exponent: Int,
    to output: inout [UInt8]
  ) {
    output.append(digits[0])
    if digits.count > 1 {
      output.append(UInt8(ascii: "."))
      output.append(contentsOf: digits[1...])
    }
    output.append(UInt8(ascii: "e"))
    output.append(UInt8(ascii: exponent < 0 ? "-" : "+"))
    if abs(exponent) < 10 { output.append(UInt8(ascii: "0")) }
    output.append(contentsOf: String(abs(exponent)).utf8)
  }

  /// The digits of a positive number without zeros at either end, and the point's place in them.
  ///
  /// The standard library finds the shortest digits but writes them in its own form.
  private static func shortest(_ value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let description = Array(value.description.utf8)
    for (index, byte) in description.enumerated() {
      if byte == UInt8(ascii: ".") {
        point = digits.count
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(String(decoding: description[(index + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
      }
    }
    var place = (point ?? digits.count) + exponent
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leading)
    place -= leading
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, place)
  }
}
