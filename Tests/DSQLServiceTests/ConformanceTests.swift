import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import DSQLService

/// The same scenarios through the router without a socket, and over loopback.
@Suite
struct ConformanceTests {
  enum Way: CaseIterable {
    case router
    case socket

    var setting: TestingSetup { self == .router ? .router : .live }
  }

  private func scenario(
    _ way: Way,
    _ body: @Sendable (ServiceTester, ThingFixture) async throws -> Void
  ) async throws {
    try await ServiceScenario.make(over: way.setting).run { tester in
      try await body(tester, ThingFixture.create(tester))
    }
  }

  /// Everything that a record can hold comes back as it must.
  @Test(arguments: Way.allCases)
  func recordsComeBack(_ way: Way) async throws {
    try await scenario(way) { tester, _ in
      let user = LocalUser.writer.id
      let body = try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/insert?expansionLevel=0",
          body: #"""
            {"Name":"ü \"q\" \\ \n\u0001🙂","Code":"X","Note":null,"Story":"lång","Amount":1.005,
             "Exact":-0.00000000005,"Small":0,"Large":-9,"Ratio":0.1235,"Day":"0001-01-01",
             "Moment":"2026-03-04T01:30:00.5+02:00","Stamp":"9999-12-31T23:59:59.9999999",
             "Key":"A0000000-0000-4000-8000-00000000000F","Doc":"x","Shade":1,"Tags":[2,0,2],
             "Serial":99,"Id":"x","CreateTime":"x","Unknown":{"a":[1,true,null]},"name":"other"}
            """#,
          as: .writer
        )
      )
      let id = body.dropFirst(7).prefix(36)
      #expect(id.count == 36 && id == id.lowercased() && id.dropFirst(14).first == "7")
      #expect(
        body == #"{"Id":"\#(id)","Name":"ü \"q\" \\ \n\u0001🙂","Code":"X","Note":null,"#
          + #""Story":"HasValue=true Length=4 — call Get Entity Record By Id activity to retrieve content","#
          + #""Amount":1.01,"Exact":-0.0000000001,"Small":0,"Large":-9,"Ratio":0.124,"Flag":true,"#
          + #""Day":"0001-01-01","Moment":"2026-03-03T23:30:00.500Z","#
          + #""Stamp":"9999-12-31T23:59:59.9999999Z","Key":"a0000000-0000-4000-8000-00000000000f","#
          + #""Parent":null,"Doc":null,"Shade":1,"Tags":[0,2],"Serial":7,"#
          + #""CreateTime":"2026-03-01T09:15:02.337Z","UpdateTime":"2026-03-01T09:15:02.337Z","#
          + #""CreatedBy":"\#(user)","UpdatedBy":"\#(user)"}"#
      )
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read/\(id)?expansionLevel=0", .exactly(body))
      )
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Thing/read?expansionLevel=0",
          .exactly(#"{"totalRecordCount":1,"value":[\#(body)]}"#)
        )
      )
    }
  }

  /// Long text comes whole only where the contract says so.
  @Test(arguments: Way.allCases)
  func longTexts(_ way: Way) async throws {
    try await scenario(way) { tester, fixture in
      let id = try await ThingFixture.insert(tester, #"{"Name":"a","Story":"whole text"}"#)
      let marker = #""Story":"HasValue=true Length=10 — call"#
      for path in ["/EntityService/Thing/read/\(id)", "/EntityService/Thing/read"] {
        try await tester.check(Exchange(.get, path, .holding(marker)))
      }
      for path in ["v2/EntityService/entity", "v3/entities/entity"] {
        try await tester.check(
          Exchange(.get, "/\(path)/\(fixture.thing)/read/\(id)", .holding(#""Story":"whole text""#))
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/update/\(id)",
          body: #"{"Story":"HasValue=true Length=10"}"#,
          status: 400
        )
      )
      let most = String(repeating: "x", count: 65_536)
      try await tester.check(
        Exchange(.post, "/EntityService/Thing/update/\(id)", body: #"{"Story":"\#(most)"}"#)
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/update/\(id)",
          body: #"{"Story":"\#(most)x"}"#,
          status: 400,
          .error("Field 'Story' value is 131074 bytes, exceeds the 131072-byte limit")
        )
      )
    }
  }

  /// How deep references are filled in, by level and by form of address.
  @Test(arguments: Way.allCases)
  func expands(_ way: Way) async throws {
    try await scenario(way) { tester, fixture in
      let first = try await ThingFixture.insert(tester, #"{"Name":"first"}"#)
      let second = try await ThingFixture.insert(tester, #"{"Name":"second","Parent":"\#(first)"}"#)
      let third = try await ThingFixture.insert(
        tester,
        #"{"Name":"third","Parent":"\#(second.uppercased())"}"#
      )
      let byName = "/EntityService/Thing/read/\(third)"
      let byID = "/EntityService/entity/\(fixture.thing)/read/\(third)"
      let level0 = #""Parent":"\#(second)","#
      let level1 = #""Parent":{"Id":"\#(second)"},"#
      let level2 = #""Parent":{"Id":"\#(second)","Name":"second","#
      let inner2 = #""Parent":{"Id":"\#(first)"},"#
      let inner3 = #""Parent":{"Id":"\#(first)","Name":"first","#
      for (path, pieces) in [
        (byName + "?expansionLevel=0", [level0]), (byName + "?expansionLevel=1", [level1]),
        (byName + "?expansionLevel=2", [level2, inner2]),
        (byName + "?expansionLevel=3", [level2, inner3]), (byName, [level2, inner2]),
        (byID, [level0]), (byID + "?expansionLevel=3", [level2, inner3]),
        ("/v3/entities/entity/\(fixture.thing)/read/\(third)", [level0]),
        ("/EntityService/entity/Thing/read/\(third)", [level0]),
      ] {
        let body = try await tester.check(Exchange(.get, path))
        for piece in pieces { #expect(body.contains(piece), Comment(rawValue: "\(path) \(body)")) }
      }
      for level in ["4", "-1", "", "x"] {
        try await tester.check(Exchange(.get, byName + "?expansionLevel=\(level)", status: 400))
      }
      // The level of a body counts for nothing.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/entity/\(fixture.thing)/query",
          body: #"{"expansionLevel":3}"#,
          .holding(level0)
        )
      )
      try await tester.check(Exchange(.delete, "/EntityService/Thing/delete/\(second)"))
      try await tester.check(Exchange(.get, byName, .holding(level1)))
    }
  }

  /// Windows over lists and queries, with rows missing in the middle.
  @Test(arguments: Way.allCases)
  func pages(_ way: Way) async throws {
    try await scenario(way) { tester, fixture in
      let records = (0..<250).map { #"{"Name":"n\#($0)","Amount":\#(($0 * 7) % 250)}"# }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/insert-batch?expansionLevel=0",
          body: "[\(records.joined(separator: ","))]"
        )
      )
      func names(_ path: String, _ query: String? = nil) async throws -> [String] {
        let body = try await tester.check(
          query == nil ? Exchange(.get, path) : Exchange(.post, path, body: query)
        )
        return body.components(separatedBy: #""Name":""#).dropFirst()
          .map { String($0.prefix { $0 != "\"" }) }
      }
      let read = "/EntityService/entity/\(fixture.thing)/read"
      #expect(try await names(read) == (0..<100).map { "n\($0)" })
      #expect(try await names("\(read)?start=240&limit=1000") == (240..<250).map { "n\($0)" })
      #expect(try await names("\(read)?start=9223372036854775807").isEmpty)
      let query = "/EntityService/entity/\(fixture.thing)/query"
      let sorted = (0..<250).sorted { ($0 * 7) % 250 > ($1 * 7) % 250 }
      #expect(
        try await names(
          query,
          #"{"sortOptions":[{"fieldName":"Amount","isDescending":true}],"start":100,"limit":7}"#
        ) == sorted[100..<107].map { "n\($0)" }
      )
      #expect(
        try await names(
          query,
          #"{"sortOptions":[{"fieldName":"Id","isDescending":true}],"limit":2}"#
        )
          == ["n249", "n248"]
      )
      // Delete in the middle: pages must still be whole and in order.
      let body = try await tester.check(Exchange(.get, "\(read)?start=5&limit=1"))
      let id = try #require(ServiceTester.ids(in: body).first)
      try await tester.check(
        Exchange(.delete, "/EntityService/Thing/delete/\(id)", .exactly("true"))
      )
      #expect(try await names("\(read)?start=3&limit=4") == ["n3", "n4", "n6", "n7"])
      #expect(try await names("\(read)?start=247&limit=10") == ["n248", "n249"])
      try await tester.check(
        Exchange(.get, "\(read)?limit=1", .holding(#"{"totalRecordCount":249,"#))
      )
    }
  }

  /// What a batch answers when some of its records are wrong.
  @Test(arguments: Way.allCases)
  func batches(_ way: Way) async throws {
    try await scenario(way) { tester, _ in
      let mixed =
        #"[{"Name":"a","Code":"One"},{"Code":"Two"},{"Name":"b","Code":"ONE"},{"Name":"c"}]"#
      let failures =
        #""failureRecords":[{"error":"Required field \"Name\" is not provided","record":{"Code":"Two"}},"#
        + #"{"error":"Insert data failed. Value uniqueness violation.","record":{"Name":"b","Code":"ONE"}}]}"#
      let insert = "/EntityService/Thing/insert-batch?expansionLevel=0"
      let body = try await tester.check(
        Exchange(
          .post,
          insert,
          body: mixed,
          status: 400,
          .holding(failures),
          .holding(#""Name":"c""#)
        )
      )
      let id = try #require(ServiceTester.ids(in: body).first)
      try await tester.check(
        Exchange(
          .post,
          insert + "&failOnFirst=true",
          body: #"[{"Name":"d"},{"Nam":"x"},{"Name":"e"}]"#,
          status: 400,
          .holding(
            #""failureRecords":[{"error":"Required field \"Name\" is not provided","record":{}}]}"#
          ),
          .lacking(#""Name":"e""#)
        )
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/update-batch?expansionLevel=0",
          body:
            #"[{"Id":"\#(id)","Amount":2.5},{"Id":"00000000-0000-4000-8000-000000000000","Amount":1}]"#,
          status: 400,
          .holding(#""Amount":2.5"#),
          .holding(
            #"[{"error":"Record not found","record":{"Id":"00000000-0000-4000-8000-000000000000","Amount":1}}]}"#
          )
        )
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/delete-batch",
          body: #"["\#(id.uppercased())","nonsense"]"#,
          status: 400,
          .exactly(
            #"{"successRecords":[{"Id":"\#(id)"}],"failureRecords":[{"error":"Record not found","record":{"Id":"nonsense"}}]}"#
          )
        )
      )
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read?limit=1", .holding(#"{"totalRecordCount":2,"#))
      )
      let many = (0...1000).map { _ in #"{"Name":"x"}"# }.joined(separator: ",")
      try await tester.check(
        Exchange(
          .post,
          insert,
          body: "[\(many)]",
          status: 400,
          .error("A batch holds at most 1000 records.")
        )
      )
      try await tester.check(Exchange(.post, insert, body: #"{"Name":"x"}"#, status: 400))
    }
  }
}
