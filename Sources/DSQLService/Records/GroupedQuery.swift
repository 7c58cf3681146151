/// Answers a query with aggregates or groups.
///
/// - Source: `data-service-api.md` §3.6.
struct GroupedQuery {
  /// A field that the records are grouped by.
  private struct GroupKey {
    var found: ResolvedField
    var key: String
  }

  /// One group of the answer.
  private struct Group {
    /// The keys' values as JSON.
    var texts: [[UInt8]] = []
    /// The keys' values as they are sorted; read only where an aggregate decides the order too.
    var keys: [StoredValue] = []
    var cells: [AggregateCell] = []
  }

  /// A query whose parts are checked.
  private struct Parts {
    var keys: [GroupKey]
    var terms: [AggregateTerm]
    /// The places of the keys that the answer shows.
    var shown: [Int]
    var having: HavingFilter?
    /// What the groups are sorted by: keys, then aggregates, by their places.
    var order: [(place: Int, isDescending: Bool)]

    /// Whether an aggregate decides the order, which SQL does not know.
    var sortsByAggregate: Bool { order.contains { $0.place >= keys.count } }
  }

  let reading: StoreReading
  let entity: StoredEntity
  let join: JoinPlan?

  private static let most = 5

  func answer(_ body: QueryBody) throws -> [UInt8] {
    let (start, limit) = try RecordQueries.window(body)
    let keys = try (body.groupBy ?? []).map { try key($0) }
    let terms = try terms(body, keys)
    let shown = try shownKeys(body, keys)
    if body.havingFilter != nil, keys.isEmpty || terms.isEmpty {
      throw RequestFailure.invalid("havingFilter needs aggregates and groupBy.")
    }
    let parts = Parts(
      keys: keys,
      terms: terms,
      shown: shown,
      having: try body.havingFilter.map { try HavingFilter($0, terms) },
      order: try order(body.sortOptions ?? [], keys, terms)
    )
    let query = try sql(body, parts)
    let asked = terms.map { "\($0.function) \($0.alias)" }
    let identity = ResultLists.Key(
      revision: reading.dataRevision,
      sql: query.sql,
      values: query.values,
      shape: "\(shown) \(asked) \(parts.order) \(String(describing: body.havingFilter))"
    )
    if let known = reading.lists.groups(for: identity) {
      return known.page(start: start, limit: limit)
    }
    let list = try self.list(query, parts)
    reading.lists.keep(list, for: identity)
    return list.page(start: start, limit: limit)
  }

  // MARK: Checks

  private func key(_ name: String) throws(RequestFailure) -> GroupKey {
    let (found, key) = try resolve(name)
    switch found.field.storage {
    case .longText, .file:
      throw .invalid("Field '\(name)' cannot be used in groupBy.")
    case .text, .scaled, .wide, .real, .boolean, .date, .instant, .guid, .reference, .choice,
      .choices:
      return GroupKey(found: found, key: key)
    }
  }

  private func terms(
    _ body: QueryBody,
    _ keys: [GroupKey]
  ) throws(RequestFailure) -> [AggregateTerm] {
    let sent = body.aggregates ?? []
    guard sent.count <= Self.most, keys.count <= Self.most else {
      throw .invalid("A query has at most 5 aggregates and 5 groupBy fields.")
    }
    var terms: [AggregateTerm] = []
    var names = Set(keys.map { $0.key.lowercased() })
    for aggregate in sent {
      let term = try AggregateTerm(
        aggregate,
        try resolve(aggregate.field).found,
        reading.traits
      )
      guard names.insert(term.alias.lowercased()).inserted else {
        throw .invalid("The alias '\(term.alias)' is used twice.")
      }
      terms.append(term)
    }
    return terms
  }

  /// The places of the keys that the answer shows.
  private func shownKeys(
    _ body: QueryBody,
    _ keys: [GroupKey]
  ) throws(RequestFailure) -> [Int] {
    let selected = body.selectedFields ?? []
    if selected.isEmpty { return Array(keys.indices) }
    var places: [Int] = []
    for name in selected {
      let key = try resolve(name).key
      guard let place = keys.firstIndex(where: { $0.key == key }) else {
        throw .invalid("selectedFields must be part of groupBy: '\(name)' is not.")
      }
      if !places.contains(place) { places.append(place) }
    }
    return places
  }

  private func order(
    _ options: [QueryBody.Sort],
    _ keys: [GroupKey],
    _ terms: [AggregateTerm]
  ) throws(RequestFailure) -> [(place: Int, isDescending: Bool)] {
    var order: [(place: Int, isDescending: Bool)] = []
    for option in options {
      let isDescending = option.isDescending ?? false
      if let place = terms.firstIndex(where: { $0.alias == option.fieldName }) {
        order.append((keys.count + place, isDescending))
        continue
      }
      let key = try resolve(option.fieldName).key
      guard let place = keys.firstIndex(where: { $0.key == key }) else {
        throw .invalid("Sort field '\(option.fieldName)' is neither in groupBy nor an alias.")
      }
      order.append((place, isDescending))
    }
    return order
  }

