/// A value that the service computes of a group of records.
///
/// - Source: `data-service-api.md` §3.6.
package struct RecordAggregate: Hashable, Sendable {
  /// The most aggregates of one query, and the most fields that it groups by.
  package static let most = 5

  /// A function; the raw value is the wire's.
  package enum Function: String, Hashable, Sendable, CaseIterable {
    /// The values that are not NULL.
    case count = "COUNT"
    case sum = "SUM"
    case average = "AVG"
    case minimum = "MIN"
    case maximum = "MAX"
  }

  package var function: Function
  /// A field of the entity itself; with joins a qualified name.
  package var field: String
  /// The key of the value in the answer, which may come in another letter case.
  package var alias: String

  package init(_ function: Function, _ field: String, alias: String) {
    self.function = function
    self.field = field
    self.alias = alias
  }

  func write(to json: inout JSONText) {
    json.beginObject()
    json.key("function")
    json.string(function.rawValue)
    json.key("field")
    json.string(field)
    json.key("alias")
    json.string(alias)
    json.endObject()
  }
}

/// Conditions on the aggregates of a group: HAVING.
///
/// - Source: `data-service-api.md` §3.6.
package struct GroupFilter: Hashable, Sendable {
  /// The most conditions of one query.
  package static let most = 5

  /// One condition; its comparison is one of `= != > >= < <=`.
  package struct Condition: Hashable, Sendable {
    package var alias: String
    package var comparison: FilterOperator
    /// A number, as text.
    package var value: String

    package init(_ alias: String, _ comparison: FilterOperator, _ value: String) {
      self.alias = alias
      self.comparison = comparison
      self.value = value
    }
  }

  package var logic: FilterGroup.Logic
  package var conditions: [Condition]

  package init(_ logic: FilterGroup.Logic, _ conditions: [Condition]) {
    self.logic = logic
    self.conditions = conditions
  }

  func write(to json: inout JSONText) {
    json.beginObject()
    json.key("logicalOperator")
    json.literal(String(logic.rawValue))
    json.key("aggregateFilters")
    json.array(conditions) { json, condition in
      json.beginObject()
      json.key("aggregateAlias")
      json.string(condition.alias)
      json.key("operator")
      json.string(condition.comparison.rawValue)
      json.key("value")
      json.string(condition.value)
      json.endObject()
    }
    json.endObject()
  }
}
