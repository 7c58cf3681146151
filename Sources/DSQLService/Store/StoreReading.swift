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

  var traits: EmbeddedTraits { behaviour.traits }

  /// A writer for an answer's records, in the service's spelling.
  func writer(capacity: Int) -> JSONWriter {
    JSONWriter(capacity: capacity, style: behaviour.style)
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
