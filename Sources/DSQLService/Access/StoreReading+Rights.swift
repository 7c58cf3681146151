/// What the sender of the request sees of the tenant's records.
extension StoreReading {
  /// What stands after FROM for an entity: its records that may be read, by the table's name.
  ///
  /// - Parameters:
  ///   - entity: The entity.
  ///   - alias: Another name for them.
  /// - Returns: SQL without parameters.
  /// - Throws: A 403 where none of the entity's records may be read.
  func source(
    of entity: StoredEntity,
    as alias: String? = nil
  ) throws(RequestFailure) -> String {
    switch rights.reach(of: .read, in: entity) {
    case .none: throw .forbidden
    case .own:
      let owner = StoredField.System.recordOwner.column
      return "(SELECT * FROM \(entity.table) WHERE \(owner) = \(ownerLiteral)) AS "
        + (alias ?? entity.table)
    case .all: return alias.map { "\(entity.table) AS \($0)" } ?? entity.table
    }
  }

  /// A field that a request names.
  ///
  /// - Parameters:
  ///   - name: The exact name.
  ///   - entity: The field's entity.
  /// - Returns: The field.
  /// - Throws: A 400 where there is none, a 403 where it may not be read.
  func field(_ name: String, of entity: StoredEntity) throws(RequestFailure) -> StoredField {
    guard let field = entity.field(name) else { throw .unknownField(name, entity.name) }
    guard rights.mayRead(field, of: entity) else { throw .forbidden }
    return field
  }

  /// How many of an entity's records may be read.
  func readableCount(of entity: StoredEntity) throws -> Int64 {
    switch rights.reach(of: .read, in: entity) {
    case .none: return 0
    case .all: return try recordCount(of: entity)
    case .own:
      let statement = try PreparedSQL(db, "SELECT count(*) FROM \(try source(of: entity))")
      defer { statement.reset() }
      return try statement.step() ? statement.integer(0) : 0
    }
  }

  /// How many bytes the files of an entity's records have.
  func attachmentBytes(of entity: StoredEntity) throws -> Int64 {
    guard entity.fields.contains(where: { $0.storage == .file }) else { return 0 }
    let statement = try PreparedSQL(
      db,
      "SELECT coalesce(sum(size), 0) FROM dsql_attachment WHERE entity_key = ?"
    )
    statement.bind([.integer(Int64(entity.key))])
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 0
  }

  private var ownerLiteral: String {
    "'"
      + rights.user.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''") + "'"
  }
}
