import DSQLRendering
import DSQLTypes
import Foundation

/// Writes rows of `Sale` to standard output: `FORMAT [ROWS [all]]`.
struct SalePrinter {
  private let format: RenderFormat
  private let rowCount: Int
  private let rows: SaleRows

  init(arguments: [String]) throws {
    guard let name = arguments.first, let format = RenderFormat(rawValue: name) else {
      let names = RenderFormat.allCases.map(\.rawValue).joined(separator: " ")
      throw BenchFault("--print wants one of: \(names)")
    }
    self.format = format
    guard let rowCount = arguments.count > 1 ? Int(arguments[1]) : 1_000_000, rowCount >= 0 else {
      throw BenchFault("\"\(arguments[1])\" is no number of rows")
    }
    self.rowCount = rowCount
    let printsAll = arguments.count > 2 && arguments[2] == "all"
    rows = SaleRows(columns: printsAll ? SaleColumn.allCases : SaleColumn.printed)
  }

  func run() throws {
    var renderer = ResultRenderer(options: RenderOptions(format: format))
    var output: [UInt8] = []
    renderer.begin(rows.schema, to: &output)
    for lower in stride(from: 0, to: rowCount, by: SaleRows.pageSize) {
      renderer.render(rows.batch(lower..<min(lower + SaleRows.pageSize, rowCount)), to: &output)
      try FileHandle.standardOutput.write(contentsOf: output)
      output.removeAll(keepingCapacity: true)
    }
    renderer.finish(to: &output)
    try FileHandle.standardOutput.write(contentsOf: output)
  }
}
