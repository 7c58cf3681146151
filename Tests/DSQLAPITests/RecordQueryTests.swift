import DSQLAPI
import Testing

/// Bodies of queries, byte for byte.
@Suite struct RecordQueryTests {
  struct Case: Sendable {
    var query: RecordQuery
    var body: String
  }

  static let cases = [
    Case(query: RecordQuery(), body: #"{"start":0,"limit":1000}"#),
    Case(
      query: RecordQuery(fields: ["FullName", "Age"], limit: 3),
      body: #"{"selectedFields":["FullName","Age"],"start":0,"limit":3}"#
    ),
    Case(
      query: RecordQuery(
        filter: FilterGroup(
          .and,
          filters: [QueryFilter("Balance", .greater, .value("60"))],
          groups: [
            FilterGroup(
              .or,
              filters: [
                QueryFilter("Age", .less, .value("25")),
                QueryFilter("Active", .equal, .value("true")),
              ]
            )
          ]
        ),
        limit: 100
      ),
      body: #"{"filterGroup":{"logicalOperator":0,"queryFilters":[{"fieldName":"Balance","#
        + #""operator":">","value":"60"}],"filterGroups":[{"logicalOperator":1,"queryFilters":["#
        + #"{"fieldName":"Age","operator":"<","value":"25"},{"fieldName":"Active","#
        + #""operator":"=","value":"true"}]}]},"start":0,"limit":100}"#
    ),
    Case(
      query: RecordQuery(
        filter: FilterGroup(.and, filters: [QueryFilter("Age", .isIn, .list(["21", "24", "99"]))])
      ),
      body: #"{"filterGroup":{"logicalOperator":0,"queryFilters":[{"fieldName":"Age","#
        + #""operator":"in","valueList":["21","24","99"]}]},"start":0,"limit":1000}"#
    ),
    Case(
      query: RecordQuery(
        filter: FilterGroup(.and, filters: [QueryFilter("Notes", .equal, .null)])
      ),
      body: #"{"filterGroup":{"logicalOperator":0,"queryFilters":[{"fieldName":"Notes","#
        + #""operator":"=","value":null}]},"start":0,"limit":1000}"#
    ),
    Case(
      query: RecordQuery(
        filter: FilterGroup(.and, groups: [FilterGroup(.or)]),
        sort: [SortOption(field: "FullName"), SortOption(field: "Id", isDescending: true)],
        start: 4,
        limit: 3
      ),
      body: #"{"sortOptions":[{"fieldName":"FullName","isDescending":false},"#
        + #"{"fieldName":"Id","isDescending":true}],"start":4,"limit":3}"#
    ),
    Case(
      query: RecordQuery(
        filter: FilterGroup(
          .and,
          filters: [QueryFilter("Notes", .contains, .value("a\"b\\c\n\u{1}\u{7F}é漢🙂"))]
        )
      ),
      body: #"{"filterGroup":{"logicalOperator":0,"queryFilters":[{"fieldName":"Notes","#
        + #""operator":"contains","value":"a\"b\\c\n\u0001"# + "\u{7F}é漢🙂"
        + #""}]},"start":0,"limit":1000}"#
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) {
    #expect(item.query.body == item.body)
  }

  @Test func everyOperatorHasItsSpelling() {
    #expect(
      FilterOperator.allCases.map(\.rawValue) == [
        "=", "!=", ">", "<", ">=", "<=", "contains", "not contains", "startswith", "endswith",
        "in", "not in",
      ]
    )
  }

  @Test func groupsAreCounted() {
    let inner = FilterGroup(.or, filters: [QueryFilter("B", .equal, .null)])
    let outer = FilterGroup(
      .and,
      filters: [QueryFilter("A", .equal, .value("1"))],
      groups: [inner, FilterGroup(.and, groups: [inner])]
    )
    #expect(outer.depth == 3)
    #expect(outer.conditionCount == 3)
    #expect(!outer.isEmpty)
    #expect(FilterGroup(.and, groups: [FilterGroup(.or)]).isEmpty)
  }
}
