import HTTPTypes
import Testing

@testable import DSQLService

/// A small company for statements of the SQL endpoint: `Department`, `Person`, `Desk`, and the choice
/// set `Color`.
struct StaffFixture {
  /// Where statements go.
  static let path = "/v1/query/execute"

  private static func relationship(_ name: String, to entity: String) -> String {
    ThingFixture.field(
      name,
      #""name":"UNIQUEIDENTIFIER""#,
      "Relationship",
      #","referenceEntityName":"\#(entity)""#
    )
  }

  /// Makes the entities and their records.
  static func create(_ tester: ServiceTester) async throws {
    let color = try await tester.created(
      Exchange(
        .post,
        "/Entity/choiceset",
        body: #"{"displayName":"Color","entityDefinition":{"name":"Color","fields":[]}}"#
      )
    )
    for (name, label) in [("red", "Red"), ("green", "Deep Green"), ("blue", "Blue")] {
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Color/choiceset/insert",
          body: #"{"Name":"\#(name)","DisplayName":"\#(label)"}"#
        )
      )
    }
    let text = #""name":"NVARCHAR","lengthLimit":60"#
    for (name, fields) in [
      (
        "Department",
        [
          ThingFixture.field("DeptName", text),
          ThingFixture.field("Budget", #""name":"DECIMAL","decimalPrecision":2"#),
        ]
      ),
      (
        "Person",
        [
          ThingFixture.field("FullName", text), ThingFixture.field("Age", #""name":"INT""#),
          ThingFixture.field("Salary", #""name":"DECIMAL","decimalPrecision":2"#),
          ThingFixture.field("Active", #""name":"BIT""#),
          ThingFixture.field("Joined", #""name":"DATE""#),
          ThingFixture.field("Seen", #""name":"DATETIMEOFFSET""#),
          ThingFixture.field("Story", #""name":"MULTILINE_MAX""#),
          relationship("Dept", to: "Department"),
          ThingFixture.field(
            "Color",
            #""name":"INT""#,
            "ChoiceSetSingle",
            #","choiceSetId":"\#(color)""#
          ),
          ThingFixture.field(
            "Tags",
            #""name":"NVARCHAR""#,
            "ChoiceSetMultiple",
            #","choiceSetId":"\#(color)""#
          ),
        ]
      ),
      ("Desk", [ThingFixture.field("Place", text), relationship("Owner", to: "Person")]),
    ] {
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity(name, fields))
      )
    }
    let labs = try await insert(tester, "Department", #"{"DeptName":"Labs","Budget":1000.5}"#)
    _ = try await insert(tester, "Department", #"{"DeptName":"Sales","Budget":20}"#)
    let bob = try await insert(
      tester,
      "Person",
      #"{"FullName":"Bob Tester","Age":40,"Salary":100.10,"Active":true,"Joined":"2024-01-31","#
        + #""Seen":"2024-02-01T10:00:00Z","Story":"long","Dept":"\#(labs)","Color":1,"Tags":[0,2]}"#
    )
    _ = try await insert(
      tester,
      "Person",
      #"{"FullName":"ann élan","Age":30,"Salary":200.20,"Active":false,"Joined":"2025-01-31","#
        + #""Dept":"\#(labs)","Color":0}"#
    )
    _ = try await insert(tester, "Person", #"{"FullName":"Cy_l","Age":25,"Salary":7}"#)
    _ = try await insert(tester, "Desk", #"{"Place":"North","Owner":"\#(bob)"}"#)
  }

  private static func insert(
    _ tester: ServiceTester,
    _ entity: String,
    _ record: String
  ) async throws -> String {
    let body = try await tester.check(
      Exchange(.post, "/EntityService/\(entity)/insert?expansionLevel=0", body: record)
    )
    return try #require(ServiceTester.ids(in: body).first)
  }

  /// A statement and what it answers.
  static func answer(_ query: String, options: String = "", _ results: String) -> Exchange {
    Exchange(.post, path, body: body(query, options), .exactly(#"{"results":[\#(results)]}"#))
  }

  /// A statement that is refused.
  static func refusal(_ query: String, _ code: String, _ message: String? = nil) -> Exchange {
    Exchange(
      .post,
      path,
      body: body(query, ""),
      status: 400,
      .holding(#","code":"\#(code)","traceId":""#),
      .holding(message.map { #"{"error":"\#($0)"# } ?? "")
    )
  }

  private static func body(_ query: String, _ more: String) -> String {
    let escaped = query.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return #"{"query":"\#(escaped)"\#(more)}"#
  }
}
