import DSQLTypes

/// The formats `json`, one array of objects, and `jsonl`, the objects alone; one object a line.
struct JSONWriter: FormatWriter {
  private let isArray: Bool
  private var columns: [Column] = []
  private var hasRow = false

  private struct Column {
    /// What stands before a value: `{"a":` or `,"b":`.
    let opening: [UInt8]
    let form: Form
  }

  /// How a cell becomes a JSON value.
  private enum Form {
    /// As its text is: numbers, booleans, and arrays that are JSON already.
    case verbatim
    /// A binary number, which can be one that JSON has no word for.
    case double
    case string
    case file
  }

  init(isArray: Bool) { self.isArray = isArray }

  mutating func begin(_ schema: RowSchema, to sink: inout ByteSink) {
    let keys = JSONText.keys(schema.columns.map(\.name))
    columns = zip(keys, schema.columns).enumerated().map { index, pair in
      var opening: [UInt8] = []
      var part = ByteSink(capacity: 64)
      part.write(UInt8(ascii: index == 0 ? "{" : ","))
      JSONText.write(pair.0, to: &part)
      part.write(UInt8(ascii: ":"))
      part.drain(into: &opening)
      return Column(opening: opening, form: Self.form(of: pair.1.type))
    }
    if isArray { sink.write(UInt8(ascii: "[")) }
  }

  mutating func write(_ page: CellPage, to sink: inout ByteSink) {
    for row in 0..<page.rowCount {
      if isArray, hasRow { sink.write(",\n") }
      hasRow = true
      if columns.isEmpty { sink.write(UInt8(ascii: "{")) }
      for index in page.columns.indices {
        sink.write(columns[index].opening)
        if page.columns[index].isNull(row) {
          sink.write("null")
        } else {
          Self.write(page.columns[index].cell(row), as: columns[index].form, to: &sink)
        }
      }
      sink.write(UInt8(ascii: "}"))
      if !isArray { sink.write(UInt8(ascii: "\n")) }
    }
  }

  mutating func finish(rowCount: Int, to sink: inout ByteSink) {
    if isArray { sink.write("]\n") }
  }

  private static func form(of type: DataType) -> Form {
    switch type {
    case .boolean, .integer, .decimal, .choices: .verbatim
    case .double: .double
    case .file: .file
    case .unknown, .text, .date, .timestamp, .interval, .uuid, .choice: .string
    }
  }

  private static func write(
    _ cell: UnsafeBufferPointer<UInt8>,
    as form: Form,
    to sink: inout ByteSink
  ) {
    switch form {
    case .verbatim: sink.write(cell)
    case .string: JSONText.write(cell, to: &sink)
    case .double:
      // `NaN`, `Infinity` and `-Infinity` are no numbers to JSON.
      let isFinite = !cell.contains { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") }
      if isFinite { sink.write(cell) } else { sink.write("null") }
    case .file: writeFile(cell, to: &sink)
    }
  }

  private static func writeFile(_ cell: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
    let parts = cell.split(separator: FileParts.separator, omittingEmptySubsequences: false)
    func part(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
      index < parts.count && !parts[index].isEmpty
        ? UnsafeBufferPointer(rebasing: parts[index]) : nil
    }
    sink.write("{\"name\":")
    if let name = part(0) { JSONText.write(name, to: &sink) } else { sink.write("null") }
    sink.write(",\"size\":")
    if let size = part(1), size.allSatisfy({ $0 &- 0x30 < 10 }) {
      sink.write(size)
    } else {
      sink.write("null")
    }
    sink.write(",\"type\":")
    if let type = part(2) { JSONText.write(type, to: &sink) } else { sink.write("null") }
    sink.write(UInt8(ascii: "}"))
  }
}
