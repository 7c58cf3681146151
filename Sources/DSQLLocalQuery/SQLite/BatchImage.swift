import DSQLTypes

/// A batch as SQLite reads it: every column in memory of its own that does not move.
///
/// A class, since it owns that memory. A copy of a column is one `memcpy`; pointers into Swift's
/// arrays would be valid only inside the calls that hand them out.
final class BatchImage {
  let rowCount: Int
  /// One for each column of the layout; valid as long as the image lives.
  let columns: UnsafeMutablePointer<ColumnImage>
  private let columnCount: Int

  init(_ batch: RowBatch, layout: BatchLayout) {
    rowCount = batch.rowCount
    columnCount = layout.columns.count
    columns = .allocate(capacity: max(columnCount, 1))
    for (index, column) in layout.columns.enumerated() {
      let source = batch.columns[column.position]
      let image =
        column.isKey
        ? ColumnImage(
          keysOf: source,
          type: column.type,
          rowCount: batch.rowCount,
          collation: layout.collation
        )
        : ColumnImage(source)
      (columns + index).initialize(to: image)
    }
  }

  deinit {
    for index in 0..<columnCount { columns[index].deallocate() }
    columns.deallocate()
  }
}

/// One column of a `BatchImage`: plain pointers, so that reading a cell counts no references.
struct ColumnImage {
  enum Kind: UInt8 {
    case integers
    case doubles
    case texts
    case blobs
  }

  let kind: Kind
  let nulls: UnsafeMutablePointer<UInt64>
  /// The values of `integers` and `doubles`, or the bytes of `texts` and `blobs`.
  let values: UnsafeMutableRawPointer
  /// Where each row of `texts` and `blobs` begins, and where the last one ends.
  let offsets: UnsafeMutablePointer<Int32>?

  init(_ column: RowColumn) {
    nulls = Self.copy(column.nulls.words)
    switch column.storage {
    case .integers(let integers):
      kind = .integers
      values = UnsafeMutableRawPointer(Self.copy(integers))
      offsets = nil
    case .doubles(let doubles):
      kind = .doubles
      values = UnsafeMutableRawPointer(Self.copy(doubles))
      offsets = nil
    case .bytes(let ranges):
      kind = .texts
      values = UnsafeMutableRawPointer(Self.copy(ranges.bytes))
      offsets = Self.copy(ranges.offsets)
    }
  }

  /// Keys that memcmp orders as the language orders the values: folded UTF-8 of a text
  /// (or the text itself, where letter case counts), the
  /// order-preserving bytes of a decimal.
  init(keysOf column: RowColumn, type: DataType, rowCount: Int, collation: Collation) {
    var keys: [UInt8] = []
    var ends: [Int32] = [0]
    let isDecimal = if case .decimal = type { true } else { false }
    if case .bytes(let ranges) = column.storage {
      keys.reserveCapacity(ranges.bytes.count)
      ends.reserveCapacity(rowCount + 1)
      ranges.bytes.withUnsafeBufferPointer { bytes in
        for row in 0..<rowCount {
          let value = UnsafeBufferPointer(rebasing: bytes[ranges.range(row)])
          if isDecimal {
            ExactDecimal(parsingUTF8: value)?.appendOrderPreservingKey(to: &keys)
          } else if collation == .binary {
            keys += value
          } else {
            TextComparison.appendFolded(value, to: &keys)
          }
          ends.append(Int32(truncatingIfNeeded: keys.count))
        }
      }
    }
    kind = isDecimal ? .blobs : .texts
    nulls = Self.copy(column.nulls.words)
    values = UnsafeMutableRawPointer(Self.copy(keys))
    offsets = Self.copy(ends)
  }

  @inline(__always)
  func isNull(_ row: Int) -> Bool { nulls[row >> 6] & (1 << UInt64(row & 63)) != 0 }

  func deallocate() {
    nulls.deallocate()
    values.deallocate()
    offsets?.deallocate()
  }

  private static func copy<Element: BitwiseCopyable>(
    _ array: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(array.count, 1))
    array.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { memory.initialize(from: start, count: buffer.count) }
    }
    return memory
  }
}
