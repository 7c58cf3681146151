/// What one page of records is asked for: the body of a query call, and its expansion level.
///
/// SQL against property: `SELECT` is `fields`, `WHERE` is `filter`, `ORDER BY` is `sort`, `OFFSET`
/// is `start`, `LIMIT` is `limit`.
///
/// - Source: `data-service-api.md` §3.3 and §3.8.
package struct RecordQuery: Hashable, Sendable {
  /// The most records that one page holds.
  package static let largestPage = 1000

  /// Field names to answer; empty means all.
  ///
  /// `Id` is always asked for by name.
  package var fields: [String]
  package var filter: FilterGroup?
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
    sort: [SortOption] = [],
    start: Int = 0,
    limit: Int = RecordQuery.largestPage,
    expansionLevel: Int = 0
  ) {
    self.fields = fields
    self.filter = filter
    self.sort = sort
    self.start = start
    self.limit = limit
    self.expansionLevel = expansionLevel
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
