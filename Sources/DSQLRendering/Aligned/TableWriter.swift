import DSQLTypes

/// The formats `aligned`, `wrapped` and `box`: lines of columns, or one line for each value.
///
/// Which of the two it is, is decided when the first rows were measured.
struct TableWriter: FormatWriter {
  private let options: RenderOptions
  private let layout: CellLayout
  private let frame: TableFrame
  private var titles: [String] = []
  private var types: [DataType] = []
  private var measure = ColumnMeasure(headers: [])
  private var body: Body = .undecided

  private enum Body {
    case undecided
    case lines(AlignedLines)
    case records(ExpandedRecords)
  }

  init(options: RenderOptions) {
    self.options = options
    layout = CellLayout(options)
    frame = TableFrame(options)
  }

  var needsMeasuring: Bool {
    if case .undecided = body { true } else { false }
  }

  var cutCount: Int {
    switch body {
    case .undecided: 0
    case .lines(let lines): lines.cutCount
    case .records(let records): records.cutCount
    }
  }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    types = schema.columns.map(\.type)
    titles = schema.columns.map { ControlCharacters.escaped($0.name, width: layout.width) }
    measure = ColumnMeasure(headers: titles.map { layout.width.cells(of: $0) })
  }

  mutating func measure(_ page: CellPage) { measure.add(page, layout) }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    if case .undecided = body { decide(hasRows: true, to: &sink) }
    switch body {
    case .undecided: break
    case .lines(var lines):
      body = .undecided
      lines.write(page, to: &sink)
      body = .lines(lines)
    case .records(var records):
      body = .undecided
      records.write(page, to: &sink)
      body = .records(records)
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {
    if case .undecided = body { decide(hasRows: false, to: &sink) }
    switch body {
    case .undecided: break
    case .lines(let lines):
      lines.end(to: &sink)
      writeFooter(rowCount: rowCount, cutCount: lines.cutCount, to: &sink)
    case .records(let records):
      records.end(to: &sink)
      writeFooter(rowCount: rowCount == 0 ? 0 : nil, cutCount: records.cutCount, to: &sink)
    }
    sink.write(UInt8(ascii: "\n"))
  }

  private mutating func decide(hasRows: Bool, to sink: inout ByteSink) {
    if isExpanded {
      let records = ExpandedRecords(
        options: options,
        layout: layout,
        frame: frame,
        titles: titles,
        measure: measure
      )
      if hasRows { records.begin(to: &sink) }
      body = .records(records)
      return
    }
    var widths = measure.widths
    if options.format == .wrapped, let columns = options.columns {
      widths = measure.widths(fitting: columns - frame.frameCells(columns: titles.count))
    }
    let lines = AlignedLines(
      layout: layout,
      frame: frame,
      widths: widths,
      isRight: types.map(\.isNumeric),
      wraps: options.format == .wrapped
    )
    lines.begin(titles: titles, options: options, to: &sink)
    body = .lines(lines)
  }

  private var isExpanded: Bool {
    switch options.expanded {
    case .off: return false
    case .on: return true
    case .auto:
      guard titles.count > 1, let columns = options.columns else { return false }
      let total = measure.widths.reduce(0, +) + frame.frameCells(columns: titles.count)
      return total > columns
    }
  }

  private func writeFooter(rowCount: Int?, cutCount: Int, to sink: inout ByteSink) {
    guard !options.tuplesOnly, options.showsFooter else { return }
    if let rowCount { sink.write(RowFooter.text(rowCount) + "\n") }
    if cutCount > 0 {
      let values = cutCount == 1 ? "1 value" : "\(cutCount) values"
      sink.write("\(values) cut, \\pset cell_width 0 shows all\n")
    }
  }
}
