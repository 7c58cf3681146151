import DSQLAPI
import DSQLCatalog
import DSQLTypes

// Parts of the query interface. A service without one refuses it, or ignores it and answers what it
// would have answered anyway, so each query is made to show its effect.
//
// - Source: `data-service-api.md` §3.5, §3.6 and §7.
extension ServiceProbe {
  /// Counts an entity's records by an aggregate: without it the answer has no such number.
  ///
  /// Calls: 1 for each entity asked.
  mutating func learnAggregates() async -> Bool {
    for table in tables.prefix(Self.mostTables) {
      guard let key = table.keyIndex else { continue }
      let alias = "n"
      let query = RecordQuery(
        aggregates: [RecordAggregate(.count, table.columns[key].name, alias: alias)],
        limit: 1
      )
      switch await page(query, of: table, [PageColumn([alias], .integer)]) {
      case .refused:
        settle(.aggregates, false)
        return true
      case .rows(let rows) where rows.rowCount > 0:
        settle(.aggregates, !rows.value(row: 0, column: 0).isNull)
        return true
      // No row at all: an empty entity looks the same either way.
      case .rows, .failed: if isCutOff { return false }
      }
    }
    return false
  }

  /// Asks for the groups of one record that have fewer records than none: where one comes, the
  /// condition was ignored.
  ///
  /// Calls: 2 for each entity asked; none where aggregates are known to be missing.
  mutating func learnHaving() async -> Bool {
    if traits.has(.aggregates) == false {
      settle(.having, false)
      return true
    }
    for table in tables.prefix(Self.mostTables) {
      guard let key = table.keyIndex, let id = await firstID(of: table) else {
        if isCutOff { return false }
        continue
      }
      let name = table.columns[key].name
      let alias = "n"
      let query = RecordQuery(
        fields: [name],
        filter: Self.record(id, name),
        groupBy: [name],
        aggregates: [RecordAggregate(.count, name, alias: alias)],
        having: GroupFilter(.and, [.init(alias, .less, "0")]),
        limit: 1
      )
      switch await page(query, of: table, [PageColumn([alias], .integer)]) {
      case .refused:
        settle(.having, false)
        return true
      case .rows(let rows):
        settle(.having, rows.rowCount == 0)
        return true
      case .failed: if isCutOff { return false }
      }
    }
    return false
  }

  /// Joins one record to another entity, with a filter and a sort by qualified names: only where the
  /// join was made the record's id has a qualified key.
  ///
  /// Calls: 2 for each pair of entities asked.
  mutating func learnJoins() async -> Bool {
    var tried = 0
    for table in tables where table.address.folderKey == nil {
      guard tried < Self.mostTables, let key = table.keyIndex else { break }
      guard let (field, other, otherField) = partner(of: table) else { continue }
      tried += 1
      guard let id = await firstID(of: table) else {
        if isCutOff { return false }
        continue
      }
      let name = "\(table.name).\(table.columns[key].name)"
      let (left, right) = ("\(table.name).\(field)", "\(other).\(otherField)")
      let query = RecordQuery(
        fields: [name, left, right],
        filter: Self.record(id, name),
        joins: [RecordJoin(.left, other, left: left, right: right)],
        sort: [SortOption(field: left), SortOption(field: name)],
        limit: 1
      )
      switch await page(query, of: table, [PageColumn([name], .uuid)]) {
      case .refused:
        settle(.joins, false)
        return true
      case .rows(let rows) where rows.rowCount > 0:
        settle(.joins, rows.value(row: 0, column: 0) == .uuid(id))
        return true
      case .rows, .failed: if isCutOff { return false }
      }
    }
    return false
  }

  /// A field of an entity and one of another that may be joined on, the cheapest for the service.
  private func partner(of table: Table) -> (field: String, other: String, otherField: String)? {
    for kind in JoinableKind.allCases {
      guard let field = table.columns.first(where: { JoinableKind($0) == kind }) else { continue }
      for other in tables
      where other.address.folderKey == nil && other.address.id != table.address.id {
        if let match = other.columns.first(where: { JoinableKind($0) == kind }) {
          return (field.name, other.name, match.name)
        }
      }
    }
    return nil
  }

  static func record(_ id: String, _ key: String) -> FilterGroup {
    FilterGroup(.and, filters: [QueryFilter(key, .equal, .value(id))])
  }
}

/// What the fields of a join may have in common; values of few repeats come first.
///
/// - Source: `data-service-api.md` §3.5.
private enum JoinableKind: CaseIterable {
  case uuid
  case text
  case integer
  case instant
  case date

  /// Nil for a field that no join takes, and for one whose equality is not sure.
  init?(_ column: Column) {
    if column.isPrimaryKey || column.isSystem || column.isEncrypted || column.isRelated {
      return nil
    }
    switch column.fieldType {
    case .uuid: self = .uuid
    case .text: self = .text
    case .integer: self = .integer
    case .instant: self = .instant
    case .date: self = .date
    case .multiline, .longText, .decimal, .bigInteger, .float, .double, .boolean,
      .instantWithoutOffset, .relationship, .file, .choice, .choices, .autoNumber, .other:
      return nil
    }
  }
}
