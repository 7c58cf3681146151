import DSQLTypes

extension RowBatch {
  /// The rows at the given indices, in that order.
  func gathering(_ rows: [Int]) -> RowBatch {
    RowBatch(schema: schema, rowCount: rows.count, columns: columns.map { $0.gathering(rows) })
  }
}

extension RowColumn {
  fileprivate func gathering(_ rows: [Int]) -> RowColumn {
    var words = [UInt64](repeating: 0, count: (rows.count + 63) / 64)
    for (place, row) in rows.enumerated() where nulls[row] {
      words[place >> 6] |= 1 << UInt64(place & 63)
    }
    let storage: Storage =
      switch storage {
      case .integers(let values): .integers(rows.map { values[$0] })
      case .doubles(let values): .doubles(rows.map { values[$0] })
      case .bytes(let ranges): .bytes(ranges.gathering(rows))
      }
    return RowColumn(nulls: NullBits(words: words, count: rows.count), storage: storage)
  }
}

extension ByteRanges {
  fileprivate func gathering(_ rows: [Int]) -> ByteRanges {
    var gathered: [UInt8] = []
    var ends: [Int32] = [0]
    ends.reserveCapacity(rows.count + 1)
    for row in rows {
      gathered.append(contentsOf: bytes[Int(offsets[row])..<Int(offsets[row + 1])])
      ends.append(Int32(truncatingIfNeeded: gathered.count))
    }
    return ByteRanges(bytes: gathered, offsets: ends)
  }
}
