import GRDBSQLite

/// The virtual tables over batches: `CREATE VIRTUAL TABLE temp.r3 USING dsql_rows(0)`.
///
/// A class, since SQLite keeps it by a pointer, and it owns the table of C functions, which has to
/// live as long as the connection.
final class BatchModule {
  private let functions: UnsafeMutablePointer<sqlite3_module>
  private let environment: FunctionEnvironment
  private var sources: [BatchSource] = []

  init(environment: FunctionEnvironment) {
    self.environment = environment
    functions = .allocate(capacity: 1)
    functions.initialize(to: BatchTable.module)
  }

  deinit { functions.deallocate() }

  /// Makes the module known to a connection, which gives its reference back when it closes.
  func register(_ database: OpaquePointer) {
    sqlite3_create_module_v2(
      database,
      "dsql_rows",
      functions,
      Unmanaged.passRetained(self).toOpaque()
    ) { pointer in
      if let pointer { Unmanaged<BatchModule>.fromOpaque(pointer).release() }
    }
  }

  /// Adds a source and answers the statement that makes a table of it.
  func add(_ source: BatchSource, table: String) -> String {
    sources.append(source)
    return "CREATE VIRTUAL TABLE temp.\(table) USING dsql_rows(\(sources.count - 1))"
  }

  func source(_ index: Int) -> BatchSource? {
    sources.indices.contains(index) ? sources[index] : nil
  }

  /// Keeps the fault behind an error code, and answers the code.
  func fail(_ error: any Error) -> Int32 {
    environment.failure = environment.failure ?? error
    return SQLITE_ERROR
  }
}
