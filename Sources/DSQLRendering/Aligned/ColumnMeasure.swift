import DSQLTypes

/// Finds out how wide columns have to be.
struct ColumnMeasure {
  /// The cells of each header.
  let headers: [Int]
  /// The cells of the widest value of each column so far.
  private(set) var values: [Int]

  init(headers: [Int]) {
    self.headers = headers
    values = [Int](repeating: 0, count: headers.count)
  }

  /// The cells of each column with header and values.
  var widths: [Int] { zip(headers, values).map { max($0, $1) } }

  /// Takes the values of some rows into account.
  mutating func add(_ page: CellPage, _ layout: CellLayout) {
    for (index, column) in page.columns.enumerated() {
      var widest = Int32(truncatingIfNeeded: values[index])
      for row in 0..<page.rowCount {
        if column.isNull(row) {
          widest = max(widest, Int32(truncatingIfNeeded: layout.nullCells))
          continue
        }
        let cell = column.cell(row)
        var cells = layout.cells(cell)
        if cells == CellMeasure.special {
          var ignored = 0
          let lines = layout.lines(cell, wrap: nil, cutCount: &ignored)
          cells = Int32(truncatingIfNeeded: lines.map(\.cells).max() ?? 0)
        }
        widest = max(widest, cells)
      }
      values[index] = Int(widest)
    }
  }

  /// The widths with which the columns fit into a line, as far as the headers let them: the widest
  /// column gives way first.
  func widths(fitting total: Int) -> [Int] {
    var widths = widths
    var excess = widths.reduce(0, +) - total
    while excess > 0 {
      let shrinkable = widths.indices.filter { widths[$0] > max(headers[$0], 1) }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      let next = shrinkable.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
      let floor = max(headers[widest], 1, min(next, widths[widest] - 1))
      let step = min(excess, widths[widest] - floor)
      widths[widest] -= step
      excess -= step
    }
    return widths
  }
}
