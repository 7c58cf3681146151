import DSQLTypes

/// The format `unaligned`: values as they are, with a separator between them.
struct UnalignedWriter: FormatWriter {
  private let options: RenderOptions
  private let separator: [UInt8]
  private let recordSeparator: [UInt8]
  private let nullText: [UInt8]
  private var titles: [String] = []
  private var hasLine = false

  init(options: RenderOptions) {
    self.options = options
    separator = Array(options.fieldSeparator.utf8)
    recordSeparator = Array(options.recordSeparator.utf8)
    nullText = Array((options.nullText ?? "").utf8)
  }

  private var isExpanded: Bool { options.expanded == .on }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    titles = schema.columns.map(\.name)
    guard !options.tuplesOnly else { return }
    if let title = options.title {
      startLine(to: &sink)
      sink.write(title)
    }
    guard !isExpanded else { return }
    startLine(to: &sink)
    for (index, title) in titles.enumerated() {
      if index > 0 { sink.write(separator) }
      sink.write(title)
    }
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      if isExpanded {
        writeRecord(page, row, to: &sink)
        continue
      }
      startLine(to: &sink)
      for (index, column) in page.columns.enumerated() {
        if index > 0 { sink.write(separator) }
        if column.isNull(row) { sink.write(nullText) } else { sink.write(column.cell(row)) }
      }
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {
    if !options.tuplesOnly, options.showsFooter, !isExpanded || rowCount == 0 {
      startLine(to: &sink)
      sink.write(RowFooter.text(rowCount))
    }
    if hasLine { sink.write(UInt8(ascii: "\n")) }
  }

  private mutating func writeRecord(_ page: CellPage, _ row: Int, to sink: inout ByteSink) {
    // An empty line parts two records.
    if hasLine { sink.write(recordSeparator) }
    for (index, column) in page.columns.enumerated() {
      startLine(to: &sink)
      sink.write(titles[index])
      sink.write(separator)
      if column.isNull(row) { sink.write(nullText) } else { sink.write(column.cell(row)) }
    }
  }

  private mutating func startLine(to sink: inout ByteSink) {
    if hasLine { sink.write(recordSeparator) }
    hasLine = true
  }
}
