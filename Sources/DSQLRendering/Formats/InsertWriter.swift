import DSQLTypes

/// The format `insert`: statements that write the rows again.
struct InsertWriter: FormatWriter {
  private let table: String
  private var opening: [UInt8] = []
  private var isBare: [Bool] = []

  init(options: RenderOptions) {
    table = options.insertTable ?? "result"
  }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    let names = schema.columns.map { Self.quoted($0.name) }.joined(separator: ",")
    opening = Array("INSERT INTO \(Self.quoted(table)) (\(names)) VALUES (".utf8)
    isBare = schema.columns.map { Self.isBare($0.type) }
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      sink.write(opening)
      for (index, column) in page.columns.enumerated() {
        if index > 0 { sink.write(UInt8(ascii: ",")) }
        if column.isNull(row) {
          sink.write("NULL")
        } else {
          writeCell(column.cell(row), isBare: isBare[index], to: &sink)
        }
      }
      sink.write(");\n")
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {}

  private func writeCell(
    _ cell: UnsafeBufferPointer<UInt8>,
    isBare: Bool,
    to sink: inout ByteSink
  ) {
    // `NaN` and `Infinity` are words and have to be quoted.
    let isWord = cell.contains { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") }
    if isBare, !isWord { return sink.write(cell) }
    sink.write(UInt8(ascii: "'"))
    for byte in cell {
      if byte == UInt8(ascii: "'") { sink.write(byte) }
      sink.write(byte)
    }
    sink.write(UInt8(ascii: "'"))
  }

  /// Whether a value is written without quotes.
  private static func isBare(_ type: DataType) -> Bool {
    switch type {
    case .boolean, .integer, .decimal, .double: true
    case .unknown, .text, .date, .timestamp, .interval, .uuid, .choice, .choices, .file: false
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
