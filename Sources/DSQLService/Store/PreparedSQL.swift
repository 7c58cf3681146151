import GRDB
import GRDBSQLite

/// A prepared statement, driven through SQLite's own interface.
///
/// Pages of records are written from the columns' bytes, which GRDB's rows would first make into
/// values. A statement must not be stepped by two at once; `isShared: false` prepares one that
/// nobody else has.
struct PreparedSQL {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?

  init(_ db: Database, _ sql: String, isShared: Bool = true) throws {
    statement = isShared ? try db.cachedStatement(sql: sql) : try db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    connection = db.sqliteConnection
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Binds values to the parameters, from the first on.
  func bind(_ values: [StoredValue]) {
    for (index, value) in values.enumerated() { bind(value, at: index) }
  }

  /// Binds a value to a parameter, counted from 0.
  func bind(_ value: StoredValue, at index: Int) {
    let place = Int32(truncatingIfNeeded: index + 1)
    switch value {
    case .null: sqlite3_bind_null(handle, place)
    case .integer(let number): sqlite3_bind_int64(handle, place, number)
    case .real(let number): sqlite3_bind_double(handle, place, number)
    case .text(var text):
      text.withUTF8 { bytes in
        let length = Int32(truncatingIfNeeded: bytes.count)
        // SQLITE_TRANSIENT, a macro that Swift does not import: SQLite copies the bytes.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard let base = bytes.baseAddress else {
          sqlite3_bind_text(handle, place, "", 0, transient)
          return
        }
        base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          _ = sqlite3_bind_text(handle, place, $0, length, transient)
        }
      }
    }
  }

  /// Binds bytes to a parameter, counted from 0.
  func bind(_ bytes: [UInt8], at index: Int) {
    let place = Int32(truncatingIfNeeded: index + 1)
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    _ = bytes.withUnsafeBytes { buffer in
      if let base = buffer.baseAddress {
        sqlite3_bind_blob(handle, place, base, Int32(truncatingIfNeeded: buffer.count), transient)
      } else {
        sqlite3_bind_zeroblob(handle, place, 0)
      }
    }
  }

  /// Goes to the next row; false where there is none.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    default:
      sqlite3_reset(handle)
      let extended = sqlite3_extended_errcode(connection)
      let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
      throw DatabaseError(
        resultCode: ResultCode(rawValue: extended == SQLITE_OK ? code : extended),
        message: message
      )
    }
  }

  /// Runs a statement that answers no rows, with new values, and leaves it ready for the next ones.
  func run(_ values: [StoredValue]) throws {
    bind(values)
    while try step() {}
  }

  /// Runs a statement that answers no rows, with the values that are bound.
  func run() throws { while try step() {} }

  func reset() { sqlite3_reset(handle) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  /// The bytes of a text, good until the next step.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(handle, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// The bytes of a blob, good until the next step.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(
      start: start,
      count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
    )
  }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  /// A column's value in the form it is stored.
  func value(_ column: Int32) -> StoredValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_NULL: .null
    default: .text(text(column))
    }
  }
}
