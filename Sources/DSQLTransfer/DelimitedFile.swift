import DSQLDiagnostics
package import DSQLEngine
import DSQLTypes
import Synchronization

/// A CSV or TSV file as rows for `Engine.copy`.
package struct DelimitedFile: Sendable {
  /// The fields that the file's columns go to, in their order.
  package let columns: [String]
  private let reader: Reader
  private let name: String

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: Where it is; nil reads standard input.
  ///   - name: How messages name it.
  ///   - command: The words of the `\copy`.
  ///   - fields: The entity's fields, in order, for a file without a header; asked for only then.
  /// - Throws: `TransferError`.
  package init(
    path: String?,
    name: String,
    command: CopyCommand,
    fields: [String]
  ) throws(TransferError) {
    let chunks =
      if let path { try FileChunks(path: path, name: name) } else {
        FileChunks(descriptor: 0, name: name)
      }
    try self.init(chunks, name: name, command: command, fields: fields, batchSize: 1000)
  }

  init(
    _ chunks: FileChunks,
    name: String,
    command: CopyCommand,
    fields: [String],
    batchSize: Int
  ) throws(TransferError) {
    let options = command.options
    let dialect: RecordParser.Dialect
    switch command.format {
    case .csv: dialect = .csv(delimiter: options.delimiter ?? UInt8(ascii: ","))
    case .tsv: dialect = .tsv(delimiter: options.delimiter ?? 0x09)
    case .json, .jsonl, .markdown, .html:
      throw TransferError(
        .unsupported,
        "\\copy cannot read the format \(command.format.rawValue)",
        hint: "It reads csv and tsv."
      )
    }
    var records = RecordQueue(chunks, RecordParser(dialect), name: name)
    var listed: [String] = []
    if case .entity(_, columns: let columns) = command.subject { listed = columns }
    let (width, picked, names) = try Self.layout(&records, options, listed, fields, name)
    columns = names
    self.name = name
    reader = Reader(
      records: records,
      layout: Layout(
        width: width,
        picked: picked,
        names: names,
        nullText: options.nullText.map { Array($0.utf8) },
        isTSV: command.format == .tsv,
        file: name
      ),
      batchSize: batchSize
    )
  }

  /// The rows, to be read once.
  package var rows: CopyRows {
    let (reader, name) = (reader, name)
    return CopyRows(
      columns: columns,
      batches: RowBatchStream { try reader.next() },
      placeOfRow: { "line \(reader.line(ofRow: $0)) of \(name)" }
    )
  }

  /// How many fields a record has, which of them are wanted, and for which columns.
  private static func layout(
    _ records: inout RecordQueue,
    _ options: CopyOptions,
    _ listed: [String],
    _ fields: [String],
    _ name: String
  ) throws(TransferError) -> (width: Int, picked: [Int], names: [String]) {
    guard options.hasHeader else {
      let names = listed.isEmpty ? fields : listed
      return (names.count, Array(names.indices), names)
    }
    guard let header = try records.next() else {
      throw TransferError(.content, "\(name): the file is empty, a header was expected")
    }
    let names = header.ends.indices.map { index in
      String(decoding: header.field(index), as: UTF8.self).trimmingBlanks
    }
    if listed.isEmpty {
      if let index = names.firstIndex(of: "") {
        throw TransferError(.content, "\(name): line 1: column \(index + 1) has no name")
      }
      return (names.count, Array(names.indices), names)
    }
    let places = listed.map { wanted in
      names.firstIndex { TextComparison.areEqual($0, wanted) }
    }
    if !places.contains(nil) { return (names.count, places.compactMap { $0 }, listed) }
    guard names.count == listed.count else {
      let missing = zip(listed, places).first { $0.1 == nil }.map(\.0) ?? ""
      throw TransferError(.content, "\(name): the header has no column \"\(missing)\"")
    }
    return (listed.count, Array(listed.indices), listed)
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

/// What is done with each record.
private struct Layout: Sendable {
  /// The fields of a record.
  let width: Int
  /// Which of them go to the columns.
  let picked: [Int]
  let names: [String]
  let nullText: [UInt8]?
  let isTSV: Bool
  let file: String

  /// Adds a record as a row.
  func add(_ record: RecordParser.Record, to columns: inout [RowColumn]) throws(TransferError) {
    if record.ends.count != width {
      let count = record.ends.count
      let message =
        count < width
        ? "missing data for column \"\(name(ofField: count))\""
        : "extra data after last expected column"
      throw TransferError(
        .content,
        "\(file): line \(record.line): \(message)",
        hint: "The line has \(count) fields, \(width) are expected."
      )
    }
    if record.bytes.contains(where: { $0 >= 0x80 }),
      String(validating: record.bytes, as: UTF8.self) == nil
    {
      throw TransferError(.content, "\(file): line \(record.line): the text is not UTF-8")
    }
    for (column, field) in picked.enumerated() {
      let bytes = record.field(field)
      if isNull(bytes, isMarked: record.marks[field]) {
        columns[column].appendNull()
      } else {
        columns[column].appendBytes(bytes)
      }
    }
  }

  private func isNull(_ bytes: ArraySlice<UInt8>, isMarked: Bool) -> Bool {
    if let nullText { return !(isMarked && !isTSV) && bytes.elementsEqual(nullText) }
    return bytes.isEmpty && isMarked == isTSV
  }

  private func name(ofField field: Int) -> String {
    picked.firstIndex(of: field).map { names[$0] } ?? String(field + 1)
  }
}

/// Records that were parsed and not yet taken.
private struct RecordQueue: Sendable {
  private let chunks: FileChunks
  private var parser: RecordParser
  private var ready: [RecordParser.Record] = []
  private var index = 0
  private var isAtEnd = false
  private let name: String

  init(_ chunks: FileChunks, _ parser: RecordParser, name: String) {
    (self.chunks, self.parser, self.name) = (chunks, parser, name)
  }

  mutating func next() throws(TransferError) -> RecordParser.Record? {
    while index == ready.count {
      if isAtEnd { return nil }
      ready.removeAll(keepingCapacity: true)
      index = 0
      if let chunk = try chunks.next() {
        parser.parse(chunk) { ready.append($0) }
      } else {
        isAtEnd = true
        try finish()
      }
    }
    index += 1
    return ready[index - 1]
  }

  private mutating func finish() throws(TransferError) {
    do {
      try parser.finish { ready.append($0) }
    } catch let error as TransferError {
      throw TransferError(error.kind, "\(name): \(error.message)")
    } catch {
      throw TransferError(.content, "\(name): \(error)")
    }
  }
}

/// Makes batches of records as they are asked for.
///
/// A class because the stream's function shares it with the function that places rows; a lock
/// guards what changes.
private final class Reader: Sendable {
  private struct State: ~Copyable {
    var records: RecordQueue
    var rowCount = 0
    /// The rows whose line is not one further than that of the row before, with their lines.
    var jumps: [(row: Int, line: Int)] = []
    var expectedLine = 0
  }

  private let state: Mutex<State>
  private let layout: Layout
  private let batchSize: Int

  init(records: RecordQueue, layout: Layout, batchSize: Int) {
    state = Mutex(State(records: records))
    self.layout = layout
    self.batchSize = batchSize
  }

  /// The next batch; nil at the end.
  func next() throws -> RowBatch? {
    let schema = RowSchema(layout.names.map { SchemaColumn($0, .text) })
    return try state.withLock { state in
      var columns = layout.names.map { _ in RowColumn(type: .text) }
      var count = 0
      do {
        while count < batchSize, let record = try state.records.next() {
          if record.isBlank, layout.width > 1 { continue }
          try layout.add(record, to: &columns)
          count += 1
          state.rowCount += 1
          if record.line != state.expectedLine {
            state.jumps.append((state.rowCount, record.line))
          }
          state.expectedLine = record.line + 1
        }
      } catch let error as TransferError {
        throw error.diagnostic
      }
      return count == 0 ? nil : RowBatch(schema: schema, rowCount: count, columns: columns)
    }
  }

  /// The 1-based line on which a 1-based row begins.
  func line(ofRow row: Int) -> Int {
    state.withLock { state in
      guard let jump = state.jumps.last(where: { $0.row <= row }) else { return row }
      return jump.line + row - jump.row
    }
  }
}
