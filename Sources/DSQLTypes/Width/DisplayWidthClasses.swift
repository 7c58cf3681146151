/// Looks widths up in `DisplayWidthRanges`.
enum DisplayWidthClasses {
  /// The cells of a scalar by itself.
  @inline(__always)
  static func cells(_ value: UInt32, ambiguous: Int) -> Int {
    if value < 0xA0 { return 1 }
    if value < 0x10000 {
      let entry = plane[Int(value)]
      return entry == ambiguousEntry ? ambiguous : Int(entry)
    }
    if isIn(DisplayWidthRanges.wide, value) { return 2 }
    if isIn(DisplayWidthRanges.zero, value) { return 0 }
    return ambiguous == 2 && isIn(DisplayWidthRanges.ambiguous, value) ? 2 : 1
  }

  /// Whether a scalar can be shown as an emoji.
  static func isEmoji(_ value: UInt32) -> Bool {
    Unicode.Scalar(value)?.properties.isEmoji ?? false
  }

  /// Whether a scalar is an emoji that a joiner or a skin tone can follow; digits and the like,
  /// which are emoji only in keycaps, are not.
  static func isPictograph(_ value: UInt32) -> Bool {
    value >= 0xA9 && isEmoji(value)
  }

  private static let ambiguousEntry: UInt8 = 3

  /// The class of each scalar of the basic plane: 0, 1 or 2 cells, or 3 for ambiguous.
  private static let plane: [UInt8] = {
    var plane = [UInt8](repeating: 1, count: 0x10000)
    func fill(_ ranges: [UInt32], _ entry: UInt8) {
      for place in stride(from: 0, to: ranges.count, by: 2) where ranges[place] < 0x10000 {
        for value in ranges[place]...min(ranges[place + 1], 0xFFFF) { plane[Int(value)] = entry }
      }
    }
    fill(DisplayWidthRanges.ambiguous, ambiguousEntry)
    fill(DisplayWidthRanges.wide, 2)
    fill(DisplayWidthRanges.zero, 0)
    return plane
  }()

  private static func isIn(_ ranges: [UInt32], _ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count / 2
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle * 2 + 1] < value { low = middle + 1 } else { high = middle }
    }
    return low * 2 < ranges.count && ranges[low * 2] <= value
  }
}
