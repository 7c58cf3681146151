/// Simple case folding, one scalar to one scalar.
///
/// A scalar folds to the single-scalar lower case of its single-scalar upper case; where a mapping
/// has several scalars, the scalar itself stands in its place. U+0131 folds to itself.
///
/// - Source: `language.md` §3, "Text comparison".
enum CaseFolding {
  /// What a scalar folds to.
  @inline(__always)
  static func fold(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return UInt32(ascii(UInt8(truncatingIfNeeded: value))) }
    if value < 0x10000 { return UInt32(plane[Int(value)]) }
    return foldBeyondPlane(value)
  }

  /// What an ASCII byte folds to.
  @inline(__always)
  static func ascii(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// What each scalar of the basic plane folds to.
  private static let plane: [UInt16] = {
    var plane = [UInt16](unsafeUninitializedCapacity: 0x10000) { buffer, count in
      for value in 0..<0x10000 { buffer[value] = UInt16(value) }
      count = 0x10000
    }
    for letter in 0x41...0x5A { plane[letter] += 32 }
    let ranges = CaseFoldingRanges.all
    for entry in stride(from: 0, to: ranges.count, by: 4) where ranges[entry] < 0x10000 {
      for value in stride(
        from: ranges[entry],
        through: ranges[entry + 1],
        by: Int(ranges[entry + 2])
      ) {
        plane[Int(value)] = UInt16(value + ranges[entry + 3])
      }
    }
    return plane
  }()

  private static let firstBeyondPlane: Int =
    stride(from: 0, to: CaseFoldingRanges.all.count, by: 4)
    .first { CaseFoldingRanges.all[$0] >= 0x10000 } ?? CaseFoldingRanges.all.count

  private static func foldBeyondPlane(_ value: UInt32) -> UInt32 {
    guard value < 0x1E944 else { return value }
    let ranges = CaseFoldingRanges.all
    let scalar = Int32(value)
    for entry in stride(from: firstBeyondPlane, to: ranges.count, by: 4)
    where ranges[entry] <= scalar && scalar <= ranges[entry + 1] {
      return UInt32(scalar + ranges[entry + 3])
    }
    return value
  }
}
