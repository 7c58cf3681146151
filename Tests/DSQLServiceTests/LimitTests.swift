import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// How much of everything the service takes: the greatest number that passes, and one more.
///
/// - Source: `data-service-api.md` §3.3, §3.6, §3.10 and §5.
@Suite
struct LimitTests {
  private static func list(_ count: Int, _ part: (Int) -> String) -> String {
    (0..<count).map(part).joined(separator: ",")
  }

  private static func nested(_ depth: Int) -> String {
    let leaf = #""queryFilters":[{"fieldName":"Name","operator":"=","value":"a"}]"#
    return (1..<depth).reduce("{\(leaf)}") { inner, _ in #"{"filterGroups":[\#(inner)]}"# }
  }

  private static func aggregates(_ count: Int) -> String {
    #""aggregates":[\#(list(count) { #"{"function":"COUNT","field":"Id","alias":"n\#($0)"}"# })]"#
  }

  private static func having(_ count: Int) -> String {
    let conditions = list(count) { _ in #"{"aggregateAlias":"n0","operator":">","value":"0"}"# }
    return #""havingFilter":{"aggregateFilters":[\#(conditions)]}"#
  }

  /// A query for so many of something, the most that passes, and the error for one more.
  static let queries: [(most: Int, body: @Sendable (Int) -> String, error: String)] = [
    (1000, { #"{"limit":\#($0)}"# }, "The limit must be between 1 and 1000."),
    (20, { #"{"filterGroup":\#(nested($0))}"# }, "The filter nests deeper than 20 groups."),
    (
      500,
      {
        let leaves = list($0) { _ in #"{"fieldName":"Name","operator":"=","value":"a"}"# }
        return #"{"filterGroup":{"queryFilters":[\#(leaves)]}}"#
      }, "The filter has more than 500 conditions."
    ),
    (5, { "{\(aggregates($0))}" }, "A query has at most 5 aggregates and 5 groupBy fields."),
    (
      5,
      {
        let names = ["Name", "Code", "Amount", "Small", "Large", "Day"].prefix($0)
        return #"{"groupBy":[\#(names.map { "\"\($0)\"" }.joined(separator: ","))]}"#
      }, "A query has at most 5 aggregates and 5 groupBy fields."
    ),
    (
      5, { #"{"groupBy":["Name"],\#(aggregates(1)),\#(having($0))}"# },
      "havingFilter has at most 5 conditions."
    ),
  ]

  @Test
  func queries() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      let path = "/EntityService/Thing/query"
      for (most, body, error) in Self.queries {
        try await tester.check(Exchange(.post, path, body: body(most)))
        let (status, text, _) = try await tester.send(Exchange(.post, path, body: body(most + 1)))
        #expect(status == 400 && text.hasPrefix(#"{"error":"\#(error)""#), "\(text)")
      }
    }
  }

  @Test
  func batches() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for (path, part): (String, @Sendable (Int) -> String) in [
        ("insert-batch?expansionLevel=0", { _ in #"{"Name":"a"}"# }),
        ("update-batch", { _ in #"{"Id":"x"}"# }), ("delete-batch", { _ in #""x""# }),
      ] {
        let path = "/EntityService/Thing/\(path)"
        let (_, most, _) = try await tester.send(
          Exchange(.post, path, body: "[\(Self.list(1000, part))]")
        )
        #expect(most.hasPrefix(#"{"successRecords":["#))
        try await tester.check(
          Exchange(
            .post,
            path,
            body: "[\(Self.list(1001, part))]",
            status: 400,
            .error("A batch holds at most 1000 records.")
          )
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/query",
          body: #"{"limit":1}"#,
          .holding(#"{"totalRecordCount":1000,"#)
        )
      )
    }
  }

  @Test
  func fields() async throws {
    @Sendable func entity(_ count: Int, _ type: String) -> String {
      ThingFixture.entity(
        "Wide",
        (0..<count).map { ThingFixture.field("Field\($0)", #""name":"\#(type)""#) }
      )
    }
    try await ServiceScenario.make().run { tester in
      for (count, type, status) in [
        (201, "NVARCHAR", 400), (11, "MULTILINE_MAX", 400), (200, "NVARCHAR", 200),
      ] {
        try await tester.check(
          Exchange(.post, "/Entity", body: entity(count, type), status: status)
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Wide/insert-batch",
          body: #"[{"Field0":"a","Field199":"b"}]"#,
          .holding(#""Field199":"b""#)
        )
      )
    }
  }

  @Test
  func choices() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      let path = "/EntityService/Color/choiceset/insert"
      for number in 4...250 {
        try await tester.check(Exchange(.post, path, body: #"{"Name":"c\#(number)"}"#))
      }
      try await tester.check(
        Exchange(
          .post,
          path,
          body: #"{"Name":"more"}"#,
          status: 400,
          .error("A choice set has at most 250 values.")
        )
      )
    }
  }

  /// Entities and choice sets of people's making count together.
  @Test
  func entities() async throws {
    try await ServiceScenario.make().run { tester in
      for number in 1...250 {
        let name = "Set\(number)"
        try await tester.check(
          Exchange(
            .post,
            "/Entity/choiceset",
            body: #"{"displayName":"\#(name)","entityDefinition":{"name":"\#(name)","fields":[]}}"#
          )
        )
        try await tester.check(
          Exchange(.post, "/Entity", body: ThingFixture.entity("Thing\(number)", []))
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/Entity",
          body: ThingFixture.entity("More", []),
          status: 400,
          .error("A tenant has at most 500 entities and choice sets.")
        )
      )
    }
  }
}
