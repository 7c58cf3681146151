import DSQLTypes

extension RowBatch {
  /// A batch of rows that are given as values.
  init(_ schema: RowSchema, rows: [[Value]]) {
    var columns = schema.columns.map { RowColumn(type: $0.type) }
    for row in rows {
      for (index, value) in row.enumerated() {
        columns[index].append(value, type: schema.columns[index].type)
      }
    }
    self.init(schema: schema, rowCount: rows.count, columns: columns)
  }

  /// Every row as texts, joined by `|`; NULL is `NULL`.
  func texts(zone: SessionZone = .utc) -> [String] {
    (0..<rowCount).map { row in
      values(row: row).enumerated().map { index, value in
        value.text(type: schema.columns[index].type, zone: zone) ?? "NULL"
      }.joined(separator: "|")
    }
  }
}

extension RowBatchStream {
  /// A stream over batches that there are already.
  init(_ batches: [RowBatch]) {
    let remaining = Remaining(batches)
    self.init { await remaining.next() }
  }
}

private actor Remaining {
  private var batches: ArraySlice<RowBatch>

  init(_ batches: [RowBatch]) { self.batches = batches[...] }

  func next() -> RowBatch? { batches.popFirst() }
}
