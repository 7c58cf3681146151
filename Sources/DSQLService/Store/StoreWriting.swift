import DSQLTypes
import GRDB

/// A transaction that changes the tenant.
///
/// A class, since its parts share the counter of ids and the schema that they change.
final class StoreWriting {
  let db: Database
  private(set) var schema: TenantSchema
  /// What may be written, and who writes.
  let rights: Rights
  /// When the transaction writes, as audit fields store it.
  let moment: String
  let behaviour: ServiceBehaviour
  private let milliseconds: Int64
  private var ids: RecordIDs
  private var changesSchema = false

  init(
    db: Database,
    schema: TenantSchema,
    rights: Rights,
    moment: Instant,
    behaviour: ServiceBehaviour,
    ids: RecordIDs
  ) {
    self.db = db
    self.schema = schema
    self.rights = rights
    self.behaviour = behaviour
    self.ids = ids
    // Audit times have milliseconds, as those of the documented samples do.
    let ticks = moment.ticks
    milliseconds = (ticks - (ticks % 10_000 + 10_000) % 10_000) / 10_000
    self.moment = InstantText.stored(Instant(ticks: milliseconds * 10_000))
  }

  /// The id of the user who writes.
  var user: String { rights.user }

  var audit: AuditTrail { AuditTrail(moment, user) }

  /// The snapshot that answers are written from, inside the transaction.
  var reading: StoreReading {
    StoreReading(
      db: db,
      schema: schema,
      dataRevision: -1,
      lists: ResultLists(),
      behaviour: behaviour,
      rights: rights
    )
  }

  func nextID() -> String { ids.next(at: milliseconds) }

  /// Reads the schema again after a change of it.
  func reloadSchema() throws {
    changesSchema = true
    schema = try SchemaReader(db: db).load(revision: schema.revision)
  }

  func saveState() throws {
    try PreparedSQL(
      db,
      """
      UPDATE dsql_state SET data_revision = data_revision + 1,
        schema_revision = schema_revision + ?, id_time = ?, id_counter = ?
      """
    ).run([.integer(changesSchema ? 1 : 0), .integer(ids.time), .integer(ids.counter)])
  }

  /// Adds to the count of an entity's records.
  func count(_ change: Int, in entity: StoredEntity) throws {
    guard change != 0 else { return }
    try PreparedSQL(db, "UPDATE dsql_entity SET record_count = record_count + ? WHERE key = ?")
      .run([.integer(Int64(change)), .integer(Int64(entity.key))])
  }
}
