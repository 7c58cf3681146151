import GRDB
import GRDBSQLite

/// Runs a statement of the SQL endpoint and writes its answer.
struct SQLRun {
  /// When a statement must have ended.
  private struct Deadline {
    var moment: ContinuousClock.Instant
  }

  /// SQLite asks after so many of its steps whether to go on.
  private static let stepsBetweenLooks: Int32 = 10_000

  let reading: StoreReading
  let limits: SQLLimits

  /// The body of the answer.
  ///
  /// - Parameter statement: The statement.
  /// - Returns: `{"results": […]}`.
  /// - Throws: A 400 for a statement that takes too long, answers too much, or fails.
  func answer(_ statement: SQLStatementBuilder.Statement) throws -> [UInt8] {
    let row: PreparedSQL
    do {
      row = try PreparedSQL(reading.db, statement.sql.sql, isShared: false)
    } catch let error as DatabaseError {
      throw RequestFailure.sql(.validation, "The statement is too complex: \(error.message ?? "").")
    }
    row.bind(statement.sql.values)
    do {
      return try withDeadline { try rows(row, statement.outputs) }
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_INTERRUPT:
        throw RequestFailure.sql(.timeout, "The statement took longer than \(limits.time).")
      default:
        throw RequestFailure.sql(.execution, "The statement failed: \(error.message ?? "").")
      }
    }
  }

  private func rows(_ row: PreparedSQL, _ outputs: [SQLOutput]) throws -> [UInt8] {
    defer { row.reset() }
    var json = reading.writer(capacity: 4096)
    json.raw("{\"results\":[")
    var count = 0
    while try row.step() {
      count += 1
      guard count <= limits.rows, json.count <= limits.bytes else {
        throw RequestFailure.sql(
          .tooLarge,
          "The result has more than \(limits.rows) rows or \(limits.bytes) bytes: use LIMIT."
        )
      }
      json.comma()
      json.raw("{")
      for (index, output) in outputs.enumerated() {
        let column = Int32(truncatingIfNeeded: index)
        let isNull = row.isNull(column)
        if isNull, json.style.contains(.omitsNulls) { continue }
        json.key(output.key)
        if isNull {
          json.null()
        } else {
          output.write(row, column, to: &json, schema: reading.schema)
        }
      }
      json.raw("}")
    }
    json.raw("]}")
    return json.bytes
  }

  /// Runs a body that SQLite breaks off when the time is over.
  private func withDeadline<Value>(_ body: () throws -> Value) throws -> Value {
    let connection = reading.db.sqliteConnection
    var deadline = Deadline(moment: ContinuousClock.now + limits.time)
    return try withUnsafeMutablePointer(to: &deadline) { pointer in
      let steps = limits.time == .zero ? 1 : Self.stepsBetweenLooks
      sqlite3_progress_handler(
        connection,
        steps,
        { pointer in
          guard let pointer else { return 0 }
          let deadline = pointer.assumingMemoryBound(to: Deadline.self).pointee
          return ContinuousClock.now >= deadline.moment ? 1 : 0
        },
        pointer
      )
      defer { sqlite3_progress_handler(connection, 0, nil, nil) }
      return try body()
    }
  }
}
