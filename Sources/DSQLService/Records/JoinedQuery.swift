/// Answers a query over several entities.
///
/// - Source: `data-service-api.md` §3.5.
struct JoinedQuery {
  /// A member of the answer's objects.
  private struct Item {
    var key: String
    var storage: FieldStorage
    /// The place of its entity among those joined.
    var entity: Int
  }

  let reading: StoreReading
  let join: JoinPlan

  func answer(_ body: QueryBody) throws -> [UInt8] {
    let selected = body.selectedFields ?? []
    guard !selected.isEmpty else {
      throw RequestFailure.invalid("A query with joins needs selectedFields or aggregates.")
    }
    let (start, limit) = try RecordQueries.window(body)
    var items: [Item] = []
    var columns: [String] = []
    for name in selected {
      let (found, key) = try join.resolve(name)
      if items.contains(where: { $0.key == key }) { continue }
      let shadow = found.field.storage == .longText ? found.field.shadow : nil
      let place = join.entities.firstIndex { found.value.hasPrefix("\($0.table).") } ?? 0
      items.append(Item(key: key, storage: found.field.storage, entity: place))
      columns.append(shadow.map { "\(join.entities[place].table).\($0)" } ?? found.value)
    }
    let width = join.entities.count
    let rows = try rows(body)
    let total = rows.count / width
    // One record of each entity by its row number; a missing one has none.
    let sources = join.entities.map { "LEFT JOIN \($0.table) ON \($0.table).rid = ?" }
    let statement = try PreparedSQL(
      reading.db,
      "SELECT \(columns.joined(separator: ", ")) FROM (SELECT 1) "
        + sources.joined(separator: " ")
    )
    var json = reading.writer(capacity: 64 + limit * 256)
    json.beginPage(total: Int64(total))
    let first = min(start, total)
    for index in first..<min(first + limit, total) {
      json.comma()
      let numbers = rows[(index * width)..<(index * width + width)]
      for (place, number) in numbers.enumerated() { statement.bind(.integer(number), at: place) }
      guard try statement.step() else { continue }
      json.raw("{")
      for (column, item) in items.enumerated()
      where numbers[numbers.startIndex + item.entity] != 0 {
        let column = Int32(truncatingIfNeeded: column)
        let isNull = statement.isNull(column)
        if isNull, json.style.contains(.omitsNulls) { continue }
        json.key(item.key)
        if isNull {
          json.null()
        } else {
          CellText.write(item.storage, statement, column, to: &json)
        }
      }
      json.raw("}")
      statement.reset()
    }
    json.raw("]}")
    return json.bytes
  }

  /// The row numbers of all results, one of each entity a result, 0 where one is missing.
  private func rows(_ body: QueryBody) throws -> ContiguousArray<Int64> {
    let compiler = FilterCompiler(schema: reading.schema) { name throws(RequestFailure) in
      try join.resolve(name).field
    }
    let condition = try body.filterGroup.flatMap { try compiler.condition($0) }
    var order: [String] = []
    for option in body.sortOptions ?? [] {
      let found = try join.resolve(option.fieldName).field
      try RecordQueries.checkSortable(found.field)
      order.append(found.orderTerm(isDescending: option.isDescending ?? false))
    }
    order += join.entities.map { "\($0.table).rid" }
    let numbers = join.entities.map { "\($0.table).rid" }.joined(separator: ", ")
    let filter = condition.map { " WHERE \($0.sql)" } ?? ""
    let sql =
      "SELECT \(numbers) FROM \(join.source)\(filter) ORDER BY \(order.joined(separator: ", "))"
    let values = condition?.values ?? []
    let key = ResultLists.Key(revision: reading.dataRevision, sql: sql, values: values)
    if let known = reading.lists.rows(for: key) { return known }
    try reading.provide(for: condition)
    let statement = try PreparedSQL(reading.db, sql, isShared: false)
    statement.bind(values)
    var rows: ContiguousArray<Int64> = []
    while try statement.step() {
      for column in join.entities.indices {
        rows.append(statement.integer(Int32(truncatingIfNeeded: column)))
      }
    }
    reading.lists.keep(rows, for: key)
    return rows
  }
}
