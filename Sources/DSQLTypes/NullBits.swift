/// A bit for each row that tells whether it is NULL.
package struct NullBits: Sendable, Hashable {
  /// The bits, 64 to a word, the first row lowest; a set bit is NULL.
  package private(set) var words: [UInt64]
  package private(set) var count: Int

  package init() {
    words = []
    count = 0
  }

  /// Bits that were made elsewhere; `words` holds at least `count` of them.
  package init(words: [UInt64], count: Int) {
    self.words = words
    self.count = count
  }

  /// Rows that are all NULL, or none of them.
  package init(repeating isNull: Bool, count: Int) {
    words = [UInt64](repeating: isNull ? .max : 0, count: (count + 63) / 64)
    self.count = count
  }

  package subscript(row: Int) -> Bool {
    words[row >> 6] & (1 << UInt64(row & 63)) != 0
  }

  /// Adds a row.
  package mutating func append(_ isNull: Bool) {
    if count & 63 == 0 { words.append(0) }
    if isNull { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// The rows in a range of indices.
  package func rows(in range: Range<Int>) -> NullBits {
    var result = NullBits()
    for row in range { result.append(self[row]) }
    return result
  }
}
