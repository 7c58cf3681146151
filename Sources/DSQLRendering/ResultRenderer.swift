package import DSQLTypes

/// Writes a result as text, batch by batch.
///
/// Call `begin` once, `render` for each batch and `finish` once; each adds to the output, which the
/// caller may write away and empty in between. Memory does not grow with the result: the first
/// batch with rows fixes the widths of the aligned formats, and a wider cell that comes later
/// pushes its own line only.
package struct ResultRenderer {
  /// The rows written so far.
  package private(set) var rowCount = 0

  private let cellStyle: CellStyle
  private var writer: any FormatWriter
  private let zone: SessionZone

  /// A renderer for one result.
  package init(options: RenderOptions) {
    self.zone = options.zone
    self.cellStyle = options.format == .json || options.format == .jsonl ? .json : .text
    self.writer =
      switch options.format {
      case .aligned, .wrapped, .box: TableWriter(options: options)
      case .unaligned: UnalignedWriter(options: options)
      case .csv: CSVWriter(options: options)
      case .tsv: TSVWriter(options: options)
      case .json: JSONWriter(isArray: true)
      case .jsonl: JSONWriter(isArray: false)
      case .markdown: MarkdownWriter(options: options)
      case .html: HTMLWriter(options: options)
      case .insert: InsertWriter(options: options)
      case .none: SilentWriter()
      }
  }

  /// The values that were cut to `RenderOptions.cellWidth` so far.
  package var cutCount: Int { writer.cutCount }

  /// Begins a result.
  package mutating func begin(_ schema: RowSchema, to output: inout [UInt8]) {
    var sink = ByteSink(capacity: 4096)
    writer.begin(schema, to: &sink)
    sink.drain(into: &output)
  }

  /// Adds the rows of a batch, which has the result's schema.
  package mutating func render(_ batch: RowBatch, to output: inout [UInt8]) {
    guard batch.rowCount > 0 else { return }
    rowCount += batch.rowCount
    if writer.needsMeasuring {
      for rows in Self.chunks(of: batch.rowCount) {
        CellPage.with(batch, rows: rows, style: cellStyle, zone: zone) { writer.measure($0) }
      }
    }
    var sink = ByteSink(capacity: 1 << 16)
    for rows in Self.chunks(of: batch.rowCount) {
      CellPage.with(batch, rows: rows, style: cellStyle, zone: zone) { page in
        writer.write(page, to: &sink)
      }
      sink.drain(into: &output)
    }
  }

  /// Ends the result.
  package mutating func finish(to output: inout [UInt8]) {
    var sink = ByteSink(capacity: 4096)
    writer.finish(rowCount: rowCount, to: &sink)
    sink.drain(into: &output)
  }

  /// Runs of rows, so that the texts made for a batch stay few.
  private static func chunks(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: 4096).map { $0..<min($0 + 4096, count) }
  }
}
