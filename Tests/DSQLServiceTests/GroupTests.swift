import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Groups by every type of field, and aggregates whose every digit counts.
@Suite
struct GroupTests {
  static let records = [
    #"{"Name":"a","Note":"x","Amount":1.1,"Exact":0.0000000001,"Small":1,"Large":9007199254740991,"Ratio":0.5,"Flag":true,"Day":"2026-01-01","Moment":"2026-01-01T00:00:00.1234567Z","Stamp":"2026-01-01T00:00:00","Key":"A0000000-0000-4000-8000-000000000001","Shade":0,"Tags":[0,1]}"#,
    #"{"Name":"A","Note":"X","Amount":1.10,"Exact":9007199254740990.9999999999,"Small":1,"Large":9007199254740991,"Ratio":0.5,"Flag":true,"Day":"2026-01-01","Moment":"2026-01-01T01:00:00.1234567+01:00","Stamp":"2026-01-01T00:00:00Z","Key":"a0000000-0000-4000-8000-000000000001","Shade":0,"Tags":[1,0]}"#,
    #"{"Name":"c","Note":"y","Amount":-1000000000000,"Exact":-9007199254740990.9999999999,"Small":2,"Large":9007199254740991,"Ratio":0.25,"Flag":false,"Day":"2026-01-02","Moment":"2026-01-02T00:00:00Z","Stamp":"2026-01-02T00:00:00Z","Key":"b0000000-0000-4000-8000-000000000001","Shade":2,"Tags":[2]}"#,
    #"{"Name":"d","Flag":null}"#,
  ]

  static let count = #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]"#

