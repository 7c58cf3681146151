import DSQLAPI

/// Answers lists and queries on one entity: checks what is asked, then hands it to a pager.
struct RecordQueries {
  let reading: StoreReading
  let entity: StoredEntity
  let level: Int
  /// Whether long texts come whole, in answers of a single record.
  var writesWholeText = false

  static let pageLimits = 1...RecordQuery.largestPage

  /// A page of all records.
  func list(start: Int, limit: Int) throws -> [UInt8] {
    let projection = try RecordProjection(entity, level: level, reading: reading)
    return try RecordPager(reading: reading, entity: entity).page(
      .init(projection: projection, start: start, limit: limit)
    )
  }

  /// A page of the records that a query asks for, without aggregates and joins.
  func query(_ body: QueryBody) throws -> [UInt8] {
    let (start, limit) = try Self.window(body)
    let path = FieldPath(reading: reading, entity: entity, level: level)
    let projection = try RecordProjection(
      entity,
      selected: body.selectedFields ?? [],
      level: level,
      reading: reading
    )
    let compiler = FilterCompiler(schema: reading.schema) { name throws(RequestFailure) in
      try path.resolve(name)
    }
    let condition = try body.filterGroup.flatMap { try compiler.condition($0) }
    return try RecordPager(reading: reading, entity: entity).page(
      .init(
        projection: projection,
        condition: condition,
        order: try order(body.sortOptions ?? []),
        start: start,
        limit: limit
      )
    )
  }

  /// One record by its id, as an object.
  func record(_ id: String) throws -> [UInt8] {
    let source = try reading.source(of: entity)
    guard let normalized = GUIDText.normalized(id) else { throw RequestFailure.recordNotFound }
    let projection = try RecordProjection(
      entity,
      level: level,
      writesWholeText: writesWholeText,
      reading: reading
    )
    let statement = try PreparedSQL(
      reading.db,
      "SELECT \(projection.columns) FROM \(source) WHERE id = ?"
    )
    statement.bind(.text(normalized), at: 0)
    defer { statement.reset() }
    guard try statement.step() else { throw RequestFailure.recordNotFound }
    var json = reading.writer(capacity: 1024)
    try projection.write(statement, to: &json, expansion: RecordExpansion(reading))
    return json.bytes
  }

  private func order(_ options: [QueryBody.Sort]) throws(RequestFailure) -> [String] {
    var terms: [String] = []
    for (index, option) in options.enumerated() {
      let field = try reading.field(option.fieldName, of: entity)
      try Self.checkSortable(field)
      let isDescending = option.isDescending ?? false
      if field.number == StoredField.System.id.rawValue {
        // Nothing after an id decides, and rows are numbered in the order of rising ids.
        if index == 0, !isDescending { return [] }
        if !reading.traits.hasScatteredIDs {
          terms.append(isDescending ? "rid DESC" : "rid")
          break
        }
      }
      terms.append(
        ResolvedField(field, table: entity.table, traits: reading.traits)
          .orderTerm(isDescending: isDescending)
      )
    }
    return terms
  }

  static func checkSortable(_ field: StoredField) throws(RequestFailure) {
    switch field.storage {
    case .longText:
      throw .invalid(
        "Sort field '\(field.name)' is of type MULTILINE_MAX and cannot be used for sorting."
      )
    case .file:
      throw .invalid("Sort field '\(field.name)' is of type FILE and cannot be used for sorting.")
    case .text, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .reference, .choice,
      .choices:
      break
    }
  }

  /// The page that a body asks for.
  static func window(_ body: QueryBody) throws(RequestFailure) -> (start: Int, limit: Int) {
    (try checkedStart(body.start), try checkedLimit(body.limit))
  }

  static func checkedStart(_ start: Int?) throws(RequestFailure) -> Int {
    let start = start ?? 0
    guard start >= 0 else { throw .invalid("The start must not be negative.") }
    return start
  }

  static func checkedLimit(_ limit: Int?) throws(RequestFailure) -> Int {
    let limit = limit ?? 100
    guard pageLimits.contains(limit) else {
      throw .invalid("The limit must be between 1 and 1000.")
    }
    return limit
  }
}
