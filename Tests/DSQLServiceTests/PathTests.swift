import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Filters across relationships, and what expansion shows.
@Suite
struct PathTests {
  /// A filter by a path, the level it is asked at, and the records that it finds, or the error.
  static let cases: [(path: String, operand: String, level: Int, names: String)] = [
    ("Parent.Name", #""operator":"=","value":"MIDDLE""#, 2, "low"),
    ("Parent.Name", #""operator":"!=","value":"middle""#, 2, "middle other"),
    ("Parent.Name", #""operator":"=""#, 2, "top stray"),
    ("Parent.Name", #""operator":"!=""#, 3, "middle low other"),
    ("Parent.Name", #""operator":"in","valueList":["top","nobody"]"#, 2, "middle other"),
    ("Parent.Amount", #""operator":">","value":"1.005""#, 2, "low"),
    ("Parent.Day", #""operator":"<=","value":"2026-01-01""#, 2, "middle other"),
    ("Parent.Shade", #""operator":"=","value":"1""#, 2, "low"),
    ("Parent.Tags", #""operator":"contains","value":"2""#, 2, "low"),
    ("Parent.Flag", #""operator":"=","value":"true""#, 2, "middle low other"),
    ("Parent.Id", #""operator":"!=""#, 2, "middle low other"),
    ("Parent.Parent", #""operator":"!=""#, 2, "low"),
    ("Parent.Parent.Name", #""operator":"startswith","value":"T""#, 3, "low"),
    ("Parent.Parent.Amount", #""operator":"<","value":"1.01""#, 3, "low"),
    ("Parent.Parent.Name", #""operator":"=""#, 3, "top middle other stray"),
    ("Parent.CreatedBy.Email", #""operator":"contains","value":"WRITER""#, 3, "low"),
    ("CreatedBy.Name", #""operator":"=","value":"wim writer""#, 2, "middle"),
    ("UpdatedBy.IsActive", #""operator":"=","value":"true""#, 2, "top middle low other stray"),
    ("CreatedBy.Type", #""operator":"=","value":"0""#, 2, "top middle low other stray"),
  ]

  static let refusals: [(path: String, level: Int, error: String)] = [
    (
      "Parent.Name", 1,
      "Field 'Parent.Name' needs expansionLevel 2, which is more than the request has."
    ),
    (
      "Parent.Parent.Name", 2,
      "Field 'Parent.Parent.Name' needs expansionLevel 3, which is more than the request has."
    ),
    (
      "Parent.Parent.Parent.Name", 3,
      "Field 'Parent.Parent.Parent.Name' needs expansionLevel 4, which is more than there is."
    ),
    ("Name.Length", 2, "Field 'Name' of entity 'Thing' is no relationship."),
    ("Shade.Name", 2, "Field 'Shade' of entity 'Thing' is no relationship."),
    ("Doc.Name", 2, "Field 'Doc' of entity 'Thing' is no relationship."),
    ("Parent.Nothing", 2, "Field 'Nothing' does not exist on entity 'Thing'."),
    ("Parent.Story", 2, "Field 'Story' is of type MULTILINE_MAX and cannot be used in filters."),
    ("Thing.Name", 2, "Field 'Thing' does not exist on entity 'Thing'."),
  ]

  @Test
  func filters() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await Self.fill(tester)
      for (path, operand, level, names) in Self.cases {
        for address in ["Thing", "entity/\(fixture.thing)"] {
          let body = try await tester.check(
            Exchange(
              .post,
              "/EntityService/\(address)/query?expansionLevel=\(level)",
              body:
                #"{"selectedFields":["Name"],"filterGroup":{"queryFilters":[{"fieldName":"\#(path)",\#(operand)}]}}"#
            )
          )
          let found = body.components(separatedBy: #","Name":""#).dropFirst().map { name in
            name.prefix { $0 != "\"" }
          }
          #expect(found.joined(separator: " ") == names, "\(path) \(operand)")
        }
      }
      for (path, level, error) in Self.refusals {
        let filter = #"{"queryFilters":[{"fieldName":"\#(path)","operator":"="}]}"#
        var exchange = ThingFixture.query(filter, level: level)
        (exchange.status, exchange.expected) = (400, [.error(error)])
        try await tester.check(exchange)
      }
      // A path is for filters only.
      for body in [
        #"{"selectedFields":["Parent.Name"]}"#, #"{"sortOptions":[{"fieldName":"Parent.Name"}]}"#,
        #"{"groupBy":["Parent.Name"]}"#,
        #"{"aggregates":[{"function":"COUNT","field":"Parent.Name"}]}"#,
        #"{"groupBy":["Name"],"filterGroup":{"queryFilters":[{"fieldName":"Parent.Name","operator":"="}]}}"#,
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query?expansionLevel=3",
            body: body,
            status: 400,
            .error("Field 'Parent.Name' does not exist on entity 'Thing'.")
          )
        )
      }
    }
  }

  /// A chain of three, one beside it, and one whose parent is gone; `middle` is the writer's.
  private static func fill(_ tester: ServiceTester) async throws -> ThingFixture {
    let fixture = try await ThingFixture.create(tester)
    let top = try await ThingFixture.insert(
      tester,
      #"{"Name":"top","Amount":1,"Day":"2026-01-01"}"#
    )
    let middle = try await tester.check(
      Exchange(
        .post,
        "/EntityService/Thing/insert?expansionLevel=0",
        body:
          #"{"Name":"middle","Parent":"\#(top)","Amount":1.01,"Day":"2026-01-02","Shade":1,"Tags":[0,2],"Story":"once upon a time"}"#,
        as: .writer
      )
    )
    let id = try #require(ServiceTester.ids(in: middle).first)
    let update = "/EntityService/Thing/update/\(id)"
    try await tester.check(Exchange(.post, update, body: "{}"))
    _ = try await ThingFixture.insert(tester, #"{"Name":"low","Parent":"\#(id)"}"#)
    _ = try await ThingFixture.insert(tester, #"{"Name":"other","Parent":"\#(top)"}"#)
    let gone = try await ThingFixture.insert(tester, #"{"Name":"gone"}"#)
    _ = try await ThingFixture.insert(tester, #"{"Name":"stray","Parent":"\#(gone)"}"#)
    try await tester.check(Exchange(.delete, "/EntityService/Thing/delete/\(gone)"))
    return fixture
  }

  /// Lists, queries and single reads show the same of related records, long texts as markers.
  @Test
  func expands() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await Self.fill(tester)
      let list = try await tester.check(
        Exchange(.get, "/EntityService/Thing/read?expansionLevel=0")
      )
      let ids = ServiceTester.ids(in: list)
      let (top, middle, low, stray) = (ids[0], ids[1], ids[2], ids[4])
      let gone = try #require(
        list.components(separatedBy: #""Name":"stray""#).last?
          .components(separatedBy: #""Parent":""#).last.map { String($0.prefix(36)) }
      )
      let marker = #""Story":"HasValue=true Length=16 — call"#
      let pieces: [[String]] = [
        [#""Parent":"\#(middle)""#, #""Parent":"\#(gone)""#],
        [#""Parent":{"Id":"\#(middle)"},"#, #""Parent":{"Id":"\#(gone)"},"#],
        [
          #""Parent":{"Id":"\#(middle)","Name":"middle","#, marker,
          #""Amount":1.01,"#, #""Parent":{"Id":"\#(top)"},"#, #""Parent":{"Id":"\#(gone)"},"#,
          #""Shade":1,"Tags":[0,2],"#,
        ],
        [
          #""Parent":{"Id":"\#(middle)","Name":"middle","#, marker,
          #""Parent":{"Id":"\#(top)","Name":"top","#, #""Parent":{"Id":"\#(gone)"},"#,
          #""CreatedBy":{"Id":"\#(LocalUser.administrator.id)","Name":"Ada Administrator","#,
        ],
      ]
      for (level, pieces) in pieces.enumerated() {
        for exchange in [
          Exchange(.get, "/EntityService/Thing/read?expansionLevel=\(level)"),
          Exchange(
            .post,
            "/EntityService/entity/\(fixture.thing)/query?expansionLevel=\(level)",
            body: "{}"
          ),
        ] {
          let body = try await tester.check(exchange)
          for piece in pieces { #expect(body.contains(piece), "level \(level): \(piece)") }
          #expect(!body.contains("once upon a time"))
        }
        let single = try await tester.check(
          Exchange(
            .get,
            "/v2/EntityService/entity/\(fixture.thing)/read/\(low)?expansionLevel=\(level)",
            .lacking("once upon a time")
          )
        )
        #expect(single.contains(pieces[0]))
        let dangling = try await tester.check(
          Exchange(
            .get,
            "/EntityService/Thing/read/\(stray)?expansionLevel=\(level)"
          )
        )
        #expect(dangling.contains(level == 0 ? #""\#(gone)""# : #"{"Id":"\#(gone)"}"#))
      }
    }
  }
}