  /// Each type: two records of four share a value, one has another, one none.
  static let keys: [(field: String, shared: String, other: String)] = [
    ("Amount", "1.1", "-1000000000000"), ("Small", "1", "2"), ("Ratio", "0.5", "0.25"),
    ("Flag", "true", "false"), ("Day", #""2026-01-01""#, #""2026-01-02""#),
    ("Moment", #""2026-01-01T00:00:00.1234567Z""#, #""2026-01-02T00:00:00.000Z""#),
    ("Stamp", #""2026-01-01T00:00:00.000Z""#, #""2026-01-02T00:00:00.000Z""#),
    (
      "Key", #""a0000000-0000-4000-8000-000000000001""#,
      #""b0000000-0000-4000-8000-000000000001""#
    ),
    ("Shade", "0", "2"), ("Tags", "[0,1]", "[2]"), ("Note", #""x""#, #""y""#),
  ]

  static let aggregates: [(body: String, answer: String)] = [
    (
      #""aggregates":[{"function":"SUM","field":"Large","alias":"l"},{"function":"SUM","field":"Exact","alias":"e"},{"function":"MIN","field":"Exact","alias":"a"},{"function":"MAX","field":"Exact","alias":"b"},{"function":"SUM","field":"Amount","alias":"m"}]"#,
      #"{"totalRecordCount":1,"value":[{"l":27021597764222973,"e":0.0000000001,"a":-9007199254740990.9999999999,"b":9007199254740990.9999999999,"m":-999999999997.8}]}"#
    ),
    (
      #""aggregates":[{"function":"MIN","field":"Moment","alias":"a"},{"function":"MAX","field":"Moment","alias":"b"},{"function":"MIN","field":"Day","alias":"c"},{"function":"MAX","field":"Stamp","alias":"d"},{"function":"MAX","field":"CreateTime","alias":"e"}]"#,
      #"{"totalRecordCount":1,"value":[{"a":"2026-01-01T00:00:00.1234567Z","b":"2026-01-02T00:00:00.000Z","c":"2026-01-01","d":"2026-01-02T00:00:00.000Z","e":"2026-03-01T09:15:02.337Z"}]}"#
    ),
    // No records: one row without groups, none with them.
    (
      #""aggregates":[{"function":"SUM","field":"Amount","alias":"s"},{"function":"COUNT","field":"Amount","alias":"n"},{"function":"MAX","field":"Exact","alias":"m"},{"function":"AVG","field":"Ratio","alias":"r"}],"filterGroup":{"queryFilters":[{"fieldName":"Name","operator":"=","value":"z"}]}"#,
      #"{"totalRecordCount":1,"value":[{"s":null,"n":0,"m":null,"r":null}]}"#
    ),
    (
      #""groupBy":["Name"],\#(count),"filterGroup":{"queryFilters":[{"fieldName":"Name","operator":"=","value":"z"}]}"#,
      #"{"totalRecordCount":0,"value":[]}"#
    ),
    // The filter comes before the groups.
    (
      #""groupBy":["Shade"],"aggregates":[{"function":"COUNT","field":"Shade","alias":"n"},{"function":"COUNT","field":"Id","alias":"i"}],"filterGroup":{"logicalOperator":1,"queryFilters":[{"fieldName":"Amount","operator":">","value":"1.05"},{"fieldName":"Amount","operator":"="}]}"#,
      #"{"totalRecordCount":2,"value":[{"Shade":null,"n":0,"i":1},{"Shade":0,"n":2,"i":2}]}"#
    ),
    // Five keys and five aggregates; what is selected may be less.
    (
      #""groupBy":["Shade","Flag","Day","Small","Note"],"selectedFields":["Day"],"sortOptions":[{"fieldName":"Day","isDescending":true}],"start":1,"limit":1,"aggregates":[{"function":"COUNT","field":"Id","alias":"a"},{"function":"COUNT","field":"Id","alias":"b"},{"function":"COUNT","field":"Id","alias":"c"},{"function":"COUNT","field":"Id","alias":"d"},{"function":"COUNT","field":"Id"}]"#,
      #"{"totalRecordCount":3,"value":[{"Day":"2026-01-01","a":2,"b":2,"c":2,"d":2,"COUNT_Id":2}]}"#
    ),
    (
      #""groupBy":["Flag"],\#(count),"sortOptions":[{"fieldName":"n","isDescending":true},{"fieldName":"Flag","isDescending":true}]"#,
      #"{"totalRecordCount":3,"value":[{"Flag":true,"n":2},{"Flag":false,"n":1},{"Flag":null,"n":1}]}"#
    ),
    (
      #""groupBy":["Parent"],\#(count)"#, #"{"totalRecordCount":1,"value":[{"Parent":null,"n":4}]}"#
    ),
    (
      #""groupBy":["CreatedBy"],\#(count)"#,
      #"{"totalRecordCount":1,"value":[{"CreatedBy":"\#(LocalUser.administrator.id)","n":4}]}"#
    ),
  ]

  static let refusals = [
    #""aggregates":[\#([String](repeating: #"{"function":"COUNT","field":"Id","alias":"x"}"#, count: 6).joined(separator: ","))]"#,
    #""groupBy":["Shade"],"selectedFields":["Shade","Name"]"#,
    #""aggregates":[{"function":"COUNT","field":"Id"}],"selectedFields":["Name"]"#,
    #""groupBy":["Doc"]"#, #""groupBy":["Story"]"#,
    #""aggregates":[{"function":"MIN","field":"Name"}]"#,
    #""aggregates":[{"function":"MAX","field":"Flag"}]"#,
    #""aggregates":[{"function":"MAX","field":"Shade"}]"#,
    #""aggregates":[{"function":"MIN","field":"Id"}]"#,
    #""aggregates":[{"function":"AVG","field":"Day"}]"#,
    #""aggregates":[{"function":"MEDIAN","field":"Amount"}]"#,
    #""aggregates":[{"function":"COUNT","field":"Nothing"}]"#,
    #""aggregates":[{"function":"COUNT","field":"Story"}]"#,
  ]

  @Test
  func groups() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      for record in Self.records { _ = try await ThingFixture.insert(tester, record) }
      for address in ["Thing", "entity/\(fixture.thing)"] {
        let query = "/EntityService/\(address)/query"
        for (field, shared, other) in Self.keys {
          let body = try await tester.check(
            Exchange(.post, query, body: #"{"groupBy":["\#(field)"],\#(Self.count)}"#)
          )
          let rows = [
            #"{"\#(field)":null,"n":1}"#, #"{"\#(field)":\#(shared),"n":2}"#,
            #"{"\#(field)":\#(other),"n":1}"#,
          ]
          #expect(body.hasPrefix(#"{"totalRecordCount":3,"value":[{"\#(field)":null,"n":1},"#))
          for row in rows { #expect(body.lowercased().contains(row.lowercased()), "\(body)") }
        }
        for (body, answer) in Self.aggregates {
          try await tester.check(Exchange(.post, query, body: "{\(body)}", .exactly(answer)))
        }
        for body in Self.refusals {
          try await tester.check(Exchange(.post, query, body: "{\(body)}", status: 400))
        }
      }
    }
  }

  /// Groups come in pages of one order, whatever the page's size.
  @Test
  func pages() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      let records = (0..<900).map { #"{"Name":"n\#(($0 * 7) % 300)","Small":\#($0 % 150)}"# }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/insert-batch?expansionLevel=0",
          body: "[\(records.joined(separator: ","))]"
        )
      )
      func names(_ options: String) async throws -> [String] {
        let body = try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body: #"{"groupBy":["Name"],\#(Self.count)\#(options)}"#,
            .holding(#"{"totalRecordCount":300,"value":[{"#)
          )
        )
        return body.components(separatedBy: #"{"Name":""#).dropFirst()
          .map { String($0.prefix { $0 != "\"" }) }
      }
      let all = try await names(#","limit":1000"#)
      #expect(all == (0..<300).map { "n\($0)" }.sorted())
      #expect(try await names("") == Array(all[..<100]))
      for size in [7, 100, 150] {
        var joined: [String] = []
        var start = 0
        while start < 300 {
          joined += try await names(#","start":\#(start),"limit":\#(size)"#)
          start += size
        }
        #expect(joined == all)
      }
      // Queries that differ in nothing but a function, an alias or a condition are told apart.
      for (aggregate, more, answer) in [
        (#""SUM","field":"Small","alias":"x""#, "", #"{"x":67050}"#),
        (#""AVG","field":"Small","alias":"x""#, "", #"{"x":74.5}"#),
        (#""AVG","field":"Small","alias":"y""#, "", #"{"y":74.5}"#),
        (
          #""COUNT","field":"Id","alias":"n""#,
          #","groupBy":["Small"],"havingFilter":{"aggregateFilters":[{"aggregateAlias":"n","operator":">","value":"6"}]}"#,
          #"{"totalRecordCount":0,"#
        ),
        (
          #""COUNT","field":"Id","alias":"n""#,
          #","groupBy":["Small"],"havingFilter":{"aggregateFilters":[{"aggregateAlias":"n","operator":">=","value":"6"}]}"#,
          #"{"totalRecordCount":150,"#
        ),
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body: #"{"aggregates":[{"function":\#(aggregate)}]\#(more)}"#,
            .holding(answer)
          )
        )
      }
      // A record that is written between two pages is counted in the second.
      _ = try await ThingFixture.insert(tester, #"{"Name":"N0"}"#)
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/query",
          body: #"{"groupBy":["Name"],\#(Self.count),"limit":1}"#,
          .holding(#","n":4}]}"#)
        )
      )
    }
  }
}
