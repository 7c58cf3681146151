import CSQLite
import DSQLTypes
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

/// The tenant's entities and records in SQLite.
///
/// A class, since it owns the connection. There is one connection and it serves one transaction at
/// a time: the reader of pages is on the other end of a socket, so more would not be faster, and
/// statements and results stay warm. Other processes may use the same file.
final class Store: Sendable {
  private let queue: DatabaseQueue
  private let behaviour: ServiceBehaviour
  private let now: @Sendable () -> Instant
  private let schema = Mutex<TenantSchema?>(nil)
  let lists = ResultLists()
  private let indexes = KnownIndexes()
  /// Whether the store was made by this opening.
  let isNew: Bool
  /// The key that signs tokens.
  let signingKey: [UInt8]

  init(
    _ place: EmbeddedServiceOptions.Store,
    behaviour: ServiceBehaviour,
    now: @escaping @Sendable () -> Instant
  ) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    // As long as clients wait for an answer.
    configuration.busyMode = .timeout(30)
    configuration.label = "dsql-service"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192")
      if let connection = db.sqliteConnection { _ = dsql_disable_bloom_filters(connection) }
      TextKeys.register(for: behaviour.traits, in: db)
      SQLTextFunctions.register(for: behaviour.traits, in: db)
    }
    switch place {
    case .memory:
      queue = try DatabaseQueue(configuration: configuration)
    case .file(let path):
      try Self.makePrivateFile(path)
      queue = try DatabaseQueue(path: path, configuration: configuration)
    }
    self.behaviour = behaviour
    self.now = now
    (isNew, signingKey) = try queue.inDatabase { db in try Self.prepare(db) }
  }

  /// The tenant's roles as they were last read.
  var roles: RoleBook { schema.withLock { $0?.roles } ?? RoleBook() }

  /// Takes over roles that the service is started with, and keeps them.
  ///
  /// - Parameter book: What it is started with.
  /// - Throws: `EmbeddedServiceError` for a role or user that does not exist.
  func adopt(_ book: RoleBook) throws {
    try queue.inDatabase { db in
      try db.inTransaction(.immediate) {
        let known = try RoleTable.load(db)
        var merged = known
        merged.merge(book)
        try merged.check()
        if merged != known { try RoleTable.save(merged, db) }
        return .commit
      }
      _ = try self.schema(at: StoreState(db).schemaRevision, db)
    }
  }

  /// Moves what was written into the file itself, so that the next opening has nothing to recover.
  func settle() {
    try? queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  /// Runs a body on a snapshot of the tenant.
  func read<Value: Sendable>(
    as access: Access,
    _ body: @escaping @Sendable (StoreReading) throws -> Value
  ) async throws -> Value {
    try await queue.writeWithoutTransaction { db in
      do {
        return try self.read(db, access, self.indexes, body)
      } catch let wanted as IndexesWanted {
        self.add(wanted.columns, db)
        return try self.read(db, access, nil, body)
      }
    }
  }

  private func read<Value>(
    _ db: Database,
    _ access: Access,
    _ indexes: KnownIndexes?,
    _ body: (StoreReading) throws -> Value
  ) throws -> Value {
    try PreparedSQL(db, "BEGIN").run([])
    defer { try? PreparedSQL(db, "COMMIT").run([]) }
    let state = try StoreState(db)
    let schema = try schema(at: state.schemaRevision, db)
    return try body(
      StoreReading(
        db: db,
        schema: schema,
        dataRevision: state.dataRevision,
        lists: lists,
        behaviour: behaviour,
        rights: try access.rights(schema.roles),
        indexes: indexes
      )
    )
  }

  /// Makes indexes, and learns how selective each is; one that cannot be made now is not missed.
  private func add(_ columns: [SearchedColumn], _ db: Database) {
    for column in columns {
      try? db.inTransaction(.immediate) {
        try db.execute(sql: column.creation)
        try db.execute(sql: "PRAGMA analysis_limit = 400; ANALYZE \(column.indexName)")
        return .commit
      }
      indexes.insert(column.indexName)
    }
  }

  /// Runs a body that changes the tenant, in a transaction; a thrown error undoes all of it.
  func write<Value: Sendable>(
    as access: Access,
    _ body: @escaping @Sendable (StoreWriting) throws -> Value
  ) async throws -> Value {
    try await queue.writeWithoutTransaction { db in
      try self.write(
        db,
        moment: self.now(),
        random: nil,
        rights: { try access.rights($0) },
        body: body
      )
    }
  }

  /// Runs a body that reads or changes what is no part of the tenant, in a transaction; one that
  /// changes something has the write lock from the beginning.
  func transact<Value: Sendable>(
    isReading: Bool = false,
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await queue.writeWithoutTransaction { db in
      try PreparedSQL(db, isReading ? "BEGIN" : "BEGIN IMMEDIATE").run([])
      do {
        let value = try body(db)
        try PreparedSQL(db, "COMMIT").run([])
        return value
      } catch {
        try? PreparedSQL(db, "ROLLBACK").run([])
        throw error
      }
    }
  }

  /// Runs a body of the service's own as `write(as:_:)` does, in the name of a user, at a moment and
  /// with ids of the caller's choice, and waits for it.
  func writeNow<Value>(
    as user: String,
    moment: Instant,
    random: any RandomNumberGenerator & Sendable,
    _ body: (StoreWriting) throws -> Value
  ) throws -> Value {
    try queue.inDatabase { db in
      try write(
        db,
        moment: moment,
        random: random,
        rights: { _ in Rights(ofServiceAs: user) },
        body: body
      )
    }
  }

  private func write<Value>(
    _ db: Database,
    moment: Instant,
    random: (any RandomNumberGenerator & Sendable)?,
    rights: (RoleBook) throws -> Rights,
    body: (StoreWriting) throws -> Value
  ) throws -> Value {
    try PreparedSQL(db, "BEGIN IMMEDIATE").run([])
    do {
      let state = try StoreState(db)
      let schema = try schema(at: state.schemaRevision, db)
      let writing = StoreWriting(
        db: db,
        schema: schema,
        rights: try rights(schema.roles),
        moment: moment,
        behaviour: behaviour,
        ids: RecordIDs(
          time: state.idTime,
          counter: state.idCounter,
          isScattered: behaviour.traits.hasScatteredIDs,
          random: random ?? SystemRandomNumberGenerator()
        )
      )
      let value = try body(writing)
      try writing.saveState()
      try PreparedSQL(db, "COMMIT").run([])
      return value
    } catch {
      try? PreparedSQL(db, "ROLLBACK").run([])
      throw error
    }
  }

  /// The schema as of a revision, read from the store where another one is remembered.
  private func schema(at revision: Int64, _ db: Database) throws -> TenantSchema {
    if let known = schema.withLock({ $0 }), known.revision == revision { return known }
    let loaded = try SchemaReader(db: db).load(revision: revision)
    schema.withLock { $0 = loaded }
    return loaded
  }

  private static func prepare(_ db: Database) throws -> (isNew: Bool, signingKey: [UInt8]) {
    var isNew = false
    if try version(of: db) == 0 {
      // The mode stays with the file, so no later opening has to ask for it.
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.inTransaction(.immediate) {
        // Another process may have been first.
        if try version(of: db) == 0 {
          try StoreTables.create(in: db)
          let key = Data(TokenAuthority.makeRawKey()).base64EncodedString()
          try PreparedSQL(db, "INSERT INTO dsql_state VALUES (1, ?, 0, 0, 0, 0)")
            .run([.text(key)])
          isNew = true
        }
        return .commit
      }
    }
    if try StoreTables.upgradable.contains(version(of: db)) {
      try db.inTransaction(.immediate) {
        // Another process may have been first.
        let version = try version(of: db)
        if StoreTables.upgradable.contains(version) {
          try StoreTables.upgrade(db, from: version)
        }
        return .commit
      }
    }
    guard try version(of: db) == StoreTables.version else {
      throw EmbeddedServiceError.unknownStoreVersion
    }
    try RoleTable.create(in: db)
    try EntityTable.giveMissingOwners(db)
    let statement = try PreparedSQL(db, "SELECT signing_key FROM dsql_state")
    guard try statement.step() else { throw EmbeddedServiceError.damagedStore }
    let key = statement.text(0)
    statement.reset()
    guard let data = Data(base64Encoded: key) else { throw EmbeddedServiceError.damagedStore }
    return (isNew, Array(data))
  }

  private static func version(of db: Database) throws -> Int64 {
    let statement = try PreparedSQL(db, "PRAGMA user_version")
    guard try statement.step() else { return 0 }
    defer { statement.reset() }
    return statement.integer(0)
  }

  /// Makes the file and its folder where they are missing, closed to others.
  private static func makePrivateFile(_ path: String) throws {
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else { return }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !folder.isEmpty, !files.fileExists(atPath: folder) {
      try files.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    }
    // Another process may make it at the same time, and must not find it emptied.
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 {
      close(file)
    } else if errno != EEXIST {
      throw EmbeddedServiceError.cannotCreate(path)
    }
  }
}