  private func resolve(_ name: String) throws(RequestFailure) -> (found: ResolvedField, key: String)
  {
    if let join {
      let (found, key) = try join.resolve(name)
      return (found, key)
    }
    let field = try reading.field(name, of: entity)
    return (ResolvedField(field, table: entity.table, traits: reading.traits), name)
  }

  // MARK: Groups

  private func sql(_ body: QueryBody, _ parts: Parts) throws -> SQLCondition {
    let keys = parts.keys
    let compiler = FilterCompiler(schema: reading.schema) { name throws(RequestFailure) in
      try resolve(name).found
    }
    let condition = try body.filterGroup.flatMap { try compiler.condition($0) }
    let columns =
      keys.map(\.found.value) + parts.terms.flatMap(\.columns)
      + (parts.sortsByAggregate ? keys.map(\.found.ordered) : [])
    let source = try join?.source ?? reading.source(of: entity)
    var sql = "SELECT \(columns.joined(separator: ", ")) FROM \(source)"
    if let condition { sql += " WHERE \(condition.sql)" }
    if !keys.isEmpty {
      let equal = keys.map(\.found.equality).joined(separator: ", ")
      var order = parts.sortsByAggregate ? [] : parts.order
      for place in keys.indices where !order.contains(where: { $0.place == place }) {
        order.append((place, false))
      }
      let terms = order.map { keys[$0.place].found.orderTerm(isDescending: $0.isDescending) }
      sql += " GROUP BY \(equal) ORDER BY \(terms.joined(separator: ", "))"
    }
    return SQLCondition(sql, condition?.values ?? [], searched: condition?.searched ?? [])
  }

  /// All groups that the conditions leave, in order.
  private func list(_ query: SQLCondition, _ parts: Parts) throws -> GroupList {
    try reading.provide(for: query)
    let statement = try PreparedSQL(reading.db, query.sql, isShared: false)
    statement.bind(query.values)
    var list = GroupList(style: reading.behaviour.style)
    // Only where an aggregate decides their order must the groups be held.
    var held: [Group] = []
    while try statement.step() {
      let group = group(statement, parts)
      if parts.having?.holds(group.cells) == false { continue }
      if parts.sortsByAggregate {
        held.append(group)
      } else {
        Self.write(group, parts, to: &list)
      }
    }
    for group in sorted(held, parts) { Self.write(group, parts, to: &list) }
    return list
  }

  /// The group that a statement stands on.
  private func group(_ row: PreparedSQL, _ parts: Parts) -> Group {
    var group = Group()
    var column: Int32 = 0
    for key in parts.keys {
      var json = reading.writer(capacity: 40)
      if row.isNull(column) {
        if !json.style.contains(.omitsNulls) { json.null() }
      } else {
        CellText.write(key.found.field.storage, row, column, to: &json)
      }
      group.texts.append(json.bytes)
      column += 1
    }
    for term in parts.terms {
      group.cells.append(term.cell(row, from: column))
      column += Int32(truncatingIfNeeded: term.columns.count)
    }
    if parts.sortsByAggregate {
      for _ in parts.keys {
        group.keys.append(row.value(column))
        column += 1
      }
    }
    return group
  }

  private static func write(_ group: Group, _ parts: Parts, to list: inout GroupList) {
    list.add { json in
      json.raw("{")
      for index in parts.shown where !group.texts[index].isEmpty {
        json.key(parts.keys[index].key)
        json.raw(group.texts[index])
      }
      for (term, cell) in zip(parts.terms, group.cells) {
        if case .null = cell, json.style.contains(.omitsNulls) { continue }
        json.alias(term.alias)
        cell.write(to: &json)
      }
      json.raw("}")
    }
  }

  private func sorted(_ groups: [Group], _ parts: Parts) -> [Group] {
    let nullsHigh = reading.traits.sortsNullsHigh
    let keyCount = parts.keys.count
    let places = groups.indices.sorted { left, right in
      for (place, isDescending) in parts.order {
        let result =
          place < keyCount
          ? StoredValue.compare(
            groups[left].keys[place],
            groups[right].keys[place],
            nullsHigh: nullsHigh
          )
          : AggregateCell.compare(
            groups[left].cells[place - keyCount],
            groups[right].cells[place - keyCount],
            nullsHigh: nullsHigh
          )
        if result != 0 { return isDescending ? result > 0 : result < 0 }
      }
      return left < right
    }
    return places.map { groups[$0] }
  }
}
