import DSQLDiagnostics
import GRDBSQLite

/// `dsql_moved(number, leaf, …)`: runs the statement that stands for a part of an expression.
///
/// A class, since SQLite keeps it by a pointer and its statements end before the connection does. Not
/// `Sendable`: it is touched only where its connection is, inside `LocalDatabase.perform`.
final class MovedFunction {
  static let name = "dsql_moved"

  /// The statements' texts.
  var texts: [String] = [] {
    didSet { statements = [:] }
  }
  private var statements: [Int: PreparedStatement] = [:]
  private let environment: FunctionEnvironment

  init(environment: FunctionEnvironment) { self.environment = environment }

  /// Makes the function known to a connection.
  func register(_ database: OpaquePointer) {
    sqlite3_create_function_v2(
      database,
      Self.name,
      -1,
      SQLITE_UTF8,
      Unmanaged.passRetained(self).toOpaque(),
      { context, count, values in
        guard let pointer = sqlite3_user_data(context) else { return }
        Unmanaged<MovedFunction>.fromOpaque(pointer).takeUnretainedValue()
          .run(context, Arguments(count: count, values: values))
      },
      nil,
      nil,
      { pointer in
        if let pointer { Unmanaged<MovedFunction>.fromOpaque(pointer).release() }
      }
    )
  }

  /// Ends the statements, so that the connection can close.
  func endStatements() { statements = [:] }

  private func run(_ context: OpaquePointer?, _ arguments: Arguments) {
    do {
      let statement = try statement(Int(arguments.integer(0)), sqlite3_context_db_handle(context))
      defer { statement.reset() }
      for index in 1..<max(arguments.count, 1) {
        sqlite3_bind_value(statement.pointer, Int32(index), arguments[index])
      }
      let code = sqlite3_step(statement.pointer)
      guard code == SQLITE_ROW else {
        // A function of ours has said what failed; what SQLite itself finds is its own message.
        return sqlite3_result_error_code(context, code)
      }
      sqlite3_result_value(context, sqlite3_column_value(statement.pointer, 0))
    } catch {
      environment.fail(error)
      sqlite3_result_error(context, "local function failed", -1)
    }
  }

  private func statement(_ number: Int, _ handle: OpaquePointer?) throws -> PreparedStatement {
    if let statement = statements[number] { return statement }
    guard let handle, texts.indices.contains(number) else {
      throw Diagnostic(.internalError, "local query failed: no moved expression \(number)")
    }
    var pointer: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, texts[number], -1, &pointer, nil)
    guard code == SQLITE_OK, let pointer else {
      let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "unknown error"
      throw LocalQueryError(Diagnostic(sqliteCode: code, message: message))
    }
    let statement = PreparedStatement(pointer)
    statements[number] = statement
    return statement
  }
}
