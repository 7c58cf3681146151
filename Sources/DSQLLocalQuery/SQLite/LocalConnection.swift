import DSQLDiagnostics
import GRDBSQLite

/// The connection while it may be used.
struct LocalConnection {
  let handle: OpaquePointer
  let environment: FunctionEnvironment
  let module: BatchModule
  let moved: MovedFunction

  /// Takes over what the functions of a printed statement need to know.
  func prepareFunctions(for printer: SQLitePrinter) {
    environment.domains = printer.domains
    moved.texts = printer.moved.statements
  }

  /// Runs statements that answer nothing.
  func execute(_ sql: String) throws {
    environment.failure = nil
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code) }
  }

  func prepare(_ sql: String) throws -> PreparedStatement {
    environment.failure = nil
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return PreparedStatement(statement)
  }

  /// Moves a statement to its next row; false when there is none.
  func step(_ statement: PreparedStatement) throws -> Bool {
    environment.failure = nil
    let code = sqlite3_step(statement.pointer)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw failure(code)
  }

  /// What an error code means: the fault that a function of ours met, or what SQLite says.
  private func failure(_ code: Int32) -> any Error {
    if let failure = environment.failure {
      environment.failure = nil
      return failure
    }
    if code & 0xFF == SQLITE_INTERRUPT { return CancellationError() }
    let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "unknown error"
    return LocalQueryError(Diagnostic(sqliteCode: code, message: message))
  }
}

/// A compiled statement.
///
/// A class, since it ends the statement when it goes; it has to go inside `LocalDatabase.perform`.
final class PreparedStatement {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  /// Makes the statement ready to run again.
  func reset() { sqlite3_reset(pointer) }

  /// The integer in a column of the row at which the statement stands.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  /// The text in a column of the row at which the statement stands.
  func text(_ column: Int32) -> String {
    sqlite3_column_text(pointer, column).map { String(cString: $0) } ?? ""
  }

  deinit { sqlite3_finalize(pointer) }
}

extension Diagnostic {
  /// What the user is told of an error that SQLite itself found.
  init(sqliteCode code: Int32, message: String) {
    if message == "integer overflow" {
      self = .integerOutOfRange
    } else if message.hasPrefix("malformed JSON") {
      self.init(.invalidLiteral, "invalid input syntax for type json")
    } else if message.hasPrefix("JSON path error") || message.hasPrefix("bad JSON path") {
      self.init(.invalidParameter, "invalid JSON path")
    } else if code & 0xFF == SQLITE_TOOBIG {
      self.init(.programLimitExceeded, "text is too long")
    } else if code & 0xFF == SQLITE_FULL || code & 0xFF == SQLITE_IOERR {
      self.init(
        .programLimitExceeded,
        "could not write temporary file",
        detail: "SQLite says: \(message).",
        hint: "Free space where temporary files are kept, or name another place in TMPDIR."
      )
    } else if code & 0xFF == SQLITE_NOMEM {
      self.init(.programLimitExceeded, "out of memory")
    } else if message.hasPrefix("at most 64 tables in a join") {
      self.init(
        .programLimitExceeded,
        "a query can join at most 64 entities and subqueries",
        hint: "Join some of them in a common table: WITH name AS (SELECT …)."
      )
    } else if message.hasPrefix("Expression tree is too large")
      || message.contains("stack overflow")
    {
      self.init(.nestingTooDeep, "expression is nested too deeply")
    } else {
      self.init(.internalError, "local query failed: \(message)")
    }
  }
}
