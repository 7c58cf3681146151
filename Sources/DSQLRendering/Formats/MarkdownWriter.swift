import DSQLTypes

/// The format `markdown`: a table as GitHub reads it.
struct MarkdownWriter: FormatWriter {
  private let options: RenderOptions
  private let layout: CellLayout

  init(options: RenderOptions) {
    self.options = options
    layout = CellLayout(options)
  }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    guard !options.tuplesOnly else { return }
    for column in schema.columns {
      sink.write("| ")
      var name = column.name
      name.withUTF8 { writeCell($0, to: &sink) }
      sink.write(UInt8(ascii: " "))
    }
    sink.write("|\n")
    for column in schema.columns { sink.write(column.type.isNumeric ? "| ---: " : "| --- ") }
    sink.write("|\n")
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      for column in page.columns {
        sink.write("| ")
        if column.isNull(row) {
          sink.write(layout.nullText)
        } else {
          writeCell(column.cell(row), to: &sink)
        }
        sink.write(UInt8(ascii: " "))
      }
      sink.write("|\n")
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {}

  private func writeCell(_ cell: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    if CellMeasure.cells(cell, layout.width) != CellMeasure.special,
      !cell.contains(UInt8(ascii: "|"))
    {
      return sink.write(cell)
    }
    var lines = cell.split(separator: 0x0A, omittingEmptySubsequences: false)
    let last = lines.removeLast()
    for line in lines {
      writeLine(line, to: &sink)
      sink.write("<br>")
    }
    writeLine(last, to: &sink)
  }

  private func writeLine(
    _ line: Slice<UnsafeBufferPointer<UInt8>>,
    to sink: inout ByteSink
  ) {
    var text: [UInt8] = []
    _ = ControlCharacters.appendEscaped(
      UnsafeBufferPointer(rebasing: line),
      startCell: 0,
      width: layout.width,
      to: &text
    )
    for byte in text {
      if byte == UInt8(ascii: "|") { sink.write(UInt8(ascii: "\\")) }
      sink.write(byte)
    }
  }
}
