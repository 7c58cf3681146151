import CSQLite
import DSQLDiagnostics
import DSQLTypes
import GRDB
import GRDBSQLite

/// An embedded SQLite of its own, with this room's functions and collations.
///
/// A class, since it owns the connection and closes it.
///
/// `@unchecked Sendable`: the connection, its environment, module and function are touched only inside
/// `perform`, which GRDB's queue runs one at a time; `handle` is used outside it for
/// `sqlite3_interrupt` alone, which SQLite allows from any thread while the connection is open, and
/// it is open as long as `queue` lives.
final class LocalDatabase: @unchecked Sendable {
  /// Where pages go that do not fit the cache.
  enum Storage {
    /// Nothing is stored: rows pass through.
    case memory
    /// A temporary file that SQLite makes when the cache is full, and deletes.
    case temporaryFile
  }

  private let queue: DatabaseQueue
  private let handle: OpaquePointer
  private let environment: FunctionEnvironment
  private let module: BatchModule
  private let moved: MovedFunction
  private let stopSignal = StopSignal()

  init(_ storage: Storage, environment: FunctionEnvironment) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    // Staging spans several uses of the connection.
    configuration.allowsUnsafeTransactions = true
    let path =
      switch storage {
      case .memory: ":memory:"
      case .temporaryFile: ""
      }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    guard let handle = queue.inDatabase({ $0.sqliteConnection }) else {
      throw Diagnostic(.internalError, "could not open the local database")
    }
    self.handle = handle
    self.environment = environment
    module = BatchModule(environment: environment)
    moved = MovedFunction(environment: environment)
    _ = dsql_disable_bloom_filters(handle)
    try perform { database in
      for function in SQLFunction.all { function.register(handle, environment: environment) }
      for function in AggregateDefinition.all {
        function.register(handle, environment: environment)
      }
      for order in ValueOrder.collations { order.register(handle) }
      moved.register(handle)
      module.register(handle)
      stopSignal.attach(handle)
      if case .temporaryFile = storage {
        // Nothing here outlives the statement, so nothing is journalled or synced; 16 MiB of cache
        // before pages and sorts go to the file.
        try database.execute(
          """
          PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
          PRAGMA cache_size = -16384; PRAGMA locking_mode = EXCLUSIVE
          """
        )
      }
    }
  }

  deinit { moved.endStatements() }

  /// Uses the connection; what the body makes of it must not leave it unless it says so.
  func perform<Result>(_ body: (LocalConnection) throws -> Result) throws -> Result {
    try queue.inDatabase { _ in
      try body(
        LocalConnection(handle: handle, environment: environment, module: module, moved: moved)
      )
    }
  }

  /// Makes what runs on the connection, or ever will, end with `SQLITE_INTERRUPT`; from any thread.
  func stop() {
    stopSignal.raise()
    sqlite3_interrupt(handle)
  }
}
