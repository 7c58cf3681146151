import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Joins of up to four entities by name.
@Suite
struct JoinTests {
  /// The joins by their names, in the order of the chain.
  private static func joins(_ kind: String, _ count: Int) -> String {
    let all = [
      #"{"type":"\#(kind)","entity":"Person","on":{"left":"Order2.Buyer","right":"Person.Code"}}"#,
      #"{"type":"\#(kind)","entity":"City","on":{"left":"Person.City","right":"City.Number"}}"#,
      #"{"type":"\#(kind)","entity":"Land","on":{"left":"City.Land","right":"Land.Code"}}"#,
    ]
    return #""joins":[\#(all.prefix(count).joined(separator: ","))]"#
  }

  static let cases: [(body: String, answer: String)] = [
    // One join, with each kind: a record that lacks its partner lacks its keys.
    (
      #""selectedFields":["Order2.Number","Person.Name"],\#(joins("LEFT", 1))"#,
      #"{"totalRecordCount":5,"value":[{"Order2.Number":1,"Person.Name":"Ada"},{"Order2.Number":2,"Person.Name":"Bob"},{"Order2.Number":2,"Person.Name":"Bea"},{"Order2.Number":3},{"Order2.Number":4}]}"#
    ),
    (
      #""selectedFields":["Order2.Number","Person.Name"],\#(joins("INNER", 1))"#,
      #"{"totalRecordCount":3,"value":[{"Order2.Number":1,"Person.Name":"Ada"},{"Order2.Number":2,"Person.Name":"Bob"},{"Order2.Number":2,"Person.Name":"Bea"}]}"#
    ),
    // Two and three, chained; a decimal of two digits meets one of none.
    (
      #""selectedFields":["Order2.Number","City.Name"],\#(joins("LEFT", 2))"#,
      #"{"totalRecordCount":5,"value":[{"Order2.Number":1,"City.Name":"Oslo"},{"Order2.Number":2},{"Order2.Number":2,"City.Name":null},{"Order2.Number":3},{"Order2.Number":4}]}"#
    ),
    (
      #""selectedFields":["Person.Name","Land.Name","City.Number"],\#(joins("INNER", 3))"#,
      #"{"totalRecordCount":1,"value":[{"Person.Name":"Ada","Land.Name":"Norge","City.Number":10}]}"#
    ),
    // Filters, sorts and pages over both sides, `Id` among them; names that are unique may be bare.
    (
      #""selectedFields":["Order2.Number"],\#(joins("LEFT", 2)),"filterGroup":{"queryFilters":[{"fieldName":"City.Name","operator":"="}]}"#,
      #"{"totalRecordCount":4,"value":[{"Order2.Number":2},{"Order2.Number":2},{"Order2.Number":3},{"Order2.Number":4}]}"#
    ),
    (
      #""selectedFields":["Order2.Number","Person.Name"],\#(joins("LEFT", 1)),"filterGroup":{"logicalOperator":1,"queryFilters":[{"fieldName":"Person.Name","operator":"startswith","value":"b"},{"fieldName":"Order2.Number","operator":"=","value":"4"}]},"sortOptions":[{"fieldName":"Person.Name"},{"fieldName":"Order2.Id","isDescending":true}]"#,
      #"{"totalRecordCount":3,"value":[{"Order2.Number":4},{"Order2.Number":2,"Person.Name":"Bea"},{"Order2.Number":2,"Person.Name":"Bob"}]}"#
    ),
    (
      #""selectedFields":["Order2.Number","Buyer"],\#(joins("LEFT", 1)),"sortOptions":[{"fieldName":"Person.Id","isDescending":true},{"fieldName":"Order2.Id","isDescending":true}],"start":1,"limit":3"#,
      #"{"totalRecordCount":5,"value":[{"Order2.Number":2,"Order2.Buyer":"B"},{"Order2.Number":1,"Order2.Buyer":"a"},{"Order2.Number":4,"Order2.Buyer":null}]}"#
    ),
    // Aggregates over a join.
    (
      #""groupBy":["City.Name"],"aggregates":[{"function":"SUM","field":"Order2.Price","alias":"s"},{"function":"COUNT","field":"Order2.Id","alias":"n"}],\#(joins("LEFT", 2)),"sortOptions":[{"fieldName":"City.Name","isDescending":true}]"#,
      #"{"totalRecordCount":2,"value":[{"City.Name":"Oslo","s":0.1,"n":1},{"City.Name":null,"s":90071992547409.93,"n":4}]}"#
    ),
    (
      #""aggregates":[{"function":"MAX","field":"Order2.Price"}],\#(joins("INNER", 1)),"filterGroup":{"queryFilters":[{"fieldName":"Person.Name","operator":"=","value":"ada"}]}"#,
      #"{"totalRecordCount":1,"value":[{"MAX_Order2.Price":0.1}]}"#
    ),
  ]

