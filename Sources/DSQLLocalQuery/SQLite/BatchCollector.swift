import DSQLTypes
import GRDBSQLite

/// Turns the rows of a statement into a batch.
struct BatchCollector {
  private let schema: RowSchema
  /// The statement's column from which the batch's first one is read.
  private let firstColumn: Int32
  private var columns: [ColumnCollector]
  private(set) var rowCount = 0

  init(schema: RowSchema, firstColumn: Int32 = 0) {
    self.schema = schema
    self.firstColumn = firstColumn
    columns = schema.columns.map { ColumnCollector(type: $0.type) }
  }

  /// Adds the row at which the statement stands.
  mutating func append(_ statement: PreparedStatement) {
    for index in columns.indices {
      columns[index].append(statement.pointer, firstColumn + Int32(truncatingIfNeeded: index))
    }
    rowCount += 1
  }

  /// The rows so far; the next row begins a new batch.
  mutating func take() -> RowBatch {
    let batch = RowBatch(
      schema: schema,
      rowCount: rowCount,
      columns: columns.map { $0.column(rowCount: rowCount) }
    )
    columns = schema.columns.map { ColumnCollector(type: $0.type) }
    rowCount = 0
    return batch
  }
}

/// The values of one column so far.
private struct ColumnCollector {
  private enum Kind {
    case integers
    case doubles
    case bytes
  }

  private let kind: Kind
  /// Decimals that a decimal has at least.
  private let scale: Int
  private var nulls: [UInt64] = []
  private var count = 0
  private var integers: [Int64] = []
  private var doubles: [Double] = []
  private var bytes: [UInt8] = []
  private var offsets: [Int32] = [0]

  init(type: DataType) {
    scale = if case .decimal(let scale) = type { scale ?? 0 } else { 0 }
    switch RowColumn(type: type).storage {
    case .integers: kind = .integers
    case .doubles: kind = .doubles
    case .bytes: kind = .bytes
    }
  }

  mutating func append(_ statement: OpaquePointer, _ index: Int32) {
    if count & 63 == 0 { nulls.append(0) }
    let isNull = sqlite3_column_type(statement, index) == SQLITE_NULL
    if isNull { nulls[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
    switch kind {
    case .integers: integers.append(isNull ? 0 : sqlite3_column_int64(statement, index))
    case .doubles: doubles.append(isNull ? 0 : sqlite3_column_double(statement, index))
    case .bytes:
      // SQLite keeps the text until the next step; it is copied here.
      if !isNull, let start = sqlite3_column_text(statement, index) {
        let length = Int(sqlite3_column_bytes(statement, index))
        appendText(UnsafeBufferPointer(start: start, count: length))
      }
      offsets.append(Int32(truncatingIfNeeded: bytes.count))
    }
  }

  private mutating func appendText(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    guard scale > 0 else { return }
    let point = text.firstIndex(of: UInt8(ascii: "."))
    let decimals = point.map { text.count - 1 - $0 } ?? 0
    if decimals >= scale { return }
    if point == nil { bytes.append(UInt8(ascii: ".")) }
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: scale - decimals))
  }

  func column(rowCount: Int) -> RowColumn {
    let storage: RowColumn.Storage =
      switch kind {
      case .integers: .integers(integers)
      case .doubles: .doubles(doubles)
      case .bytes: .bytes(ByteRanges(bytes: bytes, offsets: offsets))
      }
    return RowColumn(nulls: NullBits(words: nulls, count: rowCount), storage: storage)
  }
}
