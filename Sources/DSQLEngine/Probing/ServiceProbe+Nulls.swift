import DSQLAPI
import DSQLCatalog
import DSQLTypes

// Where NULL stands in a sort.
extension ServiceProbe {
  private static let mostFields = 10

  /// Sorts two records, one of which has no value, up and down.
  ///
  /// Calls: 1 for each entity asked, then 2.
  mutating func learnNullOrder() async -> Bool {
    for table in tables.prefix(Self.mostTables) {
      guard let pair = await pair(in: table) else {
        if isCutOff { return false }
        continue
      }
      guard let isFirst = await comesFirst(pair, isDescending: false, in: table),
        let isFirstDescending = await comesFirst(pair, isDescending: true, in: table)
      else {
        if isCutOff { return false }
        continue
      }
      // A service that puts NULL at one end whatever the direction is neither low nor high.
      if isFirst == isFirstDescending { return false }
      settle(isFirst ? .low : .high)
      return true
    }
    return false
  }

  /// Whether the record without a value is the first of two; nil where the service does not say.
  private mutating func comesFirst(
    _ pair: NullPair,
    isDescending: Bool,
    in table: Table
  ) async -> Bool? {
    let query = RecordQuery(
      fields: [pair.key],
      filter: FilterGroup(
        .and,
        filters: [QueryFilter(pair.key, .isIn, .list([pair.withoutValue, pair.withValue]))]
      ),
      sort: [SortOption(field: pair.field, isDescending: isDescending)],
      limit: 2
    )
    guard case .rows(let rows) = await page(query, of: table, [PageColumn([pair.key], .uuid)]),
      rows.rowCount == 2
    else { return nil }
    return rows.value(row: 0, column: 0) == .uuid(pair.withoutValue)
  }

  /// Two records of an entity of which one has no value in a field.
  ///
  /// Calls: 1.
  private mutating func pair(in table: Table) async -> NullPair? {
    guard let key = table.keyIndex else { return nil }
    let fields = table.columns.filter(\.sortsWithNull).prefix(Self.mostFields)
    if fields.isEmpty { return nil }
    let keyName = table.columns[key].name
    let query = RecordQuery(fields: [keyName] + fields.map(\.name), limit: 200)
    let columns =
      [PageColumn([keyName], .uuid)] + fields.map { PageColumn([$0.name], $0.type) }
    guard case .rows(let rows) = await page(query, of: table, columns) else { return nil }
    for (index, field) in fields.enumerated() {
      let values = (0..<rows.rowCount).map { rows.value(row: $0, column: index + 1) }
      guard let empty = values.firstIndex(of: .null),
        let full = values.firstIndex(where: { !$0.isNull }),
        case .uuid(let without) = rows.value(row: empty, column: 0),
        case .uuid(let with) = rows.value(row: full, column: 0)
      else { continue }
      return NullPair(key: keyName, field: field.name, withoutValue: without, withValue: with)
    }
    return nil
  }
}

/// Two records by their ids.
private struct NullPair {
  let key: String
  let field: String
  let withoutValue: String
  let withValue: String
}

extension Column {
  /// Whether the service sorts by it and a record may lack it.
  fileprivate var sortsWithNull: Bool {
    if isNeverNull || isSystem || isEncrypted || isRelated { return false }
    switch fieldType {
    case .text, .decimal, .integer, .bigInteger, .date, .instant, .instantWithoutOffset:
      return true
    case .multiline, .longText, .float, .double, .boolean, .uuid, .relationship, .file, .choice,
      .choices, .autoNumber, .other:
      return false
    }
  }
}
