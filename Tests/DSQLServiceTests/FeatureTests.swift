import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// What a service answers to the keys of a feature that it does not have.
@Suite
struct FeatureTests {
  static let join =
    #""joins":[{"type":"INNER","entity":"Thing","on":{"left":"Thing.Code","right":"Thing.Code"}}]"#
  static let plain = #"{"totalRecordCount":2,"value":[{"Id":""#
  static let count = #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]"#

  /// Bodies that a service without the feature answers with all records, and none else.
  static let ignored: [(feature: ServiceFeature, body: String, holding: String)] = [
    (.aggregates, "{\(count)}", #""Name":"a""#),
    (.aggregates, #"{"groupBy":["Name"],"selectedFields":["Name"],\#(count)}"#, #","Name":"a"}"#),
    (.aggregates, #"{"groupBy":["Nothing"]}"#, #""Name":"b""#),
    (.aggregates, #"{"groupBy":7,"aggregates":"x"}"#, #""Name":"b""#),
    (.joins, "{\(join)}", #""Name":"b""#),
    (.joins, #"{"selectedFields":["Thing.Name","Thing.Id"],\#(join)}"#, #""Name":"b""#),
    (.joins, #"{"selectedFields":["Thing.Name","Name"],\#(join)}"#, #","Name":"b"}"#),
    (.joins, #"{"joins":[{"entity":"Nothing"}]}"#, #""Name":"b""#),
    (.joins, #"{"joins":"x"}"#, #""Name":"b""#),
  ]

  @Test
  func ignoresUnknownKeys() async throws {
    for level in APILevel.allCases {
      for (feature, body, holding) in Self.ignored {
        let scenario = try ServiceScenario.make(apiLevel: level, without: [feature])
        try await scenario.run { tester in
          let fixture = try await ThingFixture.create(tester)
          for name in ["a", "b"] {
            _ = try await ThingFixture.insert(tester, #"{"Name":"\#(name)"}"#)
          }
          for path in ["Thing", "entity/\(fixture.thing)"] {
            let text = try await tester.check(
              Exchange(
                .post,
                "/EntityService/\(path)/query?expansionLevel=0",
                body: body,
                .holding(holding)
              )
            )
            #expect(text.hasPrefix(Self.plain), "\(level) \(body)")
          }
        }
      }
    }
  }

  static let having =
    #"{"groupBy":["Name"],\#(count),"havingFilter":{"aggregateFilters":[{"aggregateAlias":"n","operator":">","value":"0"}]}}"#

  static let havings: [(level: APILevel, without: Set<ServiceFeature>, status: Int, text: String)] =
    [
      (.cloud, [], 200, #"{"Name":"a","n":1}"#),
      (.cloud, [.having], 400, "enable-having-on-query"),
      (.cloud, [.aggregates], 400, "enable-having-on-query"),
      // A Suite does not know the flag, nor anything else of it.
      (.suite2024, [], 200, #"{"Id":""#), (.suite2023, [], 200, #"{"Id":""#),
    ]

  @Test
  func namesTheFlagOfHaving() async throws {
    for (level, without, status, text) in Self.havings {
      try await ServiceScenario.make(apiLevel: level, without: without).run { tester in
        _ = try await ThingFixture.create(tester)
        _ = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body: Self.having,
            status: status,
            .holding(text)
          )
        )
      }
    }
  }

  /// By id, joins do nothing at any level, even where they could; the third version refuses them.
  @Test
  func ignoresJoinsByID() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      for name in ["a", "b"] { _ = try await ThingFixture.insert(tester, #"{"Name":"\#(name)"}"#) }
      for path in [
        "/EntityService/entity/\(fixture.thing)/query",
        "/v2/EntityService/entity/\(fixture.thing)/query",
      ] {
        for (feature, body, holding) in Self.ignored where feature == .joins {
          let text = try await tester.check(
            Exchange(.post, path, body: body, .holding(holding))
          )
          #expect(text.hasPrefix(Self.plain))
        }
      }
    }
  }

  /// Users that are plain GUIDs at every level, in the record and in what it refers to.
  @Test
  func keepsUsersPlain() async throws {
    let administrator = LocalUser.administrator.id
    for (level, without): (APILevel, Set<ServiceFeature>) in [
      (.suite2023, []), (.cloud, [.expansionOfUsers]),
    ] {
      try await ServiceScenario.make(apiLevel: level, without: without).run { tester in
        _ = try await ThingFixture.create(tester)
        let parent = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
        let id = try await ThingFixture.insert(tester, #"{"Name":"b","Parent":"\#(parent)"}"#)
        for depth in 0...3 {
          let body = try await tester.check(
            Exchange(
              .get,
              "/EntityService/Thing/read/\(id)?expansionLevel=\(depth)",
              .holding(#""CreatedBy":"\#(administrator)","UpdatedBy":"\#(administrator)"}"#),
              .lacking(#""CreatedBy":{"#)
            )
          )
          #expect(body.contains(#""Parent":{"#) == (depth > 0))
        }
        for path in ["CreatedBy.Name", "Parent.UpdatedBy.Name"] {
          try await tester.check(
            Exchange(
              .post,
              "/EntityService/Thing/query?expansionLevel=3",
              body:
                #"{"filterGroup":{"queryFilters":[{"fieldName":"\#(path)","operator":"=","value":"x"}]}}"#,
              status: 400,
              .holding("is no relationship.")
            )
          )
        }
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query?expansionLevel=2",
            body:
              #"{"filterGroup":{"queryFilters":[{"fieldName":"CreatedBy","operator":"=","value":"\#(administrator)"}]}}"#,
            .holding(#"{"totalRecordCount":2,"#)
          )
        )
      }
    }
    // The later Suite has them as records.
    try await ServiceScenario.make(apiLevel: .suite2024).run { tester in
      _ = try await ThingFixture.create(tester)
      let id = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Thing/read/\(id)?expansionLevel=2",
          .holding(#""CreatedBy":{"Id":"\#(administrator)","Name":"Ada Administrator""#)
        )
      )
    }
  }
}
