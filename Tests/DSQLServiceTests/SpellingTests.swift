import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Answers in the spellings that a client must take either way.
@Suite
struct SpellingTests {
  static let count = #""aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]"#
  static let all = [
    "envelope=pascal", "ids=upper", "alias=pascal", "absent=missing", "multi=text", "members=more",
    "failures=200", "failures=object",
  ]

  /// A call under a trait: a piece that its answer has, and one that it lacks.
  static let cases: [(traits: [String], path: String, body: String?, has: String, lacks: String)] =
    [
      (["envelope=pascal"], "read", nil, #"{"TotalRecordCount":2,"Value":[{"#, "totalRecord"),
      (["envelope=pascal"], "query", "{}", #"{"TotalRecordCount":2,"Value":[{"#, "totalRecord"),
      (
        ["envelope=pascal"], "query", "{\(count)}", #"{"TotalRecordCount":1,"Value":[{"n":2}]}"#,
        "value"
      ),
      (["alias=pascal"], "query", "{\(count)}", #""value":[{"N":2}]"#, #""n""#),
      (["absent=missing"], "read", nil, #""Name":"b","#, "null"),
      (
        ["absent=missing"], "query", #"{"groupBy":["Shade"],\#(count)}"#,
        #"[{"n":1},{"Shade":1,"n":1}]"#,
        "null"
      ),
      (
        ["absent=missing"], "query", #"{"aggregates":[{"function":"SUM","field":"Ratio"}]}"#,
        #""value":[{}]"#, "null"
      ),
      (["multi=text"], "read", nil, #""Tags":"[0,2]","#, #""Tags":["#),
      (["members=more"], "read", nil, #","RowStamp":{"Bytes":[0,7]}},{"Id""#, "Bytes]"),
      (["members=more"], "query", "{\(count)}", #"[{"n":2}]"#, "RowStamp"),
      (
        all, "query?expansionLevel=2",
        #"{"selectedFields":["Name","Tags","Parent"],"sortOptions":[{"fieldName":"Name"}]}"#,
        #","Name":"a","Tags":"[0,2]","RowStamp":{"Bytes":[0,7]}},"#, "null"
      ),
    ]

  @Test
  func spells() async throws {
    for (traits, path, body, has, lacks) in Self.cases {
      try await ServiceScenario.make(traits: traits).run { tester in
        _ = try await Self.fill(tester)
        let exchange = Exchange(
          body == nil ? .get : .post,
          "/EntityService/Thing/\(path)",
          body: body,
          .holding(has),
          .lacking(lacks)
        )
        try await tester.check(exchange)
      }
    }
  }

  /// GUIDs of records in capitals, and in either letter case when they are sent.
  @Test
  func capitals() async throws {
    try await ServiceScenario.make(traits: ["ids=upper"]).run { tester in
      let ids = try await Self.fill(tester)
      #expect(ids.map { $0.uppercased() } == ids)
      let administrator = LocalUser.administrator.id.uppercased()
      for (level, pieces) in [
        (
          0,
          [#""Id":"\#(ids[1])""#, #""Parent":"\#(ids[0])""#, #""CreatedBy":"\#(administrator)""#]
        ),
        (1, [#""Parent":{"Id":"\#(ids[0])"}"#]),
        (
          2,
          [#""Parent":{"Id":"\#(ids[0])","Name":"a""#, #""CreatedBy":{"Id":"\#(administrator)""#]
        ),
      ] {
        let path = "/EntityService/Thing/read/\(ids[1].lowercased())?expansionLevel=\(level)"
        let body = try await tester.check(Exchange(.get, path))
        for piece in pieces { #expect(body.contains(piece), "\(body)") }
      }
      for operand in [ids[0], ids[0].lowercased()] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body:
              #"{"groupBy":["Parent"],"filterGroup":{"queryFilters":[{"fieldName":"Parent","operator":"=","value":"\#(operand)"}]}}"#,
            .exactly(#"{"totalRecordCount":1,"value":[{"Parent":"\#(ids[0])"}]}"#)
          )
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/delete-batch",
          body: #"["\#(ids[1])"]"#,
          .exactly(#"{"successRecords":[{"Id":"\#(ids[1])"}],"failureRecords":[]}"#)
        )
      )
    }
  }

  /// A batch with a failure that is answered with 200 has the same body.
  @Test
  func failures() async throws {
    for (traits, status) in [([], 400), (["failures=200"], 200)] {
      try await ServiceScenario.make(traits: traits).run { tester in
        _ = try await Self.fill(tester)
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/insert-batch",
            body: #"[{"Name":"c"},{}]"#,
            status: status,
            .holding(
              #""failureRecords":[{"error":"Required field \"Name\" is not provided","record":{}}]}"#
            )
          )
        )
      }
    }
  }

  /// A failure that stands for itself, where the standard has a list of one.
  @Test
  func failureAsObject() async throws {
    let failure = #"{"error":"Required field \"Name\" is not provided","record":{}}"#
    for (traits, body, status, expected) in [
      (["failures=object"], "[{}]", 400, failure), (["failures=object"], "[]", 200, "{}"),
      (["failures=object"], "[{},{}]", 400, "[\(failure),\(failure)]"),
      (["failures=object", "failures=200"], "[{}]", 200, failure),
      (["failures=object", "failures=array"], "[{}]", 400, "[\(failure)]"),
    ] {
      try await ServiceScenario.make(traits: traits).run { tester in
        _ = try await Self.fill(tester)
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/insert-batch",
            body: body,
            status: status,
            .exactly(#"{"successRecords":[],"failureRecords":\#(expected)}"#)
          )
        )
      }
    }
  }

  private static func fill(_ tester: ServiceTester) async throws -> [String] {
    _ = try await ThingFixture.create(tester)
    let first = try await ThingFixture.insert(tester, #"{"Name":"a","Shade":1,"Tags":[0,2]}"#)
    let second = try await ThingFixture.insert(tester, #"{"Name":"b","Parent":"\#(first)"}"#)
    return [first, second]
  }
}
