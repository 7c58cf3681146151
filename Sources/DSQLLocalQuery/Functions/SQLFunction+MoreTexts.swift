import DSQLDiagnostics
import DSQLTypes

/// Texts: joining, splitting, codes, and the largest and least of several values.
extension SQLFunction {
  static let moreTexts: [SQLFunction] = [
    SQLFunction(.concatWithSeparator, -1, .lenient) { a, _ in
      if a.count == 0 || a.isNull(0) { return .null }
      let parts = (1..<max(a.count, 1)).filter { !a.isNull($0) }.map { a.text($0) }
      return .text(parts.joined(separator: a.text(0)))
    },
    SQLFunction(.splitPart, 3) { a, _ in
      let place = a.integer(2)
      if place == 0 { throw Diagnostic(.invalidParameter, "field position must not be zero") }
      let parts = split(Array(a.text(0).utf8), by: Array(a.text(1).utf8))
      let index = place > 0 ? place - 1 : Int64(parts.count) + place
      guard index >= 0, index < parts.count else { return .text("") }
      return .bytes(Array(parts[Int(index)]))
    },
    SQLFunction(.translate, 3) { a, _ in
      let from = a.scalars(1)
      let to = a.scalars(2)
      var mapping: [Unicode.Scalar: Unicode.Scalar?] = [:]
      for (place, scalar) in from.enumerated() where mapping[scalar] == nil {
        mapping[scalar] = .some(place < to.count ? to[place] : nil)
      }
      return .text(
        text(
          a.scalars(0).compactMap { scalar in
            if let replacement = mapping[scalar] { replacement } else { scalar }
          }
        )
      )
    },
    SQLFunction(.character, 1) { a, _ in
      let code = a.integer(0)
      if code == 0 { throw Diagnostic(.invalidParameter, "null character not permitted") }
      guard code > 0, code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)) else {
        throw Diagnostic(.invalidParameter, "requested character not valid: \(code)")
      }
      return .text(String(scalar))
    },
    SQLFunction(.ascii, 1) { a, _ in .integer(Int64(a.scalars(0).first?.value ?? 0)) },
    SQLFunction(.md5, 1) { a, _ in .text(MD5Digest.hexadecimal(Array(a.text(0).utf8))) },
    // (order, value, …); NULL is passed over
    SQLFunction(.greatest, -1, .lenient) { a, _ in best(a) { $0 > 0 } },
    SQLFunction(.least, -1, .lenient) { a, _ in best(a) { $0 < 0 } },
    SQLFunction(.fileName, 1) { a, _ in
      a.withUTF8(0) { .bytes(Array($0.prefix { $0 != 0x1F })) }
    },
  ]

  private static func best(_ arguments: Arguments, isBetter: (Int) -> Bool) -> SQLResult {
    let order = ValueOrder(code: arguments.text(0))
    var found = SQLResult.null
    for index in 1..<max(arguments.count, 1) where !arguments.isNull(index) {
      let value = arguments.value(index)
      if found == .null || isBetter(order.compare(value, found)) { found = value }
    }
    return found
  }

  private static func split(_ text: [UInt8], by separator: [UInt8]) -> [ArraySlice<UInt8>] {
    if text.isEmpty { return [] }
    guard let first = separator.first else { return [text[...]] }
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index + separator.count <= text.count {
      if text[index] == first, text[index..<(index + separator.count)].elementsEqual(separator) {
        parts.append(text[start..<index])
        index += separator.count
        start = index
      } else {
        index += 1
      }
    }
    parts.append(text[start...])
    return parts
  }
}
