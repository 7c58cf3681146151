/// A tree of conditions on one entity's records.
///
/// Its filters and its groups are all combined by `logic`; there is no NOT.
///
/// - Source: `data-service-api.md` §3.3.
package struct FilterGroup: Hashable, Sendable {
  /// How the parts of a group combine; the raw value is the wire's.
  package enum Logic: Int, Hashable, Sendable {
    case and = 0
    case or = 1
  }

  /// The deepest nesting that is sent; the embedded service takes no more.
  package static let deepestNesting = 20
  /// The most conditions of one filter.
  package static let mostConditions = 500

  package var logic: Logic
  package var filters: [QueryFilter]
  package var groups: [FilterGroup]

  package init(_ logic: Logic, filters: [QueryFilter] = [], groups: [FilterGroup] = []) {
    self.logic = logic
    self.filters = filters
    self.groups = groups
  }

  package var isEmpty: Bool { filters.isEmpty && groups.allSatisfy(\.isEmpty) }

  /// How many groups deep it nests; 1 where it has no groups.
  package var depth: Int { 1 + (groups.map(\.depth).max() ?? 0) }

  /// How many conditions it holds, those of its groups included.
  package var conditionCount: Int {
    filters.count + groups.reduce(0) { $0 + $1.conditionCount }
  }

  func write(to json: inout JSONText) {
    json.beginObject()
    json.key("logicalOperator")
    json.literal(String(logic.rawValue))
    if !filters.isEmpty {
      json.key("queryFilters")
      json.array(filters) { $1.write(to: &$0) }
    }
    if !groups.isEmpty {
      json.key("filterGroups")
      json.array(groups) { $1.write(to: &$0) }
    }
    json.endObject()
  }
}

/// One condition: a field, an operator, and what it is held against.
///
/// - Source: `data-service-api.md` §3.4; values are always strings on the wire.
package struct QueryFilter: Hashable, Sendable {
  /// What stands on the right.
  package enum Operand: Hashable, Sendable {
    /// With `=` IS NULL, with `!=` IS NOT NULL.
    case null
    case value(String)
    /// For `in` and `not in`; not empty.
    case list([String])
  }

  package var field: String
  package var comparison: FilterOperator
  package var operand: Operand

  package init(_ field: String, _ comparison: FilterOperator, _ operand: Operand) {
    self.field = field
    self.comparison = comparison
    self.operand = operand
  }

  func write(to json: inout JSONText) {
    json.beginObject()
    json.key("fieldName")
    json.string(field)
    json.key("operator")
    json.string(comparison.rawValue)
    switch operand {
    case .null:
      json.key("value")
      json.literal("null")
    case .value(let value):
      json.key("value")
      json.string(value)
    case .list(let values):
      json.key("valueList")
      json.array(values) { $0.string($1) }
    }
    json.endObject()
  }
}

/// An operator of a condition; the raw value is the wire's.
package enum FilterOperator: String, Hashable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case greater = ">"
  case less = "<"
  case greaterOrEqual = ">="
  case lessOrEqual = "<="
  case contains = "contains"
  case notContains = "not contains"
  case startsWith = "startswith"
  case endsWith = "endswith"
  case isIn = "in"
  case isNotIn = "not in"
}
