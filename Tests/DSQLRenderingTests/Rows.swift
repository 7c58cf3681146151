import DSQLRendering
import DSQLTypes

/// A result to render, made of values.
struct Rows: Sendable {
  let schema: RowSchema
  let rows: [[Value]]

  init(_ columns: [(String, DataType)], _ rows: [[Value]]) {
    schema = RowSchema(columns.map { SchemaColumn($0.0, $0.1) })
    self.rows = rows
  }

  /// The rows in batches of a size.
  func batches(of size: Int) -> [RowBatch] {
    stride(from: 0, to: rows.count, by: size).map { start in
      let part = rows[start..<min(start + size, rows.count)]
      let columns = schema.columns.enumerated().map { index, column in
        var result = RowColumn(type: column.type)
        for row in part {
          if case .text(let text) = row[index], !column.type.isTextual {
            result.appendBytes(text.utf8)
          } else {
            result.append(row[index], type: column.type)
          }
        }
        return result
      }
      return RowBatch(schema: schema, rowCount: part.count, columns: columns)
    }
  }

  /// The whole output for some options.
  func rendered(_ options: RenderOptions, batchSize: Int = 1000) -> String {
    var renderer = ResultRenderer(options: options)
    var output: [UInt8] = []
    renderer.begin(schema, to: &output)
    for batch in batches(of: batchSize) { renderer.render(batch, to: &output) }
    renderer.finish(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The output with trailing blanks made visible as `·`, so that literals keep them.
  func marked(_ options: RenderOptions, batchSize: Int = 1000) -> String {
    rendered(options, batchSize: batchSize)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        let kept = line.reversed().drop { $0 == " " }.reversed()
        return String(kept) + String(repeating: "·", count: line.count - kept.count)
      }
      .joined(separator: "\n")
  }
}

extension Value {
  static func number(_ coefficient: Int, scale: Int) -> Value {
    .decimal(ExactDecimal(coefficient: Int128(coefficient), scale: scale))
  }
}
