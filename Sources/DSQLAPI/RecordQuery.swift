/// What one page of records is asked for: the body of a query call, and its expansion level.
///
/// SQL against property: `SELECT` is `fields`, `WHERE` is `filter`, `JOIN` is `joins`, `GROUP BY` is
/// `groupBy`, the aggregates of the select list are `aggregates`, `HAVING` is `having`, `ORDER BY` is
/// `sort`, `OFFSET` is `start`, `LIMIT` is `limit`.
///
/// - Source: `data-service-api.md` §3.3, §3.5, §3.6 and §3.8.
package struct RecordQuery: Hashable, Sendable {
  /// The most records that one page holds.
  package static let largestPage = 1000

  /// Field names to answer; empty means all.
  ///
  /// `Id` is always asked for by name. With joins the names are qualified, with groups they are
  /// some of `groupBy`.
  package var fields: [String]
  package var filter: FilterGroup?
  /// Other entities, by equality; only on the name route.
  package var joins: [RecordJoin]
  /// The fields that a group has in common; empty with aggregates means one group of all.
  package var groupBy: [String]
  /// What is computed of each group; with it the answer has groups in place of records.
  package var aggregates: [RecordAggregate]
  /// Which groups are answered.
  package var having: GroupFilter?
  package var sort: [SortOption]
  /// Records to skip.
  package var start: Int
  /// Records to answer at most, 1 to 1000.
  package var limit: Int
  /// How deep relationships and files are filled in, 0 to 3; travels in the address.
  package var expansionLevel: Int

  package init(
    fields: [String] = [],
    filter: FilterGroup? = nil,
    joins: [RecordJoin] = [],
    groupBy: [String] = [],
    aggregates: [RecordAggregate] = [],
    having: GroupFilter? = nil,
    sort: [SortOption] = [],
    start: Int = 0,
    limit: Int = RecordQuery.largestPage,
    expansionLevel: Int = 0
  ) {
    self.fields = fields
    self.filter = filter
    self.joins = joins
    self.groupBy = groupBy
    self.aggregates = aggregates
    self.having = having
    self.sort = sort
    self.start = start
    self.limit = limit
    self.expansionLevel = expansionLevel
  }

  /// Whether the answer has groups in place of records.
  package var isGrouped: Bool { !aggregates.isEmpty || !groupBy.isEmpty }

  /// The part of the interface that not every service has and that this query needs; nil for a plain
  /// one.
  ///
  /// The client checks in the answer that it had its effect.
  package var feature: QueryFeature? {
    if having != nil { return .having }
    if isGrouped { return .aggregates }
    if !joins.isEmpty { return .joins }
    return expansionLevel > 1 ? .expansion : nil
  }

  /// The JSON body, byte for byte as it is sent; keys that are not needed are left out.
  package var body: String {
    var json = JSONText()
    json.beginObject()
    if !fields.isEmpty {
      json.key("selectedFields")
      json.array(fields) { $0.string($1) }
    }
    if let filter, !filter.isEmpty {
      json.key("filterGroup")
      filter.write(to: &json)
    }
    if !joins.isEmpty {
      json.key("joins")
      json.array(joins) { $1.write(to: &$0) }
    }
    if !groupBy.isEmpty {
      json.key("groupBy")
      json.array(groupBy) { $0.string($1) }
    }
    if !aggregates.isEmpty {
      json.key("aggregates")
      json.array(aggregates) { $1.write(to: &$0) }
    }
    if let having {
      json.key("havingFilter")
      having.write(to: &json)
    }
    if !sort.isEmpty {
      json.key("sortOptions")
      json.array(sort) { json, option in
        json.beginObject()
        json.key("fieldName")
        json.string(option.field)
        json.key("isDescending")
        json.literal(option.isDescending ? "true" : "false")
        json.endObject()
      }
    }
    json.key("start")
    json.literal(String(start))
    json.key("limit")
    json.literal(String(limit))
    json.endObject()
    return json.text
  }
}

/// One key of a sort.
package struct SortOption: Hashable, Sendable {
  package var field: String
  package var isDescending: Bool

  package init(field: String, isDescending: Bool = false) {
    self.field = field
    self.isDescending = isDescending
  }
}
