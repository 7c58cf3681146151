import DSQLAPI
import DSQLTypes

/// Records of several entities, found by filters of `=` and `in`.
struct FilteredRecords: Sendable {
  var entities: [String: [ScriptedService.Record]]
  /// How two texts are held to be equal; a tenant may equate more than the language.
  var areEqual: @Sendable (String, String) -> Bool = { TextComparison.areEqual($0, $1) }

  /// What a query finds, as `Script.rows` has it.
  func rows(_ query: RecordQuery, _ entity: EntityAddress) -> [ScriptedService.Record]? {
    entities[entity.name]?.filter { holds(query.filter, $0) }
  }

  private func holds(_ group: FilterGroup?, _ record: ScriptedService.Record) -> Bool {
    guard let group, !group.isEmpty else { return true }
    let parts = group.filters.map { holds($0, record) } + group.groups.map { holds($0, record) }
    return group.logic == .and ? parts.allSatisfy(\.self) : parts.contains(true)
  }

  private func holds(_ filter: QueryFilter, _ record: ScriptedService.Record) -> Bool {
    let value = record[filter.field] ?? .null
    let wanted: [String]
    switch filter.operand {
    case .null: return value.isNull
    case .value(let text): wanted = [text]
    case .list(let texts): wanted = texts
    }
    if value.isNull { return false }
    let type: DataType = if case .decimal = value { .decimal(scale: nil) } else { .text }
    let text = value.text(type: type, zone: .utc) ?? ""
    return wanted.contains { wanted in
      let numbers = (ExactDecimal(parsing: wanted), ExactDecimal(parsing: text))
      if case .decimal = value { return numbers.0 == numbers.1 }
      return areEqual(wanted, text)
    }
  }
}
