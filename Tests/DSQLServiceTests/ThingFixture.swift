import HTTPTypes
import Testing

@testable import DSQLService

/// An entity with a field of every type, for tests: `Thing`, and its choice set `Color`.
struct ThingFixture {
  var thing: String
  var color: String

  static func field(
    _ name: String,
    _ sqlType: String,
    _ display: String = "Basic",
    _ more: String = ""
  ) -> String {
    #"{"name":"\#(name)","displayName":"\#(name)","fieldDisplayType":"\#(display)","#
      + #""sqlType":{\#(sqlType)}\#(more)}"#
  }

  static func entity(_ name: String, id: String? = nil, _ fields: [String]) -> String {
    let identity = id.map { #""id":"\#($0)","# } ?? ""
    return #"{"displayName":"\#(name)","description":"","entityDefinition":{\#(identity)"#
      + #""name":"\#(name)","fields":[\#(fields.joined(separator: ","))]}}"#
  }

  static func fields(color: String) -> [String] {
    let choice = #","choiceSetId":"\#(color)""#
    return [
      field("Name", #""name":"NVARCHAR","lengthLimit":20"#, "Basic", #","isRequired":true"#),
      field("Code", #""name":"NVARCHAR","lengthLimit":20"#, "Basic", #","isUnique":true"#),
      field("Note", #""name":"MULTILINE""#),
      field("Story", #""name":"MULTILINE_MAX""#),
      field("Amount", #""name":"DECIMAL","decimalPrecision":2"#),
      field(
        "Exact",
        #""name":"DECIMAL","decimalPrecision":10,"maxValue":9007199254740991,"minValue":-9007199254740991"#
      ),
      field("Small", #""name":"INT","minValue":0,"maxValue":150"#),
      field("Large", #""name":"BIGINT","maxValue":9007199254740991"#),
      field("Ratio", #""name":"FLOAT","decimalPrecision":3"#),
      field("Flag", #""name":"BIT""#, "Basic", #","defaultValue":"true""#),
      field("Day", #""name":"DATE""#),
      field("Moment", #""name":"DATETIMEOFFSET""#),
      field("Stamp", #""name":"DATETIME2""#),
      field("Key", #""name":"UNIQUEIDENTIFIER""#),
      field(
        "Parent",
        #""name":"UNIQUEIDENTIFIER""#,
        "Relationship",
        #","referenceEntityName":"Thing""#
      ),
      field("Doc", #""name":"UNIQUEIDENTIFIER""#, "File"),
      field("Shade", #""name":"INT""#, "ChoiceSetSingle", choice),
      field("Tags", #""name":"NVARCHAR""#, "ChoiceSetMultiple", choice),
      field("Serial", #""name":"DECIMAL","minValue":7"#, "AutoNumber"),
    ]
  }

  static func create(_ tester: ServiceTester) async throws -> ThingFixture {
    let color = try await tester.created(
      Exchange(
        .post,
        "/Entity/choiceset",
        body: #"{"displayName":"Color","entityDefinition":{"name":"Color","fields":[]}}"#
      )
    )
    for name in ["Red", "Green", "Blue"] {
      try await tester.check(
        Exchange(.post, "/EntityService/Color/choiceset/insert", body: #"{"Name":"\#(name)"}"#)
      )
    }
    let thing = try await tester.created(
      Exchange(.post, "/Entity", body: entity("Thing", fields(color: color)))
    )
    return ThingFixture(thing: thing, color: color)
  }

  /// Inserts a record and answers its id.
  static func insert(_ tester: ServiceTester, _ record: String) async throws -> String {
    let body = try await tester.check(
      Exchange(.post, "/EntityService/Thing/insert?expansionLevel=0", body: record)
    )
    return try #require(ServiceTester.ids(in: body).first)
  }

  /// A query that answers one field of the records that a filter finds, in the order of insertion.
  static func query(_ filter: String, level: Int = 0, _ field: String = "Name") -> Exchange {
    Exchange(
      .post,
      "/EntityService/Thing/query?expansionLevel=\(level)",
      body: #"{"selectedFields":["\#(field)"],"filterGroup":\#(filter)}"#
    )
  }
}
