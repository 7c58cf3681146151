import DSQLRendering
import DSQLTypes

/// Renders a million rows that are in memory already, a page at a time, and throws the text away.
struct RenderingBenchmark {
  private static let rowCount = 1_000_000
  /// How many pages are kept; they are rendered again and again, so that memory stays small.
  private static let keptPages = 100

  let format: RenderFormat

  func run() async -> [Measurement] {
    let rows = SaleRows(columns: SaleColumn.printed)
    let pages = rows.batches(rowCount: Self.keptPages * SaleRows.pageSize)
    let rounds = Self.rowCount / (Self.keptPages * SaleRows.pageSize)
    return [
      await Measurement.take(
        "render \(format.rawValue), 1,000,000 x 6",
        amount: (Self.rowCount, "rows")
      ) {
        var renderer = ResultRenderer(options: RenderOptions(format: format))
        var output: [UInt8] = []
        renderer.begin(rows.schema, to: &output)
        for _ in 0..<rounds {
          for page in pages {
            renderer.render(page, to: &output)
            output.removeAll(keepingCapacity: true)
          }
        }
        renderer.finish(to: &output)
      }
    ]
  }
}
