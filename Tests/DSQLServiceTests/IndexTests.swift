import DSQLTypes
import Foundation
import HTTPTypes
import Testing

@testable import DSQLService

/// A filter on a large entity goes by an index where one can find what it asks for.
@Suite
struct IndexTests {
  static let count = 6000

  /// A leaf, how many records it finds, and whether an index leads to them.
  static let cases: [(name: String, comparison: String, operand: String, found: Int, seeks: Bool)] =
    [
      ("Code", "=", #""value":"c41""#, 1, true),
      ("Label", "=", #""value":"LABEL 7""#, 60, true),
      ("Label", "in", #""valueList":["label 7","Label 8","x"]"#, 120, true),
      ("Label", "startswith", #""value":"label 1""#, 660, true),
      ("Label", "startswith", #""value":"""#, 6000, true),
      ("Label", "=", #""value":null"#, 0, true),
      ("Amount", ">=", #""value":"5990.5""#, 9, true),
      ("Amount", "=", #""value":"17""#, 1, true),
      ("Day", "<", #""value":"2026-01-02""#, 215, true),
      ("Owner", "=", #""value":"{owner}""#, 2000, true),
      ("Owner.Label", "=", #""value":"first""#, 2000, true),
      ("CreateTime", ">", #""value":"2030-01-01T00:00:00Z""#, 0, true),
      ("Id", "=", #""value":"{owner}""#, 0, true),
      ("Label", "!=", #""value":"label 7""#, 5940, false),
      ("Label", "not in", #""valueList":["label 7"]"#, 5940, false),
      ("Label", "contains", #""value":"7""#, 1140, false),
      ("Label", "endswith", #""value":" 7""#, 60, false),
      ("Owner", "!=", #""value":null"#, 2000, true),
    ]

  @Test
  func seeks() async throws {
    let folder = URL.temporaryDirectory.appending(path: "dsql-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "store.sqlite").path
    let scenario = try ServiceScenario.make(store: .file(file))
    try await scenario.run { tester in
      let owner = try await Self.fill(tester)
      for (name, comparison, operand, found, seeks) in Self.cases {
        let operand = operand.replacing("{owner}", with: owner)
        let filter =
          #"{"queryFilters":[{"fieldName":"\#(name)","operator":"\#(comparison)",\#(operand)}]}"#
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Large/query?expansionLevel=2",
            body: #"{"filterGroup":\#(filter),"limit":1}"#,
            .holding(#"{"totalRecordCount":\#(found),"#)
          )
        )
        let plan = try await Self.plan(of: filter, in: file)
        #expect(plan.table.contains("SEARCH") == seeks, "\(filter)\n\(plan.text)")
      }
      // The same filter with a group goes the same way.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Large/query",
          body:
            #"{"groupBy":["Label"],"filterGroup":{"queryFilters":[{"fieldName":"Amount","operator":"<","value":"3"}]}}"#,
          .holding(#"{"totalRecordCount":3,"#)
        )
      )
      // A field goes with its index.
      let entity = try await tester.check(Exchange(.get, "/Entity/Large/metadata"))
      let id = try #require(entity.components(separatedBy: #"{"id":""#).dropFirst().first).prefix(
        36
      )
      try await tester.check(
        Exchange(
          .post,
          "/Entity",
          body: ThingFixture.entity(
            "Large",
            id: String(id),
            [ThingFixture.field("Code", #""name":"NVARCHAR""#)]
          )
        )
      )
    }
  }

  /// How SQLite goes about a filter on `Large`: the line about its table, and all of it.
  private static func plan(
    of filter: String,
    in file: String
  ) async throws -> (table: String, text: String) {
    let store = try Store(
      .file(file),
      behaviour: ServiceBehaviour(traits: EmbeddedTraits(), expandsUsers: true),
      now: { ServiceScenario.moment }
    )
    let lines = try store.writeNow(
      as: LocalUser.administrator.id,
      moment: ServiceScenario.moment,
      random: SystemRandomNumberGenerator()
    ) { writing in
      let reading = writing.reading
      let entity = try #require(reading.schema.entities.first { $0.name == "Large" })
      let path = FieldPath(reading: reading, entity: entity, level: 3)
      let compiler = FilterCompiler(schema: reading.schema) { name throws(RequestFailure) in
        try path.resolve(name)
      }
      let group = try JSONDecoder().decode(FilterBody.self, from: Data(filter.utf8))
      let condition = try #require(try compiler.condition(group))
      let statement = try PreparedSQL(
        reading.db,
        "EXPLAIN QUERY PLAN SELECT rid FROM \(entity.table) WHERE \(condition.sql)",
        isShared: false
      )
      statement.bind(condition.values)
      var lines: [String] = []
      while try statement.step() { lines.append(statement.text(3)) }
      return (entity.table, lines)
    }
    let table = lines.1.first { $0.contains(" \(lines.0)") }
    return (table ?? "", lines.1.joined(separator: "\n"))
  }

  /// An entity of many records, a third of which refer to one of another; answers that one's id.
  private static func fill(_ tester: ServiceTester) async throws -> String {
    _ = try await tester.created(
      Exchange(
        .post,
        "/Entity",
        body: ThingFixture.entity("Owner", [ThingFixture.field("Label", #""name":"NVARCHAR""#)])
      )
    )
    _ = try await tester.created(
      Exchange(
        .post,
        "/Entity",
        body: ThingFixture.entity(
          "Large",
          [
            ThingFixture.field("Code", #""name":"NVARCHAR""#, "Basic", #","isUnique":true"#),
            ThingFixture.field("Label", #""name":"NVARCHAR""#),
            ThingFixture.field("Amount", #""name":"DECIMAL""#),
            ThingFixture.field("Day", #""name":"DATE""#),
            ThingFixture.field(
              "Owner",
              #""name":"UNIQUEIDENTIFIER""#,
              "Relationship",
              #","referenceEntityName":"Owner""#
            ),
          ]
        )
      )
    )
    let made = try await tester.check(
      Exchange(.post, "/EntityService/Owner/insert", body: #"{"Label":"First"}"#)
    )
    let owner = try #require(ServiceTester.ids(in: made).first)
    for start in stride(from: 0, to: count, by: 1000) {
      let records = (start..<(start + 1000)).map { number in
        let reference = number % 3 == 0 ? #","Owner":"\#(owner)""# : ""
        let day = number % 28 + 1
        return #"{"Code":"C\#(number)","Label":"Label \#(number % 100)","Amount":\#(number),"#
          + #""Day":"2026-01-\#(day < 10 ? "0" : "")\#(day)"\#(reference)}"#
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Large/insert-batch?expansionLevel=0",
          body: "[\(records.joined(separator: ","))]"
        )
      )
    }
    return owner
  }
}
