import DSQLTypes

/// The format `html`: the table that psql writes.
struct HTMLWriter: FormatWriter {
  private let options: RenderOptions
  private let layout: CellLayout
  private var titles: [String] = []
  private var isRight: [Bool] = []
  private var record = 0

  init(options: RenderOptions) {
    self.options = options
    layout = CellLayout(options)
  }

  private var isExpanded: Bool { options.expanded == .on }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    titles = schema.columns.map(\.name)
    isRight = schema.columns.map(\.type.isNumeric)
    let attributes = options.tableAttributes.map { " " + $0 } ?? ""
    sink.write("<table border=\"\(options.border)\"\(attributes)>\n")
    guard !options.tuplesOnly else { return }
    if let title = options.title {
      sink.write("  <caption>")
      writeText(title, to: &sink)
      sink.write("</caption>\n")
    }
    guard !isExpanded else { return }
    sink.write("  <tr>\n")
    for title in titles {
      sink.write("    <th align=\"center\">")
      writeText(title, to: &sink)
      sink.write("</th>\n")
    }
    sink.write("  </tr>\n")
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      record += 1
      if isExpanded { writeRecordStart(to: &sink) } else { sink.write("  <tr valign=\"top\">\n") }
      for (index, column) in page.columns.enumerated() {
        if isExpanded {
          sink.write("  <tr valign=\"top\">\n    <th>")
          writeText(titles[index], to: &sink)
          sink.write("</th>\n")
        }
        sink.write(isRight[index] ? "    <td align=\"right\">" : "    <td align=\"left\">")
        if column.isNull(row) {
          writeText(options.nullText ?? "NULL", to: &sink)
        } else {
          writeCell(column.cell(row), to: &sink)
        }
        sink.write("</td>\n")
        if isExpanded { sink.write("  </tr>\n") }
      }
      if !isExpanded { sink.write("  </tr>\n") }
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {
    sink.write("</table>\n")
    if !options.tuplesOnly, options.showsFooter, !isExpanded || rowCount == 0 {
      sink.write("<p>\(RowFooter.text(rowCount))<br />\n</p>\n")
    }
  }

  private func writeRecordStart(to sink: inout ByteSink) {
    let content = options.tuplesOnly ? "&nbsp;" : "Record \(record)"
    sink.write("\n  <tr><td colspan=\"2\" align=\"center\">\(content)</td></tr>\n")
  }

  private func writeText(_ text: String, to sink: inout ByteSink) {
    var text = text
    text.withUTF8 { writeCell($0, to: &sink) }
  }

  private func writeCell(_ cell: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    if isPlain(cell) { return sink.write(cell) }
    // A cell of nothing but blanks would fall together.
    if cell.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == 0x09 }) { return sink.write("&nbsp; ") }
    let lines = cell.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if number > 0 { sink.write("<br />\n") }
      var text: [UInt8] = []
      _ = ControlCharacters.appendEscaped(
        UnsafeBufferPointer(rebasing: line),
        startCell: 0,
        width: layout.width,
        to: &text
      )
      writeEscaped(text, isFirst: number == 0, to: &sink)
    }
  }

  /// Whether a cell can be written as it is.
  private func isPlain(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first, first != UInt8(ascii: " ") else { return false }
    for byte in cell {
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): return false
      default: continue
      }
    }
    return CellMeasure.cells(cell, layout.width) != CellMeasure.special
  }

  private func writeEscaped(_ text: [UInt8], isFirst: Bool, to sink: inout ByteSink) {
    var isLeading = isFirst
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): sink.write("&amp;")
      case UInt8(ascii: "<"): sink.write("&lt;")
      case UInt8(ascii: ">"): sink.write("&gt;")
      case UInt8(ascii: "\""): sink.write("&quot;")
      case UInt8(ascii: " ") where isLeading: sink.write("&nbsp;")
      default: sink.write(byte)
      }
      if byte != UInt8(ascii: " ") { isLeading = false }
    }
  }
}
