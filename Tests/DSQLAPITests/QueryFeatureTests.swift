import DSQLAPI
import DSQLTypes
import Testing

/// Queries that need more than every service has, and the values that their filters hold.
@Suite struct QueryFeatureTests {
  struct Case: Sendable {
    var query: RecordQuery
    var body: String
    var feature: QueryFeature?
  }

  static let count = RecordAggregate(.count, "Id", alias: "n")

  static let cases = [
    Case(
      query: RecordQuery(
        fields: ["State"],
        groupBy: ["State"],
        aggregates: [count, RecordAggregate(.sum, "Amount", alias: "total")],
        limit: 5
      ),
      body: #"{"selectedFields":["State"],"groupBy":["State"],"aggregates":[{"function":"COUNT","#
        + #""field":"Id","alias":"n"},{"function":"SUM","field":"Amount","alias":"total"}],"#
        + #""start":0,"limit":5}"#,
      feature: .aggregates
    ),
    Case(
      query: RecordQuery(aggregates: [RecordAggregate(.average, "a", alias: "b")]),
      body: #"{"aggregates":[{"function":"AVG","field":"a","alias":"b"}],"start":0,"limit":1000}"#,
      feature: .aggregates
    ),
    Case(
      query: RecordQuery(
        groupBy: ["State"],
        aggregates: [count],
        having: GroupFilter(.or, [.init("n", .greaterOrEqual, "10"), .init("n", .equal, "1")]),
        sort: [SortOption(field: "State")]
      ),
      body: #"{"groupBy":["State"],"aggregates":[{"function":"COUNT","field":"Id","alias":"n"}],"#
        + #""havingFilter":{"logicalOperator":1,"aggregateFilters":[{"aggregateAlias":"n","#
        + #""operator":">=","value":"10"},{"aggregateAlias":"n","operator":"=","value":"1"}]},"#
        + #""sortOptions":[{"fieldName":"State","isDescending":false}],"start":0,"limit":1000}"#,
      feature: .having
    ),
    Case(
      query: RecordQuery(
        fields: ["Invoice.Number", "Supplier.Name"],
        joins: [RecordJoin(.left, "Supplier", left: "Invoice.Code", right: "Supplier.Code")],
        expansionLevel: 0
      ),
      body: #"{"selectedFields":["Invoice.Number","Supplier.Name"],"joins":[{"type":"LEFT","#
        + #""entity":"Supplier","on":{"left":"Invoice.Code","right":"Supplier.Code"}}],"#
        + #""start":0,"limit":1000}"#,
      feature: .joins
    ),
    Case(
      query: RecordQuery(expansionLevel: 2),
      body: #"{"start":0,"limit":1000}"#,
      feature: .expansion
    ),
    Case(query: RecordQuery(expansionLevel: 1), body: #"{"start":0,"limit":1000}"#),
    Case(query: RecordQuery(), body: #"{"start":0,"limit":1000}"#),
  ]

  @Test(arguments: cases) func check(_ item: Case) {
    #expect(item.query.body == item.body)
    #expect(item.query.feature == item.feature)
  }

  private static func decimal(_ coefficient: Int128, _ scale: Int) -> Value {
    .decimal(ExactDecimal(coefficient: coefficient, scale: scale))
  }

  /// Values as a filter spells them; nil is what no record of the type holds.
  static let texts: [(FieldType, Value, String?)] = [
    (.decimal(precision: 2, range: .standard), decimal(1250, 2), "12.5"),
    (.decimal(precision: 2, range: .standard), decimal(12500, 3), "12.5"),
    (.decimal(precision: 2, range: .standard), decimal(12501, 3), nil),
    (.decimal(precision: 2, range: .standard), .integer(-7), "-7"),
    (.decimal(precision: 0, range: .standard), decimal(700, 2), "7"),
    (.decimal(precision: 0, range: .standard), decimal(75, 1), nil),
    (.integer(range: .standard), .integer(.max), "9223372036854775807"),
    (.bigInteger(range: .standard), decimal(70, 1), "7"),
    (.autoNumber(start: .zero), .integer(1000), "1000"),
    (.integer(range: .standard), .text("7"), nil), (.integer(range: .standard), .double(7), nil),
    (.text(lengthLimit: 9), .text("a \"b\" "), "a \"b\" "), (.text(lengthLimit: 9), .text(""), ""),
    (.multiline(lengthLimit: 9), .text("x\ny"), "x\ny"), (.text(lengthLimit: 9), .integer(1), nil),
    (.text(lengthLimit: 9), .null, nil), (.boolean, .boolean(true), "true"),
    (.boolean, .boolean(false), "false"), (.date, .date(CalendarDate(days: 0)), "1970-01-01"),
    (.instant, .timestamp(Instant(ticks: 1_234_567)), "1970-01-01T00:00:00.1234567Z"),
    (.instantWithoutOffset, .timestamp(Instant(ticks: 0)), "1970-01-01T00:00:00Z"),
    (.relationship, .uuid("aa"), "aa"), (.uuid, .uuid("aa"), "aa"), (.uuid, .text("aa"), nil),
    (.choice, .choice(3), "3"), (.choice, .integer(3), nil),
    (.longText(lengthLimit: 9), .text("a"), nil), (.choices, .text("[]"), nil),
    (.float(precision: 2, range: .standard), .double(1), nil),
    (.double(precision: 2, range: .standard), decimal(1, 0), nil), (.file, .text("a"), nil),
    (.other("GEOGRAPHY"), .text("a"), nil),
  ]

  @Test(arguments: texts) func filterText(_ type: FieldType, _ value: Value, _ text: String?) {
    #expect(type.filterText(value) == text)
  }
}
