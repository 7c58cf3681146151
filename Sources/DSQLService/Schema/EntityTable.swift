import DSQLAPI
import DSQLTypes
import GRDB

/// The table of an entity's records, and the rows that describe its columns.
struct EntityTable {
  let writing: StoreWriting
  let entity: StoredEntity

  /// Creates the table with the columns of its fields.
  func create(_ fields: [StoredField]) throws {
    var columns = [
      "rid INTEGER PRIMARY KEY AUTOINCREMENT", "id TEXT NOT NULL UNIQUE", "ct TEXT NOT NULL",
      "ut TEXT NOT NULL", "cb TEXT NOT NULL", "ub TEXT NOT NULL",
    ]
    columns += fields.map { "\($0.column) \($0.storage.columnType)" }
    columns += fields.compactMap { Self.shadow($0) }
    try writing.db.execute(
      sql: "CREATE TABLE \(entity.table) (\(columns.joined(separator: ", "))) STRICT"
    )
    for field in fields { try makeIndex(field) }
    if entity.hasOwners { try Self.giveOwners(to: entity.table, writing.db) }
  }

  /// Gives each record an owner, who made it, where it has none: when role-based access comes on.
  static func giveOwners(to table: String, _ db: Database) throws {
    if try !hasOwners(table, db) {
      try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN ro TEXT")
      try db.execute(sql: "CREATE INDEX o\(table) ON \(table) (ro)")
    }
    try db.execute(sql: "UPDATE \(table) SET ro = cb WHERE ro IS NULL")
  }

  /// Gives owners to the records of a store that kept role-based access as a flag without effect.
  static func giveMissingOwners(_ db: Database) throws {
    let statement = try PreparedSQL(
      db,
      "SELECT key FROM dsql_entity WHERE is_rbac_enabled = 1 AND kind = 'Entity'"
    )
    var tables: [String] = []
    while try statement.step() { tables.append("r\(statement.integer(0))") }
    for table in tables where try !hasOwners(table, db) { try giveOwners(to: table, db) }
  }

  private static func hasOwners(_ table: String, _ db: Database) throws -> Bool {
    let statement = try PreparedSQL(db, "SELECT 1 FROM pragma_table_info(?) WHERE name = 'ro'")
    statement.bind(.text(table), at: 0)
    defer { statement.reset() }
    return try statement.step()
  }

  /// Adds the columns of a field; an automatic number numbers the records that are there.
  func add(_ field: StoredField) throws {
    try writing.db.execute(
      sql: "ALTER TABLE \(entity.table) ADD COLUMN \(field.column) \(field.storage.columnType)"
    )
    if let shadow = Self.shadow(field) {
      try writing.db.execute(sql: "ALTER TABLE \(entity.table) ADD COLUMN \(shadow)")
    }
    if case .autoNumber(let start) = field.definition.type {
      let first = start.int64Value ?? 1
      try writing.db.execute(
        sql: """
          UPDATE \(entity.table) SET \(field.column) = numbered.number + \(first - 1)
          FROM (SELECT rid AS row, row_number() OVER (ORDER BY rid) AS number
                FROM \(entity.table)) AS numbered
          WHERE rid = numbered.row
          """
      )
    }
    if field.definition.isRequired { try fillDefault(of: field) }
    try makeIndex(field)
  }

  /// Gives the records that are there the default of a field that they must have.
  ///
  /// Not documented; our choice, as SQL Server does.
  private func fillDefault(of field: StoredField) throws {
    let codec = FieldCodec(schema: writing.schema)
    guard let value = try codec.defaultValue(of: field) else { return }
    let assignment = "UPDATE \(entity.table) SET \(field.column) = ?"
    guard let shadow = field.shadow else {
      return try PreparedSQL(writing.db, assignment).run([value])
    }
    try PreparedSQL(writing.db, "\(assignment), \(shadow) = ?")
      .run([value, codec.shadow(of: value, for: field)])
  }

  /// Drops the columns of a field with their values.
  func drop(_ field: StoredField) throws {
    try writing.db.execute(sql: "DROP INDEX IF EXISTS \(index(of: field))")
    for column in [field.column, field.shadow].compactMap({ $0 }) {
      let searched = SearchedColumn(table: entity.table, column: column)
      try writing.db.execute(sql: "DROP INDEX IF EXISTS \(searched.indexName)")
      try writing.db.execute(sql: "ALTER TABLE \(entity.table) DROP COLUMN \(column)")
    }
    try PreparedSQL(
      writing.db,
      "DELETE FROM dsql_attachment WHERE entity_key = ? AND field_number = ?"
    ).run([.integer(Int64(entity.key)), .integer(Int64(field.number))])
    try forget(field)
  }

  /// Removes the row that describes a field.
  func forget(_ field: StoredField) throws {
    try PreparedSQL(writing.db, "DELETE FROM dsql_field WHERE entity_key = ? AND number = ?")
      .run([.integer(Int64(entity.key)), .integer(Int64(field.number))])
  }

  /// Adds the row that describes a field.
  func insert(_ field: StoredField, place: Int, nextValue: Int64? = nil) throws {
    let definition = field.definition
    let type = FieldTypeDescription(definition.type)
    var flags: FieldFlags = []
    if definition.isRequired { flags.insert(.required) }
    if definition.isUnique { flags.insert(.unique) }
    if definition.isEncrypted { flags.insert(.encrypted) }
    if definition.isHidden { flags.insert(.hidden) }
    if field.isRbacEnabled { flags.insert(.rbac) }
    func text(_ value: String?) -> StoredValue { value.map { .text($0) } ?? .null }
    func number(_ value: Int?) -> StoredValue { value.map { .integer(Int64($0)) } ?? .null }
    let start = type.minimum?.int64Value ?? 1
    try PreparedSQL(
      writing.db,
      """
      INSERT INTO dsql_field (entity_key, number, place, id, name, display_name, description,
        display_type, sql_type, length_limit, decimals, minimum, maximum, flags, default_value,
        choice_set_id, reference_entity_id, reference_field_id, next_value, create_time,
        created_by, update_time, updated_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run([
      .integer(Int64(entity.key)), .integer(Int64(field.number)), .integer(Int64(place)),
      .text(definition.id), .text(definition.name), .text(definition.displayName),
      .text(definition.description), .text(type.displayType), .text(type.sqlType),
      number(type.lengthLimit), number(type.decimals),
      text(type.minimum?.text(minimumScale: 0)), text(type.maximum?.text(minimumScale: 0)),
      .integer(flags.rawValue), text(definition.defaultValue), text(definition.choiceSetID),
      text(definition.reference?.entityID), text(definition.reference?.fieldID),
      .integer(nextValue ?? (field.isAutoNumber ? start : 1)), .text(field.audit.createTime),
      .text(field.audit.createdBy), .text(field.audit.updateTime), .text(field.audit.updatedBy),
    ])
  }

  /// Makes the index that a unique field needs, or that a relationship is followed by.
  private func makeIndex(_ field: StoredField) throws {
    if field.storage == .reference {
      let column = SearchedColumn(table: entity.table, column: field.column)
      return try writing.db.execute(sql: column.creation)
    }
    guard field.definition.isUnique else { return }
    try writing.db.execute(
      sql: "CREATE UNIQUE INDEX \(index(of: field)) ON \(entity.table) (\(field.comparedColumn))"
    )
  }

  private func index(of field: StoredField) -> String { "u\(entity.key)_\(field.number)" }

  private static func shadow(_ field: StoredField) -> String? {
    guard let name = field.shadow, let type = field.storage.shadowType else { return nil }
    return "\(name) \(type)"
  }
}
