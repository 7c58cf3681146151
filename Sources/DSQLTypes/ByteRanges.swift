/// Texts of a column: ranges in one buffer of UTF-8.
package struct ByteRanges: Sendable, Hashable {
  /// The bytes of all rows, one after another.
  package var bytes: [UInt8]
  /// Where each row begins in `bytes`, and one more entry where the last one ends.
  package var offsets: [Int32]

  package init() {
    bytes = []
    offsets = [0]
  }

  /// Ranges over a buffer; `offsets` ascend, begin with 0 and have one more entry than rows.
  package init(bytes: [UInt8], offsets: [Int32]) {
    self.bytes = bytes
    self.offsets = offsets
  }

  package var count: Int { offsets.count - 1 }

  /// The range of a row in `bytes`.
  package func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

  /// The text of a row.
  package func text(_ row: Int) -> String {
    String(decoding: bytes[range(row)], as: UTF8.self)
  }

  /// Adds a row.
  package mutating func append(_ row: some Collection<UInt8>) {
    bytes.append(contentsOf: row)
    offsets.append(Int32(truncatingIfNeeded: bytes.count))
  }

  /// The rows in a range of indices.
  package func rows(in rows: Range<Int>) -> ByteRanges {
    let lower = offsets[rows.lowerBound]
    let upper = offsets[rows.upperBound]
    return ByteRanges(
      bytes: Array(bytes[Int(lower)..<Int(upper)]),
      offsets: offsets[rows.lowerBound...rows.upperBound].map { $0 - lower }
    )
  }
}
