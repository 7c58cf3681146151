import DSQLAPI
import DSQLTypes
import GRDB

/// Inserts, changes and deletes records of one entity within a transaction.
///
/// A class, since a batch's records share what was looked up for the first of them.
///
/// - Source: `data-service-api.md` §2.5 and §3.10.
final class RecordWriter {
  private let writing: StoreWriting
  private let entity: StoredEntity
  private let codec: FieldCodec
  private let fields: [StoredField]
  private var defaults: [StoredValue?] = []
  private var nextNumbers: [Int: Int64] = [:]
  private var knownReferences: [Int: Set<String>] = [:]
  private var insertion: PreparedSQL?
  private var change = 0
  private let mayCreate: Bool
  /// The places of fields that may not be written.
  private let closed: Set<Int>

  init(_ writing: StoreWriting, _ entity: StoredEntity) throws {
    self.writing = writing
    self.entity = entity
    codec = FieldCodec(schema: writing.schema)
    fields = Array(entity.userFields)
    let rights = writing.rights
    mayCreate = rights.reach(of: .create, in: entity) != .none
    closed = Set(fields.indices.filter { !rights.mayEdit(entity.fields[$0 + 1], of: entity) })
    for field in fields {
      // A default that a later change of the choice set made void counts as none.
      let standard = (try? codec.defaultValue(of: field)) ?? nil
      defaults.append(standard.map { kept($0) })
      if field.isAutoNumber { nextNumbers[field.number] = try nextNumber(of: field) }
    }
  }

  /// Inserts a record and answers its row number.
  func insert(_ record: RecordBody) throws -> Int64 {
    _ = try insertAnsweringID(record)
    return writing.db.lastInsertedRowID
  }

  /// Inserts a record and answers its id.
  func insertAnsweringID(_ record: RecordBody) throws -> String {
    guard mayCreate else { throw RequestFailure.forbidden }
    try checkEditable(record)
    var given = [WireValue?](repeating: nil, count: fields.count)
    for (place, value) in record.values {
      let index = place - 1
      if fields.indices.contains(index) { given[index] = value }
    }
    let id = writing.nextID()
    var values: [StoredValue] = [
      .text(id), .text(writing.moment), .text(writing.moment), .text(writing.user),
      .text(writing.user),
    ]
    if entity.hasOwners { values.append(.text(writing.user)) }
    values.reserveCapacity(5 + fields.count * 2)
    for (index, field) in fields.enumerated() {
      let value = try stored(given[index], for: field, standard: defaults[index])
      if value.isNull, field.definition.isRequired, field.storage != .file {
        throw RequestFailure.invalid("Required field \"\(field.name)\" is not provided")
      }
      values.append(value)
      if field.shadow != nil { values.append(codec.shadow(of: value, for: field)) }
    }
    let statement = try insertion ?? prepareInsertion()
    insertion = statement
    try run(statement, values, failing: "Insert")
    for field in fields where field.isAutoNumber { nextNumbers[field.number, default: 1] += 1 }
    change += 1
    return id
  }

  /// Changes the fields that a record names and answers its row number.
  func update(_ id: String, to record: RecordBody) throws -> Int64 {
    guard let row = try row(of: id, for: .edit) else { throw RequestFailure.recordNotFound }
    try checkEditable(record)
    var columns = ["ut = ?", "ub = ?"]
    var values: [StoredValue] = [.text(writing.moment), .text(writing.user)]
    for (place, given) in record.values {
      let index = place - 1
      guard fields.indices.contains(index) else { continue }
      let field = fields[index]
      if field.isAutoNumber || field.storage == .file { continue }
      let value = given == .null ? StoredValue.null : try checked(given, for: field)
      if value.isNull, field.definition.isRequired {
        throw RequestFailure.invalid("Required field \"\(field.name)\" is not provided")
      }
      columns.append("\(field.column) = ?")
      values.append(value)
      if let shadow = field.shadow {
        columns.append("\(shadow) = ?")
        values.append(codec.shadow(of: value, for: field))
      }
    }
    let statement = try PreparedSQL(
      writing.db,
      "UPDATE \(entity.table) SET \(columns.joined(separator: ", ")) WHERE rid = ?"
    )
    try run(statement, values + [.integer(row)], failing: "Update")
    return row
  }

  /// Deletes a record and answers its id in the store's spelling.
  @discardableResult
  func delete(_ id: String) throws -> String {
    guard let normalized = GUIDText.normalized(id), let row = try row(of: normalized, for: .delete)
    else {
      throw RequestFailure.recordNotFound
    }
    for field in fields where field.storage == .file {
      try PreparedSQL(
        writing.db,
        "DELETE FROM dsql_attachment "
          + "WHERE id = (SELECT \(field.column) FROM \(entity.table) WHERE rid = ?)"
      ).run([.integer(row)])
    }
    try PreparedSQL(writing.db, "DELETE FROM \(entity.table) WHERE rid = ?").run([.integer(row)])
    change -= 1
    return normalized
  }

