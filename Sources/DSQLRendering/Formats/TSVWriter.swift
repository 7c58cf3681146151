import DSQLTypes

/// The format `tsv`: tabs between values; tabs, line breaks and backslashes in them are escaped.
struct TSVWriter: FormatWriter {
  private let options: RenderOptions
  private let nullText: [UInt8]

  init(options: RenderOptions) {
    self.options = options
    nullText = Array((options.nullText ?? "\\N").utf8)
  }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    guard !options.tuplesOnly else { return }
    for (index, column) in schema.columns.enumerated() {
      if index > 0 { sink.write(UInt8(ascii: "\t")) }
      var name = column.name
      name.withUTF8 { Self.writeCell($0, to: &sink) }
    }
    sink.write(UInt8(ascii: "\n"))
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      for (index, column) in page.columns.enumerated() {
        if index > 0 { sink.write(UInt8(ascii: "\t")) }
        if column.isNull(row) {
          sink.write(nullText)
        } else {
          Self.writeCell(column.cell(row), to: &sink)
        }
      }
      sink.write(UInt8(ascii: "\n"))
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {}

  private static func writeCell(_ cell: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    var runStart = 0
    for (index, byte) in cell.enumerated() {
      let letter: UInt8
      switch byte {
      case 0x09: letter = UInt8(ascii: "t")
      case 0x0A: letter = UInt8(ascii: "n")
      case 0x0D: letter = UInt8(ascii: "r")
      case 0x5C: letter = 0x5C
      default: continue
      }
      sink.write(UnsafeBufferPointer(rebasing: cell[runStart..<index]))
      sink.write(0x5C)
      sink.write(letter)
      runStart = index + 1
    }
    sink.write(UnsafeBufferPointer(rebasing: cell[runStart...]))
  }
}
