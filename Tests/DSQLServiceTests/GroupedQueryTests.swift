import HTTPTypes
import Testing

@testable import DSQLService

/// Aggregates, groups and joins.
@Suite
struct GroupedQueryTests {
  static let records = [
    #"{"Name":"a","Amount":0.1,"Exact":9007199254740990.0000000001,"Shade":0,"Ratio":0.5,"Day":"2026-01-01"}"#,
    #"{"Name":"A","Amount":0.2,"Exact":9007199254740990.0000000002,"Shade":0,"Day":"2026-01-03"}"#,
    #"{"Name":"b","Amount":1000000000000,"Exact":-1,"Shade":2,"Ratio":0.25}"#,
    #"{"Name":"b","Amount":-0.05}"#,
  ]

  static let cases: [(body: String, expected: String)] = [
    (
      #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"},{"function":"COUNT","field":"Ratio"},{"function":"SUM","field":"Amount","alias":"s"},{"function":"SUM","field":"Exact","alias":"e"},{"function":"AVG","field":"Ratio","alias":"r"}]"#,
      #"{"totalRecordCount":1,"value":[{"n":4,"COUNT_Ratio":2,"s":1000000000000.25,"e":18014398509481979.0000000003,"r":0.375}]}"#
    ),
    (
      #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"},{"function":"SUM","field":"Amount","alias":"s"},{"function":"MIN","field":"Day","alias":"d"}],"filterGroup":{"queryFilters":[{"fieldName":"Name","operator":"=","value":"none"}]}"#,
      #"{"totalRecordCount":1,"value":[{"n":0,"s":null,"d":null}]}"#
    ),
    (
      #""groupBy":["Shade"],"selectedFields":["Shade"],"aggregates":[{"function":"COUNT","field":"Id","alias":"n"},{"function":"MAX","field":"Exact","alias":"m"},{"function":"MAX","field":"Day","alias":"d"}]"#,
      #"{"totalRecordCount":3,"value":[{"Shade":null,"n":1,"m":null,"d":null},{"Shade":0,"n":2,"m":9007199254740990.0000000002,"d":"2026-01-03"},{"Shade":2,"n":1,"m":-1,"d":null}]}"#
    ),
    (
      #""groupBy":["Name"],"aggregates":[{"function":"SUM","field":"Amount","alias":"Total"}],"sortOptions":[{"fieldName":"Total","isDescending":true}],"limit":1"#,
      #"{"totalRecordCount":2,"value":[{"Name":"b","Total":999999999999.95}]}"#
    ),
    (
      #""groupBy":["Shade"],"sortOptions":[{"fieldName":"Shade","isDescending":true}],"start":1"#,
      #"{"totalRecordCount":3,"value":[{"Shade":0},{"Shade":null}]}"#
    ),
    (
      #""groupBy":["Shade"],"aggregates":[{"function":"COUNT","field":"Id","alias":"n"}],"havingFilter":{"aggregateFilters":[{"aggregateAlias":"N","operator":">=","value":"2"}]}"#,
      #"{"totalRecordCount":1,"value":[{"Shade":0,"n":2}]}"#
    ),
    (
      #""groupBy":["Shade"],"aggregates":[{"function":"SUM","field":"Amount","alias":"s"}],"havingFilter":{"logicalOperator":1,"aggregateFilters":[{"aggregateAlias":"s","operator":"=","value":"0.30"},{"aggregateAlias":"s","operator":"<","value":"0"}]}"#,
      #"{"totalRecordCount":2,"value":[{"Shade":null,"s":-0.05},{"Shade":0,"s":0.3}]}"#
    ),
  ]

