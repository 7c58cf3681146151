import DSQLAPI
import DSQLTypes

/// One record that a write sends.
struct WriteRow: Sendable {
  /// 1-based, in the order of the statement's rows.
  var number: Int
  /// The record's id; nil in an insert.
  var id: String?
  /// What is sent; empty in a delete.
  var values: RecordValues
  /// Which of the rows' batches it came from, and which row of it.
  var source: Int
  var sourceRow: Int
}

/// The records of one call.
struct WriteChunk: Sendable {
  /// The most records that a call takes.
  static let mostRows = 1000
  /// About the most bytes that a call is given; no document says what the service takes.
  static let mostBytes = 4_000_000

  var rows: [WriteRow]
  /// The batches that `WriteRow.source` counts in; empty where nobody asks for them.
  var sources: [RowBatch] = []

  /// Cuts rows into calls.
  ///
  /// - Parameters:
  ///   - rows: All rows, in order.
  ///   - mostRows: Rows of a call at most, at least 1.
  /// - Returns: The calls, in order, none empty.
  static func chunks(of rows: [WriteRow], mostRows: Int = WriteChunk.mostRows) -> [WriteChunk] {
    var chunks: [WriteChunk] = []
    var current: [WriteRow] = []
    var bytes = 0
    for row in rows {
      let size = row.values.approximateBytes + (row.id == nil ? 0 : 45)
      if !current.isEmpty, current.count >= mostRows || bytes + size > mostBytes {
        chunks.append(WriteChunk(rows: current))
        current = []
        bytes = 0
      }
      current.append(row)
      bytes += size
    }
    if !current.isEmpty { chunks.append(WriteChunk(rows: current)) }
    return chunks
  }

  /// The two halves of a call that was too large.
  var halves: [WriteChunk] {
    let middle = rows.count / 2
    return [rows[..<middle], rows[middle...]].map {
      WriteChunk(rows: Array($0), sources: sources)
    }
  }
}
