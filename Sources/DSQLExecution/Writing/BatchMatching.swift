import DSQLAPI
import DSQLTypes

/// What became of the records of one call.
struct BatchFates: Sendable {
  /// The rows that were written, as far as the answer tells which.
  var done: [WriteRow] = []
  /// How many were written.
  var doneCount = 0
  /// The rows that were refused, and the service's words; nil where it does not tell which.
  var failures: [(row: WriteRow?, message: String)] = []
  /// The rows that the answer says nothing of.
  var unknown: [WriteRow] = []

  /// Finds, in the answer to a call, what became of each row that was sent.
  ///
  /// The records that were written come in the order of the request
  /// (`data-service-api.md` §3.10); of those that failed the answer tells the id, or echoes the
  /// record, or says nothing.
  init(of rows: [WriteRow], in answer: BatchAnswer) {
    if answer.failures.isEmpty, answer.succeeded.rowCount == rows.count {
      done = rows
      doneCount = rows.count
    } else if rows.first?.id != nil {
      settleByID(rows, answer)
    } else {
      settleInOrder(rows, answer)
    }
  }

  private mutating func settleByID(_ rows: [WriteRow], _ answer: BatchAnswer) {
    let succeeded = Set(answer.ids)
    var messages: [String: String] = [:]
    var unplaced: [String] = []
    for failure in answer.failures {
      if let id = failure.anyID {
        messages[id] = failure.message
      } else {
        unplaced.insert(failure.message, at: 0)
      }
    }
    for row in rows {
      let id = row.id ?? ""
      if let message = messages[id] {
        failures.append((row, message))
      } else if succeeded.contains(id) {
        done.append(row)
      } else if let message = unplaced.popLast() {
        failures.append((row, message))
      } else {
        unknown.append(row)
      }
    }
    doneCount = done.count
  }

  /// Walks the rows with the failures: a row that a failure echoes is that failure's.
  ///
  /// Rows alike may be taken for one another, which makes no difference.
  private mutating func settleInOrder(_ rows: [WriteRow], _ answer: BatchAnswer) {
    var failed = Set<Int>()
    var unplaced: [String] = []
    var next = 0
    for failure in answer.failures {
      let found = (next..<rows.count).first { rows[$0].values.isEchoed(by: failure.record) }
      if let found {
        failures.append((rows[found], failure.message))
        failed.insert(found)
        next = found + 1
      } else {
        unplaced.append(failure.message)
      }
    }
    let open = rows.indices.filter { !failed.contains($0) }.map { rows[$0] }
    let written = answer.succeeded.rowCount
    guard open.count == written + unplaced.count else {
      unknown = open
      return
    }
    doneCount = written
    if unplaced.isEmpty {
      done = open
    } else if written == 0 {
      failures += zip(open, unplaced).map { ($0, $1) }
    } else {
      failures += unplaced.map { (nil, $0) }
    }
  }
}

extension BatchAnswer {
  /// The ids of the records that were written, in lower case.
  fileprivate var ids: [String] {
    guard let place = succeeded.schema.columns.firstIndex(where: { $0.name == "Id" }) else {
      return []
    }
    return (0..<succeeded.rowCount).map { succeeded.columns[place].text($0) }
  }
}

extension BatchFailure {
  /// The id, wherever the answer tells it, in lower case.
  fileprivate var anyID: String? {
    if let id { return id.lowercased() }
    if case .text(let id) = record["Id"] { return id.lowercased() }
    return nil
  }
}

extension RecordValues {
  /// Whether a service could echo the record so; keys that it adds do not count.
  fileprivate func isEchoed(by echo: [String: FieldValue]) -> Bool {
    if echo.isEmpty { return false }
    return fields.allSatisfy { field in
      guard let echoed = echo[field.name] else { return field.value == .null }
      return field.value.isEchoed(by: echoed)
    }
  }
}

extension FieldValue {
  fileprivate func isEchoed(by echo: FieldValue) -> Bool {
    if self == echo { return true }
    guard let left = spelling, let right = echo.spelling else { return false }
    if TextComparison.areEqual(left, right) { return true }
    if let left = ExactDecimal(parsing: left), let right = ExactDecimal(parsing: right) {
      return left == right
    }
    if let left = Instant(parsing: left, zone: .utc),
      let right = Instant(parsing: right, zone: .utc)
    {
      return left == right
    }
    return false
  }

  /// The value as text; nil for NULL.
  private var spelling: String? {
    switch self {
    case .null: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .text(let text): text.filter { $0 != " " }
    case .numbers(let numbers): "[\(numbers.map(String.init).joined(separator: ","))]"
    }
  }
}
