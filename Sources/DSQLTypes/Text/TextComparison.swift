/// How dsql compares texts: by code points after simple case folding, without normalisation.
///
/// Trailing blanks count and accents count. The embedded service and local work both compare with
/// these functions, on UTF-8.
///
/// - Source: `language.md` §3, "Text comparison".
package enum TextComparison {
  /// Whether two texts are equal after folding.
  package static func areEqual(_ a: String, _ b: String) -> Bool { compare(a, b) == 0 }

  /// The order of two texts by folded code points: -1, 0 or 1.
  package static func compare(_ a: String, _ b: String) -> Int {
    withBytes(a) { left in withBytes(b) { right in compareUTF8(left, right) } }
  }

  /// The order of two texts in UTF-8 by folded code points: -1, 0 or 1.
  package static func compareUTF8(
    _ a: UnsafeBufferPointer<UInt8>,
    _ b: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var left = 0
    var right = 0
    while left < a.count, right < b.count {
      if a[left] | b[right] < 0x80 {
        let (x, y) = (CaseFolding.ascii(a[left]), CaseFolding.ascii(b[right]))
        if x != y { return x < y ? -1 : 1 }
        left += 1
        right += 1
        continue
      }
      let x = UTF8Scalar.decode(a, at: left)
      let y = UTF8Scalar.decode(b, at: right)
      let (xFolded, yFolded) = (CaseFolding.fold(x.value), CaseFolding.fold(y.value))
      if xFolded != yFolded { return xFolded < yFolded ? -1 : 1 }
      left += x.length
      right += y.length
    }
    if left < a.count { return 1 }
    return right < b.count ? -1 : 0
  }

  /// A text with every scalar folded; two texts are equal when their folded UTF-8 is, and memcmp
  /// orders folded UTF-8 as `compare` orders the texts.
  package static func folded(_ s: String) -> String {
    String(decoding: foldedUTF8(s), as: UTF8.self)
  }

  /// The folded UTF-8 of a text.
  package static func foldedUTF8(_ s: String) -> [UInt8] {
    var output: [UInt8] = []
    withBytes(s) { appendFolded($0, to: &output) }
    return output
  }

  /// Adds the folded form of a text in UTF-8.
  package static func appendFolded(
    _ utf8: UnsafeBufferPointer<UInt8>,
    to output: inout [UInt8]
  ) {
    output.reserveCapacity(output.count + utf8.count)
    var index = 0
    while index < utf8.count {
      if utf8[index] < 0x80 {
        output.append(CaseFolding.ascii(utf8[index]))
        index += 1
      } else {
        let scalar = UTF8Scalar.decode(utf8, at: index)
        UTF8Scalar.append(CaseFolding.fold(scalar.value), to: &output)
        index += scalar.length
      }
    }
  }

  /// Adds the folded form of a text in UTF-8.
  package static func appendFolded(_ utf8: some Collection<UInt8>, to output: inout [UInt8]) {
    let done: Void? = utf8.withContiguousStorageIfAvailable { appendFolded($0, to: &output) }
    if done == nil {
      Array(utf8).withUnsafeBufferPointer { appendFolded($0, to: &output) }
    }
  }

  /// Whether a text holds another one, after folding.
  package static func contains(_ text: String, _ part: String) -> Bool {
    let (bytes, wanted) = (foldedUTF8(text), foldedUTF8(part))
    guard let first = wanted.first else { return true }
    guard bytes.count >= wanted.count else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// Whether a text begins with another one, after folding.
  package static func startsWith(_ text: String, _ part: String) -> Bool {
    foldedUTF8(text).starts(with: foldedUTF8(part))
  }

  /// Whether a text ends with another one, after folding.
  package static func endsWith(_ text: String, _ part: String) -> Bool {
    let (bytes, wanted) = (foldedUTF8(text), foldedUTF8(part))
    return bytes.count >= wanted.count && bytes.suffix(wanted.count).elementsEqual(wanted)
  }

  /// Whether a text matches a LIKE pattern: `%` is any run of characters, `_` is one.
  package static func like(_ text: String, pattern: String, escape: Unicode.Scalar?) -> Bool {
    LikePattern(pattern, escape: escape).matches(text)
  }

  /// Whether a text in UTF-8 matches a LIKE pattern.
  package static func like(
    _ utf8: UnsafeBufferPointer<UInt8>,
    pattern: String,
    escape: Unicode.Scalar?
  ) -> Bool {
    LikePattern(pattern, escape: escape).matches(utf8)
  }

  /// The text in upper case, one scalar for each scalar.
  package static func simpleUppercase(_ s: String) -> String {
    mapped(s) { $0.properties.uppercaseMapping }
  }

  /// The text in lower case, one scalar for each scalar.
  package static func simpleLowercase(_ s: String) -> String {
    mapped(s) { $0.properties.lowercaseMapping }
  }

  private static func mapped(_ s: String, _ mapping: (Unicode.Scalar) -> String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in s.unicodeScalars {
      let changed = mapping(scalar).unicodeScalars
      if let only = changed.first, changed.count == 1 {
        result.append(only)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

/// Calls a function with the UTF-8 of a text, without a copy where the text is native.
func withBytes<Result>(
  _ text: String,
  _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
  var text = text
  return text.withUTF8(body)
}
