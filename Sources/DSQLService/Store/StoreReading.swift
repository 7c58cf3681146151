import GRDB

/// A snapshot of the tenant, open as long as the transaction that made it.
struct StoreReading {
  let db: Database
  let schema: TenantSchema
  /// Rises with every write, in whichever process it is made.
  let dataRevision: Int64
  let lists: ResultLists
  let behaviour: ServiceBehaviour
  /// What may be read.
  let rights: Rights
  /// The indexes that are known of, where the read may ask for more; nil where it may not.
  var indexes: KnownIndexes?

  /// An entity of fewer records is gone through faster than an index is made.
  static let fewestIndexed = 5000

  var traits: EmbeddedTraits { behaviour.traits }

  /// A writer for an answer's records, in the service's spelling.
  func writer(capacity: Int) -> JSONWriter {
    JSONWriter(capacity: capacity, style: behaviour.style)
  }

  /// Throws `IndexesWanted` where a condition searches a large entity by a column without an index.
  func provide(for condition: SQLCondition?) throws {
    guard let indexes, let condition else { return }
    var missing: [SearchedColumn] = []
    for column in condition.searched where !indexes.contains(column.indexName) {
      guard let entity = schema.entities.first(where: { $0.table == column.table }),
        try recordCount(of: entity) >= Self.fewestIndexed
      else { continue }
      let statement = try PreparedSQL(db, "SELECT 1 FROM sqlite_schema WHERE name = ?")
      statement.bind(.text(column.indexName), at: 0)
      defer { statement.reset() }
      if try statement.step() {
        indexes.insert(column.indexName)
      } else {
        missing.append(column)
      }
    }
    guard missing.isEmpty else { throw IndexesWanted(columns: missing) }
  }

  /// How many records an entity has.
  func recordCount(of entity: StoredEntity) throws -> Int64 {
    let statement = try PreparedSQL(db, "SELECT record_count FROM dsql_entity WHERE key = ?")
    statement.bind(.integer(Int64(entity.key)), at: 0)
    guard try statement.step() else { return 0 }
    defer { statement.reset() }
    return statement.integer(0)
  }
}
