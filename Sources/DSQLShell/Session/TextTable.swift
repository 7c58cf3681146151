import DSQLRendering
import DSQLTypes

/// A table of texts that the shell itself makes, such as the list of entities.
struct TextTable {
  var title: String?
  var columns: [String]
  var rows: [[String]]
  /// Lines below the table, in the formats that people read.
  var footers: [String] = []
  /// Whether the number of rows stands below.
  var countsRows = true

  /// The table in a format.
  func rendered(_ options: RenderOptions) -> [UInt8] {
    var options = options
    options.title = title ?? options.title
    options.nullText = options.nullText ?? ""
    if !countsRows { options.showsFooter = false }
    let schema = RowSchema(columns.map { SchemaColumn($0, .text) })
    var cells = columns.map { _ in RowColumn(type: .text) }
    for row in rows {
      for (index, text) in row.enumerated() { cells[index].appendBytes(text.utf8) }
    }
    let batch = RowBatch(schema: schema, rowCount: rows.count, columns: cells)
    var output: [UInt8] = []
    var renderer = ResultRenderer(options: options)
    renderer.begin(schema, to: &output)
    renderer.render(batch, to: &output)
    renderer.finish(to: &output)
    switch options.format {
    case .aligned, .wrapped, .box, .unaligned:
      if !footers.isEmpty, !options.tuplesOnly {
        if output.suffix(2) == [0x0A, 0x0A] { output.removeLast() }
        output += Array((footers.joined(separator: "\n") + "\n\n").utf8)
      }
    case .csv, .tsv, .json, .jsonl, .markdown, .html, .insert, .none: break
    }
    return output
  }
}