  private static func one(_ left: String, _ right: String, type: String = "LEFT") -> String {
    #""selectedFields":["Order2.Number"],"joins":[{"type":"\#(type)","entity":"Person","on":{"left":"\#(left)","right":"\#(right)"}}]"#
  }

  static let refusals: [(body: String, status: Int, error: String)] = [
    (one("Order2.Person", "Person.Id"), 400, "A join on field 'Order2.Person' is not supported."),
    (one("Order2.Key", "Person.Id"), 400, "A join on field 'Person.Id' is not supported."),
    (one("Order2.Id", "Person.Key"), 400, "A join on field 'Order2.Id' is not supported."),
    (one("Order2.Shade", "Person.City"), 400, "A join on field 'Order2.Shade' is not supported."),
    (one("Order2.Doc", "Person.Key"), 400, "A join on field 'Order2.Doc' is not supported."),
    (one("Order2.Secret", "Person.Code"), 400, "A join on field 'Order2.Secret' is not supported."),
    (
      one("Order2.CreateTime", "Person.Code"), 400,
      "A join on field 'Order2.CreateTime' is not supported."
    ),
    (
      one("Order2.Lengthy", "Person.Code"), 400,
      "A join on field 'Order2.Lengthy' is not supported."
    ),
    (one("Buyer", "Person.Code"), 400, "'Buyer' must be written with its entity's name."),
    (one("City.Name", "Person.Code"), 400, "'City.Name' names an entity that is not joined."),
    (one("Order2.None", "Person.Code"), 400, "Field 'None' does not exist on entity 'Order2'."),
    (
      one("Order2.Number", "Person.Code"), 400,
      "Fields 'Order2.Number' and 'Person.Code' cannot be compared."
    ),
    (
      one("Order2.Buyer", "Person.Code", type: "left"), 400,
      "The type of a join must be LEFT or INNER."
    ),
    (
      #""selectedFields":["Name"],\#(joins("LEFT", 2))"#, 400,
      "Field 'Name' is ambiguous: write it with its entity's name."
    ),
    (
      #""selectedFields":["Order2.Number"],\#(joins("LEFT", 1)),"sortOptions":[{"fieldName":"City.Name"}]"#,
      400, "Field 'City.Name' does not exist on entity 'Order2'."
    ),
    (
      #""selectedFields":["Order2.Number"],"joins":[{"type":"LEFT","entity":"Order2","on":{"left":"Order2.Buyer","right":"Order2.Buyer"}}]"#,
      400, "Entity 'Order2' is joined twice."
    ),
    (
      #""selectedFields":["Order2.Number"],"joins":[\#([String](repeating: "{}", count: 4).joined(separator: ","))]"#,
      400, "A query has at most 3 joins."
    ),
    (
      #""selectedFields":["Order2.Number"],"joins":[{"type":"LEFT","entity":"Person","on":{"left":"Order2.Buyer","right":"Person.Code"}},{"type":"INNER","entity":"City","on":{"left":"Person.City","right":"City.Number"}}]"#,
      400, "All joins must be of the same type."
    ),
    (
      #""selectedFields":["Order2.Number"],"joins":[{"type":"LEFT","entity":"Color","on":{"left":"Order2.Buyer","right":"Color.Name"}}]"#,
      404, "Entity not found"
    ),
  ]

