import DSQLTypes

/// How cells of the aligned formats become lines.
struct CellLayout {
  let width: DisplayWidth
  /// The most cells of a line of a value, beyond which it is cut; nil where nothing is cut.
  let limit: Int?
  let nullText: [UInt8]
  let nullCells: Int

  init(_ options: RenderOptions) {
    width = DisplayWidth(ambiguous: options.ambiguousWidth)
    limit = options.cellWidth.flatMap { $0 > 0 ? $0 : nil }
    let text = ControlCharacters.escaped(options.nullText ?? "NULL", width: width)
    nullCells = width.cells(of: text)
    // NULL is dimmed, so that it cannot be taken for a text.
    nullText = Array(
      (options.usesColour && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text).utf8
    )
  }

  /// The cells of one value, or `CellMeasure.special` where it has to be laid out.
  @inline(__always)
  func cells(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    let cells = CellMeasure.cells(bytes, width)
    if let limit, cells > Int32(truncatingIfNeeded: limit) { return CellMeasure.special }
    return cells
  }

  /// One line of a value.
  struct Line {
    var text: [UInt8]
    var cells: Int
    var end: End

    /// What follows a line of a value.
    enum End { case last, newline, wrap }
  }

  /// The lines of a value: broken at its line breaks and, where `wrap` says so, at a width.
  ///
  /// - Parameters:
  ///   - bytes: The value.
  ///   - wrap: The most cells of a line; nil where lines may be as long as they are.
  ///   - cutCount: Grows by one where the value was cut.
  /// - Returns: At least one line.
  func lines(
    _ bytes: UnsafeBufferPointer<UInt8>,
    wrap: Int?,
    cutCount: inout Int
  ) -> [Line] {
    var lines: [Line] = []
    var isCut = false
    let parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      var text: [UInt8] = []
      var cells = ControlCharacters.appendEscaped(
        UnsafeBufferPointer(rebasing: part),
        startCell: 0,
        width: width,
        to: &text
      )
      if let limit, cells > limit {
        (text, cells) = cut(text, to: limit)
        isCut = true
      }
      let end: Line.End = place < parts.count - 1 ? .newline : .last
      if let wrap, cells > wrap {
        lines.append(contentsOf: wrapped(text, at: wrap, end: end))
      } else {
        lines.append(Line(text: text, cells: cells, end: end))
      }
    }
    if isCut { cutCount += 1 }
    return lines
  }

  private func cut(_ text: [UInt8], to limit: Int) -> ([UInt8], Int) {
    let mark = "…"
    let room = max(limit - width.cells(of: mark), 0)
    let kept = width.prefix(of: String(decoding: text, as: UTF8.self), cells: room)
    return (Array(kept.utf8) + Array(mark.utf8), width.cells(of: String(kept) + mark))
  }

  private func wrapped(_ text: [UInt8], at wrap: Int, end: Line.End) -> [Line] {
    var lines: [Line] = []
    var rest = String(decoding: text, as: UTF8.self)[...]
    while !rest.isEmpty {
      var part = width.prefix(of: String(rest), cells: wrap)
      // A character that is wider than the column stands in it all the same.
      if part.isEmpty { part = rest.prefix(1) }
      lines.append(Line(text: Array(part.utf8), cells: width.cells(of: String(part)), end: .wrap))
      rest = rest.dropFirst(part.count)
    }
    if !lines.isEmpty { lines[lines.count - 1].end = end }
    return lines
  }
}
