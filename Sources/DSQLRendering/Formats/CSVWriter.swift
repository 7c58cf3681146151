import DSQLTypes

/// The format `csv` of RFC 4180, with `\n` at the end of lines.
///
/// NULL is nothing and the empty text is `""`; a text that looks like NULL is quoted as well.
struct CSVWriter: FormatWriter {
  private let options: RenderOptions
  private let separator: [UInt8]
  private let nullText: [UInt8]
  private var titles: [String] = []

  init(options: RenderOptions) {
    self.options = options
    separator = Array(options.csvFieldSeparator.utf8)
    nullText = Array((options.nullText ?? "").utf8)
  }

  private var isExpanded: Bool { options.expanded == .on }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    titles = schema.columns.map(\.name)
    guard !options.tuplesOnly, !isExpanded else { return }
    for (index, title) in titles.enumerated() {
      if index > 0 { sink.write(separator) }
      writeText(title, to: &sink)
    }
    sink.write(UInt8(ascii: "\n"))
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      for (index, column) in page.columns.enumerated() {
        if isExpanded {
          writeText(titles[index], to: &sink)
          sink.write(separator)
        } else if index > 0 {
          sink.write(separator)
        }
        if column.isNull(row) {
          sink.write(nullText)
        } else {
          writeCell(column.cell(row), to: &sink)
        }
        if isExpanded { sink.write(UInt8(ascii: "\n")) }
      }
      if !isExpanded { sink.write(UInt8(ascii: "\n")) }
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {}

  private func writeText(_ text: String, to sink: inout ByteSink) {
    var text = text
    text.withUTF8 { writeCell($0, to: &sink) }
  }

  private func writeCell(_ cell: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    guard needsQuotes(cell) else { return sink.write(cell) }
    let quote = UInt8(ascii: "\"")
    sink.write(quote)
    for byte in cell {
      if byte == quote { sink.write(quote) }
      sink.write(byte)
    }
    sink.write(quote)
  }

  private func needsQuotes(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    if cell.isEmpty { return true }
    let first = separator.first ?? UInt8(ascii: ",")
    for byte in cell
    where byte == first || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D {
      return true
    }
    return cell.count == nullText.count && cell.elementsEqual(nullText)
  }
}
