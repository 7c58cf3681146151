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
    var texts: [[UInt8]]
    /// The keys' values as they are compared.
    var keys: [StoredValue]
    var cells: [AggregateCell]
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
    let having = try body.havingFilter.map { try HavingFilter($0, terms) }
    let order = try order(body.sortOptions ?? [], keys, terms)
    var groups = try groups(body, keys, terms)
    if let having { groups.removeAll { !having.holds($0.cells) } }
    let sorted = sorted(groups, order, keys.count)
    var json = JSONWriter(capacity: 64 + limit * 64)
    json.raw("{\"totalRecordCount\":")
    json.integer(Int64(sorted.count))
    json.raw(",\"value\":[")
    let first = min(start, sorted.count)
    for group in sorted[first..<min(first + limit, sorted.count)] {
      json.comma()
      json.raw("{")
      for index in shown {
        json.key(keys[index].key)
        json.raw(group.texts[index])
      }
      for (term, cell) in zip(terms, group.cells) {
        json.key(term.alias)
        cell.write(to: &json)
      }
      json.raw("}")
    }
    json.raw("]}")
    return json.bytes
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
      let term = try AggregateTerm(aggregate, try resolve(aggregate.field).found)
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
    guard let field = entity.field(name) else { throw .unknownField(name, entity.name) }
    return (ResolvedField(field, table: entity.table, traits: reading.traits), name)
  }

  // MARK: Groups

  private func groups(
    _ body: QueryBody,
    _ keys: [GroupKey],
    _ terms: [AggregateTerm]
  ) throws -> [Group] {
    let compiler = FilterCompiler(schema: reading.schema) { name throws(RequestFailure) in
      try resolve(name).found
    }
    let condition = try body.filterGroup.flatMap { try compiler.condition($0) }
    let columns =
      keys.flatMap { [$0.found.value, $0.found.ordered] } + terms.flatMap(\.columns)
    var sql = "SELECT \(columns.joined(separator: ", ")) FROM \(join?.source ?? entity.table)"
    if let condition { sql += " WHERE \(condition.sql)" }
    if !keys.isEmpty {
      let equal = keys.map(\.found.equality).joined(separator: ", ")
      let order = keys.map { $0.found.orderTerm(isDescending: false) }.joined(separator: ", ")
      sql += " GROUP BY \(equal) ORDER BY \(order)"
    }
    let statement = try PreparedSQL(reading.db, sql, isShared: false)
    statement.bind(condition?.values ?? [])
    var groups: [Group] = []
    while try statement.step() {
      var group = Group(texts: [], keys: [], cells: [])
      var column: Int32 = 0
      for key in keys {
        var json = JSONWriter(capacity: 40)
        if statement.isNull(column) {
          json.null()
        } else {
          CellText.write(key.found.field.storage, statement, column, to: &json)
        }
        group.texts.append(json.bytes)
        group.keys.append(statement.value(column + 1))
        column += 2
      }
      for term in terms {
        group.cells.append(term.cell(statement, from: column))
        column += Int32(truncatingIfNeeded: term.columns.count)
      }
      groups.append(group)
    }
    return groups
  }

  private func sorted(
    _ groups: [Group],
    _ order: [(place: Int, isDescending: Bool)],
    _ keyCount: Int
  ) -> [Group] {
    if order.isEmpty { return groups }
    let nullsHigh = reading.traits.sortsNullsHigh
    let places = groups.indices.sorted { left, right in
      for (place, isDescending) in order {
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
