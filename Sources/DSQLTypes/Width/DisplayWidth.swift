/// How many cells of a terminal a text takes.
///
/// A wide or fullwidth character takes 2, so does an emoji (by U+FE0F, a sequence joined by U+200D,
/// a pair of flag letters, a keycap); combining marks take none; an ambiguous character takes 1,
/// or 2 in East Asian terminals. Control characters are no business of this type: they are shown
/// as `ControlCharacters` writes them.
///
/// - Source: `shell-conventions.md` §9; UAX #11 for wide and ambiguous.
package struct DisplayWidth: Hashable, Sendable {
  /// The cells of an ambiguous character: 1 or 2.
  package let ambiguous: Int

  /// A measure for a terminal; anything but 2 counts as 1.
  package init(ambiguous: Int = 1) { self.ambiguous = ambiguous == 2 ? 2 : 1 }

  /// The cells of a text.
  package func cells(of text: String) -> Int { withBytes(text) { cells(ofUTF8: $0) } }

  /// The cells of a text in UTF-8.
  package func cells(ofUTF8 bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var index = 0
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    if index == bytes.count { return index }
    // The character before may take part in what follows, for instance `1` in a keycap.
    index = max(index - 1, 0)
    var state = ClusterWidth()
    var cells = index
    while index < bytes.count {
      let scalar = UTF8Scalar.decode(bytes, at: index)
      cells += state.advance(scalar.value, ambiguous: ambiguous)
      index += scalar.length
    }
    return cells
  }

  /// The longest part from the start of a text that takes no more cells, ending between two
  /// characters.
  package func prefix(of text: String, cells limit: Int) -> Substring {
    var used = 0
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      let more = cells(of: String(text[index..<next]))
      if used + more > limit { break }
      used += more
      index = next
    }
    return text[..<index]
  }

  /// The cells of a scalar that stands alone: 0, 1 or 2.
  package func cells(of scalar: Unicode.Scalar) -> Int {
    var state = ClusterWidth()
    return state.advance(scalar.value, ambiguous: ambiguous)
  }
}

/// What of a cluster was seen, as far as its width depends on it.
private struct ClusterWidth {
  /// The last scalar that takes cells, and how many it took.
  private var base: UInt32 = 0
  private var baseCells = 0
  private var follows: Following = .nothing

  private enum Following {
    case nothing
    /// An emoji and a joiner stand before: the next emoji takes no cells of its own.
    case joiner
    /// One flag letter stands before: the next one completes the pair.
    case flagLetter
  }

  /// The cells that a scalar adds.
  mutating func advance(_ value: UInt32, ambiguous: Int) -> Int {
    switch value {
    case 0xFE0F:
      // Emoji presentation makes a narrow emoji wide.
      guard baseCells == 1, DisplayWidthClasses.isEmoji(base) else { return 0 }
      baseCells = 2
      return 1
    case 0xFE0E:
      return 0
    case 0x200D:
      follows = DisplayWidthClasses.isPictograph(base) ? .joiner : .nothing
      return 0
    case 0x20E3:
      guard baseCells == 1 else { return 0 }
      baseCells = 2
      return 1
    case 0x1F1E6...0x1F1FF:
      if follows == .flagLetter {
        follows = .nothing
        return 0
      }
      (base, baseCells, follows) = (value, 2, .flagLetter)
      return 2
    case 0x1F3FB...0x1F3FF where DisplayWidthClasses.isPictograph(base) && baseCells > 0:
      // A skin tone belongs to the emoji before it.
      let more = 2 - baseCells
      baseCells = 2
      return more
    default:
      let cells = DisplayWidthClasses.cells(value, ambiguous: ambiguous)
      if cells == 0 { return 0 }
      let joins = follows == .joiner && DisplayWidthClasses.isPictograph(value)
      follows = .nothing
      base = value
      if joins { return 0 }
      baseCells = cells
      return cells
    }
  }
}