  static let refusals: [(body: String, error: String)] = [
    (
      #""selectedFields":["Name"],"groupBy":["Shade"]"#,
      "selectedFields must be part of groupBy: 'Name' is not."
    ),
    (
      #""aggregates":[{"function":"sum","field":"Amount"}]"#,
      "The aggregate function 'sum' is not supported."
    ),
    (
      #""aggregates":[{"function":"SUM","field":"Name"}]"#,
      "Function 'SUM' is not supported for field 'Name' of type STRING."
    ),
    (
      #""aggregates":[{"function":"COUNT","field":"CreatedBy.Name"}]"#,
      "Field 'CreatedBy.Name' does not exist on entity 'Thing'."
    ),
    (
      #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"},{"function":"SUM","field":"Amount","alias":"N"}]"#,
      "The alias 'N' is used twice."
    ),
    (
      #""groupBy":["Name","Code","Day","Shade","Amount","Small"]"#,
      "A query has at most 5 aggregates and 5 groupBy fields."
    ),
    (
      #""groupBy":["Shade"],"sortOptions":[{"fieldName":"Name"}]"#,
      "Sort field 'Name' is neither in groupBy nor an alias."
    ),
    (#""groupBy":["Story"]"#, "Field 'Story' cannot be used in groupBy."),
    (#""havingFilter":{"aggregateFilters":[]}"#, "havingFilter needs aggregates and groupBy."),
    (
      #""binnings":[{"fieldName":"Amount"}]"#,
      "Binning is not enabled for this tenant (enable-binning-on-query)."
    ),
    (
      #""sortOptions":[{"fieldName":"Story"}]"#,
      "Sort field 'Story' is of type MULTILINE_MAX and cannot be used for sorting."
    ),
    (
      #""sortOptions":[{"fieldName":"CreatedBy.Name"}]"#,
      "Field 'CreatedBy.Name' does not exist on entity 'Thing'."
    ),
    (#""limit":0"#, "The limit must be between 1 and 1000."),
  ]

  @Test
  func groups() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
      for (body, expected) in Self.cases {
        try await tester.check(
          Exchange(.post, "/EntityService/Thing/query", body: "{\(body)}", .exactly(expected))
        )
      }
      for (body, error) in Self.refusals {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body: "{\(body)}",
            status: 400,
            .error(error)
          )
        )
      }
    }
    try await ServiceScenario.make(without: [.having]).run { tester in
      _ = try await ThingFixture.create(tester)
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/query",
          body: #"{"groupBy":["Name"],"havingFilter":{"aggregateFilters":[]}}"#,
          status: 400,
          .holding("enable-having-on-query")
        )
      )
    }
  }

  static let joins: [(body: String, status: Int, expected: String)] = [
    (
      #""selectedFields":["Order2.Item","Item.Label"],"joins":[{"type":"LEFT","entity":"Item","on":{"left":"Order2.Item","right":"Item.Code"}}]"#,
      200,
      #"{"totalRecordCount":3,"value":[{"Order2.Item":"a1","Item.Label":"one"},{"Order2.Item":"zz"},{"Order2.Item":null}]}"#
    ),
    (
      #""selectedFields":["Label","Units"],"joins":[{"type":"INNER","entity":"Item","on":{"left":"Order2.Item","right":"Item.Code"}}],"filterGroup":{"queryFilters":[{"fieldName":"Item.Label","operator":"=","value":"ONE"}]},"sortOptions":[{"fieldName":"Order2.Units"}]"#,
      200, #"{"totalRecordCount":1,"value":[{"Item.Label":"one","Order2.Units":3}]}"#
    ),
    (
      #""groupBy":["Item.Label"],"aggregates":[{"function":"SUM","field":"Order2.Units","alias":"u"}],"joins":[{"type":"LEFT","entity":"Item","on":{"left":"Order2.Item","right":"Item.Code"}}]"#,
      200, #"{"totalRecordCount":2,"value":[{"Item.Label":null,"u":9},{"Item.Label":"one","u":3}]}"#
    ),
    (
      #""joins":[{"type":"LEFT","entity":"Item","on":{"left":"Order2.Item","right":"Item.Code"}}]"#,
      400, "A query with joins needs selectedFields or aggregates."
    ),
    (
      #""selectedFields":["Units"],"joins":[{"type":"RIGHT","entity":"Item","on":{"left":"Order2.Item","right":"Item.Code"}}]"#,
      400, "The type of a join must be LEFT or INNER."
    ),
    (
      #""selectedFields":["Units"],"joins":[{"type":"LEFT","entity":"None","on":{"left":"Order2.Item","right":"None.Code"}}]"#,
      404, "Entity not found"
    ),
    (
      #""selectedFields":["Units"],"joins":[{"type":"LEFT","entity":"Item","on":{"left":"Order2.Id","right":"Item.Id"}}]"#,
      400, "A join on field 'Order2.Id' is not supported."
    ),
    (
      #""selectedFields":["Units"],"joins":[{"type":"LEFT","entity":"Item","on":{"left":"Order2.Units","right":"Item.Code"}}]"#,
      400, "Fields 'Order2.Units' and 'Item.Code' cannot be compared."
    ),
  ]

  @Test
  func joined() async throws {
    try await ServiceScenario.make().run { tester in
      let text = #""name":"NVARCHAR""#
      let order = try await tester.created(
        Exchange(
          .post,
          "/Entity",
          body: ThingFixture.entity(
            "Order2",
            [ThingFixture.field("Item", text), ThingFixture.field("Units", #""name":"INT""#)]
          )
        )
      )
      _ = try await tester.created(
        Exchange(
          .post,
          "/Entity",
          body: ThingFixture.entity(
            "Item",
            [ThingFixture.field("Code", text), ThingFixture.field("Label", text)]
          )
        )
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Order2/insert-batch",
          body: #"[{"Item":"a1","Units":3},{"Item":"zz","Units":4},{"Units":5}]"#
        )
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Item/insert-batch",
          body: #"[{"Code":"b1","Label":"two"},{"Code":"A1","Label":"one"}]"#
        )
      )
      for (body, status, expected) in Self.joins {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Order2/query",
            body: "{\(body)}",
            status: status,
            status == 200 ? .exactly(expected) : .error(expected)
          )
        )
      }
      // By id, joins do nothing and are no error.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/entity/\(order)/query",
          body:
            #"{"selectedFields":["Units"],"joins":[{"type":"LEFT","entity":"None"}],"limit":1}"#,
          .holding(#""Units":3}]}"#)
        )
      )
    }
  }
}
