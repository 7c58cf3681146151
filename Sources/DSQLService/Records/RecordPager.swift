import DSQLAPI

/// Answers pages of one entity's records.
///
/// - Source: `data-service-api.md` §3.2 and §3.3.
struct RecordPager {
  let reading: StoreReading
  let entity: StoredEntity

  /// What is asked for, checked.
  struct Request {
    var projection: RecordProjection
    var condition: SQLCondition?
    /// The terms of ORDER BY; empty for the order of `Id`.
    var order: [String] = []
    var start: Int
    var limit: Int
  }

  /// The answer's bytes: the total and the records of the page.
  func page(_ request: Request) throws -> [UInt8] {
    if request.condition == nil, request.order.isEmpty, !reading.traits.hasScatteredIDs,
      reading.rights.reach(of: .read, in: entity) == .all,
      let first = try firstRow(request.start)
    {
      return try plainPage(request, from: first.row, total: first.total)
    }
    let rows = try rows(request)
    let from = min(request.start, rows.count)
    let page = rows[from..<min(from + request.limit, rows.count)]
    var json = begin(total: Int64(rows.count), capacity: page.count)
    let expansion = RecordExpansion(reading)
    let statement = try PreparedSQL(
      reading.db,
      "SELECT \(request.projection.columns) FROM \(entity.table) WHERE rid = ?"
    )
    var isFirst = true
    for row in page {
      statement.bind(.integer(row), at: 0)
      if try statement.step() {
        if !isFirst { json.raw(",") }
        isFirst = false
        try request.projection.write(statement, to: &json, expansion: expansion)
      }
      statement.reset()
    }
    json.raw("]}")
    return json.bytes
  }

  /// Where the page begins by row number, if none is missing between the first and the last row, and
  /// the number of rows; nil where one was deleted in between.
  private func firstRow(_ start: Int) throws -> (row: Int64, total: Int64)? {
    let total = try reading.recordCount(of: entity)
    guard total > 0 else { return (0, 0) }
    let statement = try PreparedSQL(
      reading.db,
      "SELECT (SELECT min(rid) FROM \(entity.table)), (SELECT max(rid) FROM \(entity.table))"
    )
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let (first, last) = (statement.integer(0), statement.integer(1))
    guard last - first + 1 == total else { return nil }
    return (first + min(Int64(start), total), total)
  }

  private func plainPage(_ request: Request, from row: Int64, total: Int64) throws -> [UInt8] {
    var json = begin(total: total, capacity: request.limit)
    let expansion = RecordExpansion(reading)
    let statement = try PreparedSQL(
      reading.db,
      "SELECT \(request.projection.columns) FROM \(entity.table) WHERE rid >= ? ORDER BY rid LIMIT ?"
    )
    statement.bind([.integer(row), .integer(Int64(request.limit))])
    var isFirst = true
    while try statement.step() {
      if !isFirst { json.raw(",") }
      isFirst = false
      try request.projection.write(statement, to: &json, expansion: expansion)
    }
    json.raw("]}")
    return json.bytes
  }

  private func begin(total: Int64, capacity: Int) -> JSONWriter {
    var json = reading.writer(capacity: 64 + capacity * 512)
    json.beginPage(total: total)
    return json
  }

  /// The row numbers of all records that may be read and fulfil the condition, in order.
  private func rows(_ request: Request) throws -> ContiguousArray<Int64> {
    var sql = "SELECT rid FROM \(try reading.source(of: entity))"
    if let condition = request.condition { sql += " WHERE \(condition.sql)" }
    var order = request.order
    if order.isEmpty, reading.traits.hasScatteredIDs {
      order = [TextKeys.guidKey("\(entity.table).id")]
    }
    // The order of row numbers is made here: asked for it, SQLite goes through all records in that
    // order though an index would find the few of a range.
    let isPlain = order.isEmpty
    if !isPlain { sql += " ORDER BY \((order + ["rid"]).joined(separator: ", "))" }
    let values = request.condition?.values ?? []
    let key = ResultLists.Key(revision: reading.dataRevision, sql: sql, values: values)
    if let known = reading.lists.rows(for: key) { return known }
    try reading.provide(for: request.condition)
    // Filters come in endless variety, so the statement is not kept.
    let statement = try PreparedSQL(reading.db, sql, isShared: false)
    statement.bind(values)
    var rows: ContiguousArray<Int64> = []
    var isAscending = true
    while try statement.step() {
      let row = statement.integer(0)
      if let last = rows.last, last > row { isAscending = false }
      rows.append(row)
    }
    if isPlain, !isAscending { rows.sort() }
    reading.lists.keep(rows, for: key)
    return rows
  }
}
