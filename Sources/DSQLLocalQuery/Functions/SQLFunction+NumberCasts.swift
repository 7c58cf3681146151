import DSQLDiagnostics
import DSQLTypes

/// Casts to and from numbers and Booleans, which fail where a value does not fit.
extension SQLFunction {
  static let numberCasts: [SQLFunction] = [
    SQLFunction(.booleanText, 1) { a, _ in .text(a.integer(0) == 0 ? "false" : "true") },
    SQLFunction(.booleanFromText, 1) { a, _ in
      let word = TextComparison.simpleLowercase(trimmed(a.text(0)))
      guard let flag = boolean(word) else {
        throw Diagnostic.invalidSyntax(of: "boolean", a.text(0))
      }
      return .boolean(flag)
    },
    SQLFunction(.integerFromText, 1) { a, _ in
      let text = trimmed(a.text(0))
      if let value = Int64(text) { return .integer(value) }
      guard let number = ExactDecimal(parsing: text), number.scale == 0,
        text.utf8.allSatisfy(isSign)
      else { throw Diagnostic.invalidSyntax(of: "integer", a.text(0)) }
      throw outOfRange(a.text(0), "integer")
    },
    SQLFunction(.integerFromDecimal, 1) { a, _ in
      guard let value = a.decimal(0).int64Value else { throw Diagnostic.integerOutOfRange }
      return .integer(value)
    },
    SQLFunction(.integerFromDouble, 1) { a, _ in
      guard let value = Int64(exactly: a.double(0).rounded(.toNearestOrEven)) else {
        throw Diagnostic.integerOutOfRange
      }
      return .integer(value)
    },
    // (text, scale); a negative scale keeps the decimals that there are
    SQLFunction(.decimalFromText, 2) { a, _ in
      let text = trimmed(a.text(0))
      guard let number = ExactDecimal(parsing: text) else {
        if Double(text) != nil, text.utf8.contains(where: { $0 &- 0x30 < 10 }) {
          throw Diagnostic.decimalOutOfRange
        }
        throw Diagnostic.invalidSyntax(of: "numeric", a.text(0))
      }
      return try scaled(number, a.integer(1))
    },
    // (integer, decimal or double; scale)
    SQLFunction(.decimalFromNumber, 2) { a, _ in
      guard case .double(let value) = a.value(0) else {
        return try scaled(a.decimal(0), a.integer(1))
      }
      guard let number = ExactDecimal(value) else { throw Diagnostic.decimalOutOfRange }
      return try scaled(number, a.integer(1))
    },
    SQLFunction(.doubleFromText, 1) { a, _ in
      let text = trimmed(a.text(0))
      guard let value = Double(text), !text.utf8.contains(UInt8(ascii: "x")) else {
        throw Diagnostic.invalidSyntax(of: "double precision", a.text(0))
      }
      if value.isInfinite, text.utf8.contains(where: { $0 &- 0x30 < 10 }) {
        throw outOfRange(a.text(0), "double precision")
      }
      return .double(value)
    },
    SQLFunction(.doubleFromDecimal, 1) { a, _ in .double(a.decimal(0).doubleValue) },
    SQLFunction(.doubleText, 1) { a, _ in .text(DoubleText.text(a.double(0))) },
    SQLFunction(.uuidFromText, 1) { a, _ in
      guard let id = uuid(trimmed(a.text(0))) else {
        throw Diagnostic.invalidSyntax(of: "uuid", a.text(0))
      }
      return .text(id)
    },
    SQLFunction(.limitCount, 1, .lenient) { a, _ in
      // No limit is -1 to SQLite.
      if a.isNull(0) { return .integer(-1) }
      if a.integer(0) < 0 {
        throw Diagnostic(.invalidParameter, "LIMIT and OFFSET must not be negative")
      }
      return .integer(a.integer(0))
    },
  ]

  /// A text without the blanks around it, which PostgreSQL's casts pass over.
  static func trimmed(_ text: String) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || ("\t"..."\r").contains($0) }
    let scalars = text.unicodeScalars.drop(while: isBlank)
    let end = scalars.lastIndex { !isBlank($0) }.map { scalars.index(after: $0) }
    return String(scalars[scalars.startIndex..<(end ?? scalars.startIndex)])
  }

  static func outOfRange(_ text: String, _ type: String) -> Diagnostic {
    Diagnostic(.numericOutOfRange, "value \"\(text)\" is out of range for type \(type)")
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }

  private static func scaled(_ number: ExactDecimal, _ scale: Int64) throws -> SQLResult {
    if scale < 0 { return .decimal(number) }
    guard let rounded = number.rounded(toScale: digits(scale)) else {
      throw Diagnostic.decimalOutOfRange
    }
    return .decimal(rounded)
  }

  /// The words of PostgreSQL, whole or their unambiguous beginnings.
  private static func boolean(_ word: String) -> Bool? {
    guard !word.isEmpty else { return nil }
    if word == "1" || word == "on" || "true".hasPrefix(word) || "yes".hasPrefix(word) {
      return true
    }
    if word == "0" || word == "of" || word == "off" || "false".hasPrefix(word)
      || "no".hasPrefix(word)
    {
      return false
    }
    return nil
  }

  /// 32 hexadecimal digits with or without hyphens and braces, in the one form that is stored.
  private static func uuid(_ text: String) -> String? {
    var digits = Substring(text)
    if digits.hasPrefix("{"), digits.hasSuffix("}") { digits = digits.dropFirst().dropLast() }
    var bytes: [UInt8] = []
    for byte in digits.utf8 where byte != UInt8(ascii: "-") {
      guard byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 else { return nil }
      if [8, 13, 18, 23].contains(bytes.count) { bytes.append(UInt8(ascii: "-")) }
      bytes.append(byte < 0x40 ? byte : byte | 0x20)
    }
    return bytes.count == 36 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
