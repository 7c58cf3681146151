import GRDB

/// The one row of figures that change with every transaction.
struct StoreState {
  var schemaRevision: Int64
  var dataRevision: Int64
  var idTime: Int64
  var idCounter: Int64

  init(_ db: Database) throws {
    let statement = try PreparedSQL(
      db,
      "SELECT schema_revision, data_revision, id_time, id_counter FROM dsql_state"
    )
    guard try statement.step() else { throw EmbeddedServiceError.damagedStore }
    schemaRevision = statement.integer(0)
    dataRevision = statement.integer(1)
    idTime = statement.integer(2)
    idCounter = statement.integer(3)
    statement.reset()
  }
}
