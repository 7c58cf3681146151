import DSQLTypes

/// A run of rows whose cells are all text, for the time of one call.
struct CellPage {
  let rowCount: Int
  let columns: [CellColumn]

  /// Calls a function with rows of a batch as text.
  ///
  /// Columns that are stored as text are used as they are; the others are written once, column by
  /// column.
  static func with(
    _ batch: RowBatch,
    rows: Range<Int>,
    style: CellStyle,
    zone: SessionZone,
    _ body: (CellPage) -> Void
  ) {
    var texts: [CellTexts] = []
    for (column, schema) in zip(batch.columns, batch.schema.columns) {
      texts.append(
        CellTexts(column, type: schema.type, rows: rows, style: style, zone: zone)
      )
    }
    point(at: texts[...], rows: rows, found: []) { columns in
      body(CellPage(rowCount: rows.count, columns: columns))
    }
  }

  /// Nests one pointer scope for each column.
  private static func point(
    at texts: ArraySlice<CellTexts>,
    rows: Range<Int>,
    found: [CellColumn],
    _ body: ([CellColumn]) -> Void
  ) {
    guard let first = texts.first else { return body(found) }
    first.ranges.bytes.withUnsafeBufferPointer { bytes in
      first.ranges.offsets.withUnsafeBufferPointer { offsets in
        first.nulls.words.withUnsafeBufferPointer { words in
          let column = CellColumn(
            bytes: bytes,
            offsets: offsets,
            firstOffset: first.firstRow,
            nullWords: words,
            firstNull: rows.lowerBound
          )
          point(at: texts.dropFirst(), rows: rows, found: found + [column], body)
        }
      }
    }
  }
}

/// One column of a `CellPage`; rows are counted from the page's first.
struct CellColumn {
  fileprivate let bytes: UnsafeBufferPointer<UInt8>
  fileprivate let offsets: UnsafeBufferPointer<Int32>
  fileprivate let firstOffset: Int
  fileprivate let nullWords: UnsafeBufferPointer<UInt64>
  fileprivate let firstNull: Int

  @inline(__always)
  func isNull(_ row: Int) -> Bool {
    let place = firstNull + row
    return nullWords[place >> 6] & (1 << UInt64(place & 63)) != 0
  }

  @inline(__always)
  func cell(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let lower = Int(offsets[firstOffset + row])
    let upper = Int(offsets[firstOffset + row + 1])
    return UnsafeBufferPointer(rebasing: bytes[lower..<upper])
  }
}
