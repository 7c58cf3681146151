import DSQLTypes

/// Rows as lines of columns.
struct AlignedLines {
  private let layout: CellLayout
  private let frame: TableFrame
  private let widths: [Int]
  /// Whether the values of a column stand at its right side.
  private let isRight: [Bool]
  private let wraps: Bool
  private let lead: [UInt8]
  private let divider: [UInt8]
  private let trail: [UInt8]
  /// The cells of the values of one page, column after column.
  private var cells: [Int32] = []
  private(set) var cutCount = 0

  init(layout: CellLayout, frame: TableFrame, widths: [Int], isRight: [Bool], wraps: Bool) {
    self.layout = layout
    self.frame = frame
    self.widths = widths
    self.isRight = isRight
    self.wraps = wraps
    lead = Array(frame.lead.utf8)
    divider = Array(frame.divider.utf8)
    trail = Array((frame.trail + "\n").utf8)
  }

  /// Title, header and the line under it.
  func begin(titles: [String], options: RenderOptions, to sink: inout ByteSink) {
    if !options.tuplesOnly, let title = options.title {
      let text = ControlCharacters.escaped(title, width: layout.width)
      let total = widths.reduce(0, +) + frame.frameCells(columns: widths.count)
      sink.pad((total - layout.width.cells(of: text)) / 2)
      sink.write(text + "\n")
    }
    if frame.border == 2 { sink.write(frame.rule(widths, at: .top) + "\n") }
    if options.tuplesOnly { return }
    sink.write(lead)
    for (index, title) in titles.enumerated() {
      if index > 0 { sink.write(divider) }
      let blanks = max(widths[index] - layout.width.cells(of: title), 0)
      sink.pad(blanks / 2)
      sink.write(title)
      sink.pad(blanks - blanks / 2)
    }
    if frame.border < 2, !titles.isEmpty { sink.write(UInt8(ascii: " ")) }
    sink.write(trail)
    sink.write(frame.rule(widths, at: .middle) + "\n")
  }

  /// The line under the last row.
  func end(to sink: inout ByteSink) {
    if frame.border == 2 { sink.write(frame.rule(widths, at: .bottom) + "\n") }
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    let special = measure(page)
    let last = page.columns.count - 1
    for row in 0..<page.rowCount {
      if special.contains(row) {
        writeSpecial(page, row, to: &sink)
        continue
      }
      sink.write(lead)
      for index in 0...max(last, 0) where index <= last {
        if index > 0 { sink.write(divider) }
        let column = page.columns[index]
        let isNull = column.isNull(row)
        let used = isNull ? layout.nullCells : Int(cells[index * page.rowCount + row])
        let blanks = widths[index] - used
        if isRight[index] { sink.pad(blanks) }
        if isNull { sink.write(layout.nullText) } else { sink.write(column.cell(row)) }
        if !isRight[index], index < last || frame.border == 2 { sink.pad(blanks) }
      }
      sink.write(trail)
    }
  }

  /// Fills `cells` and answers the rows that cannot be written as they are.
  private mutating func measure(_ page: CellPage) -> RowMarks {
    let count = page.rowCount
    var marks = RowMarks(count: count)
    if cells.count < count * page.columns.count {
      cells = [Int32](repeating: 0, count: count * page.columns.count)
    }
    let layout = layout
    for (index, column) in page.columns.enumerated() {
      let widest = wraps ? Int32(truncatingIfNeeded: widths[index]) : .max
      cells.withUnsafeMutableBufferPointer { cells in
        for row in 0..<count where !column.isNull(row) {
          let measured = layout.cells(column.cell(row))
          cells[index * count + row] = measured
          if measured < 0 || measured > widest { marks.insert(row) }
        }
      }
    }
    return marks
  }

  /// Writes a row that has values of several lines, with escapes or cut.
  private mutating func writeSpecial(_ page: CellPage, _ row: Int, to sink: inout ByteSink) {
    var columns: [[CellLayout.Line]] = []
    for (index, column) in page.columns.enumerated() {
      if column.isNull(row) {
        columns.append([.init(text: layout.nullText, cells: layout.nullCells, end: .last)])
      } else {
        columns.append(
          layout.lines(
            column.cell(row),
            wrap: wraps ? widths[index] : nil,
            cutCount: &cutCount
          )
        )
      }
    }
    for line in 0..<(columns.map(\.count).max() ?? 0) {
      writeLine(line, of: columns, to: &sink)
    }
  }

  private func writeLine(
    _ number: Int,
    of columns: [[CellLayout.Line]],
    to sink: inout ByteSink
  ) {
    let last = columns.count - 1
    if frame.border == 2 { sink.write(frame.vertical) }
    for (index, lines) in columns.enumerated() {
      if index > 0, frame.border > 0 { sink.write(frame.vertical) }
      if frame.border > 0 {
        let follows = number > 0 && number <= lines.count && lines[number - 1].end == .wrap
        sink.write(follows ? frame.wrapMark : " ")
      }
      let isFilled = index < last || frame.border == 2
      guard number < lines.count else {
        if isFilled { sink.pad(widths[index] + 1) }
        continue
      }
      let line = lines[number]
      let blanks = widths[index] - line.cells
      if isRight[index] { sink.pad(blanks) }
      sink.write(line.text)
      if !isRight[index], isFilled || line.end != .last { sink.pad(blanks) }
      switch line.end {
      case .newline: sink.write(frame.newlineMark)
      case .wrap: sink.write(frame.wrapMark)
      case .last: if isFilled { sink.write(UInt8(ascii: " ")) }
      }
    }
    if frame.border == 2 { sink.write(frame.vertical) }
    sink.write(UInt8(ascii: "\n"))
  }
}

/// A bit for each row of a page.
private struct RowMarks {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  func contains(_ row: Int) -> Bool { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }
}