  @Test
  func joins() async throws {
    try await ServiceScenario.make().run { tester in
      try await Self.fill(tester)
      for (body, answer) in Self.cases {
        try await tester.check(
          Exchange(.post, "/EntityService/Order2/query", body: "{\(body)}", .exactly(answer))
        )
      }
      for (body, status, error) in Self.refusals {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Order2/query",
            body: "{\(body)}",
            status: status,
            .error(error)
          )
        )
      }
    }
  }

  /// What is equal in a join is what the traits make equal.
  @Test
  func joinsUnderTraits() async throws {
    for (traits, total) in [([], 3), (["case=sensitive"], 1), (["blanks=ignored"], 3)] {
      try await ServiceScenario.make(traits: traits).run { tester in
        try await Self.fill(tester)
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Order2/query",
            body: #"{"selectedFields":["Order2.Number"],\#(Self.joins("INNER", 1))}"#,
            .holding(#"{"totalRecordCount":\#(total),"#)
          )
        )
      }
    }
  }

  /// The same pairs come back whichever side is the larger.
  @Test
  func joinsUnequalSides() async throws {
    try await ServiceScenario.make().run { tester in
      let text = #""name":"NVARCHAR""#
      for name in ["Few", "Many"] {
        _ = try await tester.created(
          Exchange(
            .post,
            "/Entity",
            body: ThingFixture.entity(name, [ThingFixture.field("Code", text)])
          )
        )
      }
      let many = (0..<60).map { #"{"Code":"k\#($0 % 20)"}"# }.joined(separator: ",")
      for (name, records) in [
        ("Few", #"{"Code":"K3"},{"Code":"none"},{"Code":"k19"},{}"#), ("Many", many),
      ] {
        try await tester.check(
          Exchange(.post, "/EntityService/\(name)/insert-batch", body: "[\(records)]")
        )
      }
      for (root, other, kind, total, first) in [
        ("Few", "Many", "LEFT", 8, #"{"Few.Code":"K3","Many.Code":"k3"}"#),
        ("Few", "Many", "INNER", 6, #"{"Few.Code":"K3","Many.Code":"k3"}"#),
        ("Many", "Few", "LEFT", 60, #"{"Many.Code":"k0"}"#),
        ("Many", "Few", "INNER", 6, #"{"Many.Code":"k3","Few.Code":"K3"}"#),
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/\(root)/query",
            body:
              #"{"selectedFields":["\#(root).Code","\#(other).Code"],"joins":[{"type":"\#(kind)","entity":"\#(other)","on":{"left":"\#(root).Code","right":"\#(other).Code"}}]}"#,
            .holding(#"{"totalRecordCount":\#(total),"value":[\#(first),"#)
          )
        )
      }
    }
  }

  private static func fill(_ tester: ServiceTester) async throws {
    let color = try await ThingFixture.create(tester).color
    let text = #""name":"NVARCHAR""#
    func field(
      _ name: String,
      _ type: String,
      _ display: String = "Basic",
      _ more: String = ""
    )
      -> String
    {
      ThingFixture.field(name, type, display, more)
    }
    let number = #""name":"DECIMAL","decimalPrecision":"#
    let guid = #""name":"UNIQUEIDENTIFIER""#
    for (name, fields) in [
      ("Land", [field("Code", text), field("Name", text)]),
      ("City", [field("Number", number + "0"), field("Name", text), field("Land", text)]),
      (
        "Person",
        [
          field("Code", text), field("Name", text), field("City", number + "2"), field("Key", guid),
        ]
      ),
      (
        "Order2",
        [
          field("Number", #""name":"INT""#), field("Buyer", text),
          field("Price", number + #"2,"maxValue":9007199254740991"#), field("Key", guid),
          field("Secret", text, "Basic", #","isEncrypted":true"#),
          field("Lengthy", #""name":"MULTILINE_MAX""#),
          field("Doc", guid, "File"),
          field("Shade", #""name":"INT""#, "ChoiceSetSingle", #","choiceSetId":"\#(color)""#),
          field("Person", guid, "Relationship", #","referenceEntityName":"Person""#),
        ]
      ),
    ] {
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity(name, fields))
      )
    }
    for (name, records) in [
      ("Land", #"[{"Code":"NO","Name":"Norge"},{"Code":"SE","Name":"Sverige"}]"#),
      ("City", #"[{"Number":10,"Name":"Oslo","Land":"no"},{"Number":20}]"#),
      (
        "Person",
        #"[{"Code":"A","Name":"Ada","City":10},{"Code":"b","Name":"Bob","City":10.01},{"Code":"B","Name":"Bea","City":20}]"#
      ),
      (
        "Order2",
        #"[{"Number":1,"Buyer":"a","Price":0.1},{"Number":2,"Buyer":"B","Price":0.01},{"Number":3,"Buyer":"x","Price":90071992547409.91},{"Number":4}]"#
      ),
    ] {
      try await tester.check(
        Exchange(.post, "/EntityService/\(name)/insert-batch", body: records)
      )
    }
  }
}
