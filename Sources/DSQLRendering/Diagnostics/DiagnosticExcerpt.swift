import DSQLTypes

/// The line of a statement with a caret under the fault.
struct DiagnosticExcerpt {
  /// The line, or the part of it that is shown.
  let text: String
  /// The cells before the caret.
  let caret: Int

  /// The longest part of a line that is shown, and what at least stays to the right of the caret,
  /// in cells; both as libpq has them.
  private static let limit = 60
  private static let rightRoom = 10

  /// - Parameters:
  ///   - line: The line.
  ///   - column: The 1-based character under which the caret stands; one past the end is possible.
  ///   - width: How characters are measured.
  init(line: String, column: Int, width: DisplayWidth) {
    var pieces: [[UInt8]] = []
    // The cell in which each character begins, and the one after the last.
    var starts = [0]
    for character in line {
      var piece: [UInt8] = []
      var bytes = String(character)
      let cells = bytes.withUTF8 {
        ControlCharacters.appendEscaped(
          $0,
          startCell: starts[pieces.count],
          width: width,
          to: &piece
        )
      }
      starts.append(starts[pieces.count] + cells)
      pieces.append(piece)
    }
    let place = min(max(column - 1, 0), pieces.count)
    var (first, end) = (0, pieces.count)
    if starts[end] > Self.limit {
      if starts[place] + Self.rightRoom <= Self.limit {
        while starts[end] > Self.limit { end -= 1 }
      } else {
        while end > place + 1, starts[place] + Self.rightRoom < starts[end] { end -= 1 }
        while first < place, starts[end] - starts[first] > Self.limit { first += 1 }
      }
    }
    let left = first > 0 ? "..." : ""
    let right = end < pieces.count ? "..." : ""
    text = left + String(decoding: pieces[first..<end].joined(), as: UTF8.self) + right
    caret = left.count + starts[place] - starts[first]
  }
}
