import DSQLTypes

/// Rows as records: one line for each value, its column's name before it.
struct ExpandedRecords {
  private let options: RenderOptions
  private let layout: CellLayout
  private let frame: TableFrame
  private let titles: [String]
  private let titleCells: [Int]
  private let titleWidth: Int
  private let valueWidth: Int
  private var record = 0
  private(set) var cutCount = 0

  init(
    options: RenderOptions,
    layout: CellLayout,
    frame: TableFrame,
    titles: [String],
    measure: ColumnMeasure
  ) {
    self.options = options
    self.layout = layout
    self.frame = frame
    self.titles = titles
    titleCells = measure.headers
    titleWidth = measure.headers.max() ?? 0
    var widest = measure.values.max() ?? 0
    // The marks of a line that goes on below have a cell of their own.
    let framing = frame.border == 0 ? 2 : frame.border == 1 ? 4 : 7
    if options.format == .wrapped, let columns = options.columns {
      widest = min(widest, max(columns - titleWidth - framing, 3))
    }
    valueWidth = widest
  }

  /// The title.
  func begin(to sink: inout ByteSink) {
    guard !options.tuplesOnly, let title = options.title else { return }
    sink.write(ControlCharacters.escaped(title, width: layout.width) + "\n")
  }

  /// The line under the last record.
  func end(to sink: inout ByteSink) {
    guard record > 0, frame.border == 2 else { return }
    sink.write(frame.rule([titleWidth, valueWidth], at: .bottom) + "\n")
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      record += 1
      writeRecordLine(to: &sink)
      for (index, column) in page.columns.enumerated() {
        let cell = column.cell(row)
        let cells = column.isNull(row) ? Int32(layout.nullCells) : layout.cells(cell)
        let fits = cells >= 0 && (options.format != .wrapped || Int(cells) <= valueWidth)
        writeTitle(index, to: &sink)
        if column.isNull(row) {
          writeValue(end: .last, cells: layout.nullCells, to: &sink) { $0.write(layout.nullText) }
        } else if fits {
          writeValue(end: .last, cells: Int(cells), to: &sink) { $0.write(cell) }
        } else {
          writeLines(cell, to: &sink)
        }
      }
    }
  }

  /// A value of several lines, with escapes or cut.
  private mutating func writeLines(
    _ cell: UnsafeBufferPointer<UInt8>,
    to sink: inout ByteSink
  ) {
    let wrap = options.format == .wrapped ? valueWidth : nil
    let lines = layout.lines(cell, wrap: wrap, cutCount: &cutCount)
    for (number, line) in lines.enumerated() {
      if number > 0 { writeTitle(nil, follows: lines[number - 1].end, to: &sink) }
      writeValue(end: line.end, cells: line.cells, to: &sink) { $0.write(line.text) }
    }
  }

  private func writeTitle(
    _ index: Int?,
    follows: CellLayout.Line.End = .last,
    to sink: inout ByteSink
  ) {
    if frame.border == 2 { sink.write(frame.vertical + " ") }
    if let index { sink.write(titles[index]) }
    sink.pad(titleWidth - (index.map { titleCells[$0] } ?? 0))
    sink.write(UInt8(ascii: " "))
    if frame.border > 0 {
      sink.write(frame.vertical)
      sink.write(follows == .wrap ? frame.wrapMark : " ")
    }
  }

  private func writeValue(
    end: CellLayout.Line.End,
    cells: Int,
    to sink: inout ByteSink,
    _ write: (inout ByteSink) -> Void
  ) {
    write(&sink)
    if frame.border == 2 || end != .last { sink.pad(valueWidth - cells) }
    switch end {
    case .newline: sink.write(frame.newlineMark)
    case .wrap: sink.write(frame.wrapMark)
    case .last: if frame.border == 2 { sink.write(UInt8(ascii: " ")) }
    }
    if frame.border == 2 { sink.write(frame.vertical) }
    sink.write(UInt8(ascii: "\n"))
  }

  /// `-[ RECORD 1 ]-+----`, with the cross over the divider where there is room for it.
  private func writeRecordLine(to sink: inout ByteSink) {
    if options.tuplesOnly, record == 1, frame.border < 2 { return }
    if frame.border == 0 {
      return sink.write(options.tuplesOnly ? "\n" : "* Record \(record)\n")
    }
    let place: TableFrame.Place = record == 1 ? .top : .middle
    var line = frame.border == 2 ? frame.left(place) + frame.horizontal : frame.horizontal
    if !options.tuplesOnly { line += "[ RECORD \(record) ]" }
    let divider = frame.border == 2 ? titleWidth + 3 : titleWidth + 1
    let end = divider + 2 + valueWidth
    for cell in line.count..<max(end, line.count) {
      line += cell == divider ? frame.cross(place) : frame.horizontal
    }
    if frame.border == 2 { line += frame.horizontal + frame.right(place) }
    sink.write(line + "\n")
  }
}