  /// Brings the entity's counters up to date; to be called once, after the last record.
  func finish() throws {
    try writing.count(change, in: entity)
    for (number, next) in nextNumbers {
      try PreparedSQL(
        writing.db,
        "UPDATE dsql_field SET next_value = ? WHERE entity_key = ? AND number = ?"
      ).run([.integer(next), .integer(Int64(entity.key)), .integer(Int64(number))])
    }
  }

  /// The row number of a record that is to be changed; nil where there is no such record.
  ///
  /// - Parameters:
  ///   - id: The record's id.
  ///   - action: What is to be done with it.
  /// - Returns: The row number.
  /// - Throws: A 403 where the caller may not.
  private func row(of id: String, for action: DataAction) throws -> Int64? {
    guard writing.rights.reach(of: action, in: entity) != .none else {
      throw RequestFailure.forbidden
    }
    guard let normalized = GUIDText.normalized(id) else { return nil }
    let statement = try PreparedSQL(
      writing.db,
      "SELECT rid, \(entity.ownerColumn) FROM \(entity.table) WHERE id = ?"
    )
    statement.bind(.text(normalized), at: 0)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    guard writing.rights.reaches(entity, action, owner: statement.text(1)) else {
      throw RequestFailure.forbidden
    }
    return statement.integer(0)
  }

  /// Refuses a record that names a field that may not be written.
  private func checkEditable(_ record: RecordBody) throws(RequestFailure) {
    if closed.isEmpty { return }
    guard !record.values.contains(where: { closed.contains($0.place - 1) }) else {
      throw .forbidden
    }
  }

  // MARK: Values

  private func stored(
    _ given: WireValue?,
    for field: StoredField,
    standard: StoredValue?
  ) throws -> StoredValue {
    if field.isAutoNumber { return .integer(nextNumbers[field.number] ?? 1) }
    if field.storage == .file { return .null }
    switch given {
    case nil: return standard ?? .null
    case .null: return .null
    case .some(let value): return try checked(value, for: field)
    }
  }

  private func checked(_ value: WireValue, for field: StoredField) throws -> StoredValue {
    let stored = kept(try codec.stored(value, for: field))
    if field.storage == .reference, case .text(let id) = stored {
      try checkReference(id, field)
    }
    return stored
  }

  /// The value as the service keeps it: an empty text is none where the trait says so.
  private func kept(_ value: StoredValue) -> StoredValue {
    value == .text("") && writing.behaviour.traits.storesEmptyAsNull ? .null : value
  }

  private func checkReference(_ id: String, _ field: StoredField) throws {
    if knownReferences[field.number]?.contains(id) == true { return }
    let target = field.definition.reference.flatMap { writing.schema.entity(id: $0.entityID) }
    if let target {
      let statement = try PreparedSQL(
        writing.db,
        "SELECT 1 FROM \(target.table) WHERE id = ?"
      )
      statement.bind(.text(id), at: 0)
      defer { statement.reset() }
      if try statement.step() {
        // A record of its own entity may be deleted later in the batch, but no batch does both.
        knownReferences[field.number, default: []].insert(id)
        return
      }
    }
    throw RequestFailure.invalid(
      "Invalid reference: no record of \(target?.name ?? "a deleted entity") has Id \(id)"
    )
  }

  private func nextNumber(of field: StoredField) throws -> Int64 {
    let statement = try PreparedSQL(
      writing.db,
      "SELECT next_value FROM dsql_field WHERE entity_key = ? AND number = ?"
    )
    statement.bind([.integer(Int64(entity.key)), .integer(Int64(field.number))])
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 1
  }

  // MARK: Statements

  private func prepareInsertion() throws -> PreparedSQL {
    var columns = ["id", "ct", "ut", "cb", "ub"]
    if entity.hasOwners { columns.append(entity.ownerColumn) }
    for field in fields {
      columns.append(field.column)
      if let shadow = field.shadow { columns.append(shadow) }
    }
    let places = [String](repeating: "?", count: columns.count).joined(separator: ", ")
    return try PreparedSQL(
      writing.db,
      "INSERT INTO \(entity.table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    )
  }

  private func run(_ statement: PreparedSQL, _ values: [StoredValue], failing verb: String) throws {
    do {
      try statement.run(values)
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
    {
      throw RequestFailure.invalid("\(verb) data failed. Value uniqueness violation.")
    }
  }
}
