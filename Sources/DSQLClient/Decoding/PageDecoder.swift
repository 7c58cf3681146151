import CSimdJSON
import DSQLAPI
import DSQLTypes

/// Turns an answer with records into columns, by one pass of `CSimdJSON`.
struct PageDecoder {
  /// What the whole answer is.
  enum Form {
    case page
    case batch
    case record
  }

  /// An answer that is not what its call asked for.
  struct Failure: Error, Hashable {
    /// In lower case, without a full stop.
    var message: String
  }

  /// What was decoded.
  struct Decoded {
    var rows: RowBatch
    var totalCount: Int?
    /// Whether a batch's answer held the list of what was written.
    var hasSuccesses: Bool
    /// The JSON of a batch's `failureRecords`, nil where the answer has none.
    var failures: [UInt8]?
    /// What the keys show of how the query was understood.
    var signs: AnswerSigns
  }

  let columns: [PageColumn]
  let form: Form
  /// Keys of a record that `AnswerSigns.withWatched` counts.
  let watched: [String]

  init(columns: [PageColumn], form: Form, watched: [String] = []) {
    self.columns = columns
    self.form = form
    self.watched = watched
  }

  /// Decodes an answer; any bytes are safe.
  func decode(_ body: [UInt8]) throws(Failure) -> Decoded {
    guard let shape = makeShape() else { throw Failure(message: "memory is short") }
    defer { csj_shape_free(shape) }
    let result = body.withUnsafeBufferPointer {
      csj_decode(shape, cForm, $0.baseAddress, $0.count)
    }
    guard let result else { throw Failure(message: "memory is short") }
    defer { csj_page_free(result) }
    if let error = csj_page_error(result) {
      throw Failure(message: "the answer cannot be read (\(Self.sentence(String(cString: error))))")
    }
    try checkFault(of: result)
    let count = csj_page_row_count(result)
    let total = csj_page_total(result)
    let schema = RowSchema(
      columns.map { SchemaColumn($0.path.joined(separator: "."), $0.type) }
    )
    var next = 0
    let decoded = columns.map { column -> RowColumn in
      guard Self.kind(of: column.type) != nil else {
        return RowColumn(
          nulls: NullBits(repeating: true, count: count),
          storage: .integers([Int64](repeating: 0, count: count))
        )
      }
      defer { next += 1 }
      return Self.column(next, of: result, rows: count, type: column.type)
    }
    var length = 0
    var failures: [UInt8]?
    if csj_page_has_failures(result), let start = csj_page_failures(result, &length) {
      failures = start.withMemoryRebound(to: UInt8.self, capacity: length) {
        Array(UnsafeBufferPointer(start: $0, count: length))
      }
    }
    return Decoded(
      rows: RowBatch(schema: schema, rowCount: count, columns: decoded),
      totalCount: total < 0 ? nil : Int(total),
      hasSuccesses: csj_page_has_successes(result),
      failures: failures,
      signs: signs(of: result)
    )
  }

  private var cForm: CSJForm {
    switch form {
    case .page: CSJPage
    case .batch: CSJBatch
    case .record: CSJRecord
    }
  }

  /// The columns as C takes them; those that are all NULL are left out.
  private func makeShape() -> OpaquePointer? {
    guard let shape = csj_shape_new() else { return nil }
    for column in columns {
      guard let kind = Self.kind(of: column.type) else { continue }
      var isAdded = csj_shape_add_column(shape, kind, Self.scale(of: column.type))
      for key in column.path where isAdded {
        isAdded = Self.withCharacters(key) { csj_shape_add_key(shape, $0, $1) }
      }
      guard isAdded else {
        csj_shape_free(shape)
        return nil
      }
    }
    for key in watched
    where !Self.withCharacters(key, { csj_shape_add_watched(shape, $0, $1) }) {
      csj_shape_free(shape)
      return nil
    }
    return shape
  }

  private static func withCharacters(
    _ text: String,
    _ body: (UnsafePointer<CChar>?, Int) -> Bool
  ) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { body($0.baseAddress, $0.count) }
    }
  }

  private func signs(of result: OpaquePointer) -> AnswerSigns {
    var row = 0
    var index = 0
    let isUnfilled = csj_page_unfilled(result, &row, &index)
    return AnswerSigns(
      rows: csj_page_row_count(result),
      withKeys: csj_page_rows_with(result, CSJAnyKey),
      withID: csj_page_rows_with(result, CSJIdKey),
      withDots: csj_page_rows_with(result, CSJDottedKey),
      withWatched: csj_page_rows_with(result, CSJWatchedKey),
      unfilled: isUnfilled ? (row, decodedColumns[index].path) : nil
    )
  }

  /// The columns that C knows, in its order.
  private var decodedColumns: [PageColumn] { columns.filter { Self.kind(of: $0.type) != nil } }

  private func checkFault(of result: OpaquePointer) throws(Failure) {
    var row = 0
    var index = 0
    guard csj_page_fault(result, &row, &index) else { return }
    var length = 0
    var value = ""
    if let start = csj_page_fault_text(result, &length) {
      value = start.withMemoryRebound(to: UInt8.self, capacity: length) {
        String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
      }
    }
    let column = decodedColumns[index]
    throw Failure(
      message: "field \"\(column.path.joined(separator: "."))\" of record \(row + 1) holds "
        + "\(value), which is no \(column.type.name)"
    )
  }

  private static func kind(of type: DataType) -> CSJKind? {
    switch type {
    case .unknown: nil
    case .boolean: CSJBoolean
    case .integer: CSJInteger
    case .decimal: CSJDecimal
    case .double: CSJDouble
    case .text, .interval: CSJText
    case .date: CSJDate
    case .timestamp: CSJTimestamp
    case .uuid: CSJUUID
    case .choice: CSJChoice
    case .choices: CSJChoices
    case .file: CSJFile
    }
  }

  private static func scale(of type: DataType) -> Int32 {
    if case .decimal(let scale?) = type { Int32(clamping: scale) } else { 0 }
  }

  /// The library's words in the manner of ours.
  private static func sentence(_ text: String) -> String {
    let start = text.prefix(2)
    // An abbreviation keeps its capitals.
    let isWord = start.count == 2 && start.dropFirst().allSatisfy(\.isLowercase)
    let head = isWord ? text.prefix(1).lowercased() + text.dropFirst() : text
    return head.hasSuffix(".") ? String(head.dropLast()) : head
  }
}
