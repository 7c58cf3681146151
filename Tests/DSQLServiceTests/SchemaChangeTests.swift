import Foundation
import HTTPTypes
import Testing

@testable import DSQLService

/// Changes of an entity as clients make them: its fields are read, changed, and sent back whole.
@Suite
struct SchemaChangeTests {
  /// The body that sends an entity back with other fields.
  private static func body(
    _ tester: ServiceTester,
    _ name: String,
    _ change: (inout [[String: Any]], inout [String: Any]) -> Void
  ) async throws -> String {
    let text = try await tester.check(Exchange(.get, "/Entity/\(name)/metadata"))
    let entity = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    var fields = try #require(entity["fields"] as? [[String: Any]])
    fields.removeAll { $0["isSystemField"] as? Bool == true || $0["isPrimaryKey"] as? Bool == true }
    var body: [String: Any] = ["displayName": entity["displayName"] as Any]
    change(&fields, &body)
    body["entityDefinition"] = [
      "id": entity["id"] as Any, "name": name, "fields": fields, "externalFields": [],
    ]
    return String(
      decoding: try JSONSerialization.data(withJSONObject: body, options: .sortedKeys),
      as: UTF8.self
    )
  }

  private static func field(
    _ name: String,
    _ sqlType: [String: Any],
    _ display: String = "Basic"
  )
    -> [String: Any]
  {
    ["name": name, "displayName": name, "sqlType": sqlType, "fieldDisplayType": display]
  }

  @Test
  func changesFields() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let first = try await ThingFixture.insert(
        tester,
        #"{"Name":"a","Code":"c","Amount":1.5,"Exact":0.0000000001,"Flag":false,"Day":"2026-01-01","Shade":1,"Tags":[0,2],"Story":"long"}"#
      )
      let second = try await ThingFixture.insert(tester, #"{"Name":"b","Parent":"\#(first)"}"#)
      let read = "/EntityService/Thing/read/"
      let before = try await tester.check(Exchange(.get, "\(read)\(first)?expansionLevel=0"))
      // Sent back unchanged, nothing changes.
      let same = try await Self.body(tester, "Thing") { _, _ in }
      try await tester.check(
        Exchange(.post, "/Entity", body: same, .exactly("\"\(fixture.thing)\""))
      )
      try await tester.check(
        Exchange(.get, "\(read)\(first)?expansionLevel=0", .exactly(before))
      )
      // Labels change, a field goes, others come: values stay, new ones are absent, a number counts.
      let changed = try await Self.body(tester, "Thing") { fields, body in
        fields.removeAll { $0["name"] as? String == "Note" }
        for index in fields.indices where fields[index]["name"] as? String == "Amount" {
          fields[index]["displayName"] = "Sum of money"
          fields[index]["description"] = "in words"
          fields[index]["isRequired"] = true
        }
        var flag = Self.field("Extra", ["name": "NVARCHAR"])
        flag["defaultValue"] = "standard"
        fields.append(flag)
        fields.append(Self.field("Running", ["name": "DECIMAL", "minValue": 40], "AutoNumber"))
        var uncle = Self.field("Uncle", ["name": "UNIQUEIDENTIFIER"], "Relationship")
        uncle["referenceEntityName"] = "Thing"
        fields.append(uncle)
        body["displayName"] = "Things"
        body["description"] = "What there is"
      }
      try await tester.check(Exchange(.post, "/Entity", body: changed))
      try await tester.check(
        Exchange(
          .get,
          "/Entity/\(fixture.thing)",
          .holding(#""name":"Thing","displayName":"Things","description":"What there is""#),
          .holding(
            #""name":"Amount","displayName":"Sum of money","description":"in words","sqlType":{"name":"DECIMAL""#
          ),
          .lacking(#""name":"Note""#)
        )
      )
      for (id, pieces) in [
        (
          first,
          [
            #""Name":"a","Code":"c","Story":"#, #""Amount":1.5,"Exact":0.0000000001,"#,
            #""Shade":1,"Tags":[0,2],"Serial":7,"Extra":null,"Running":40,"Uncle":null,"#,
          ]
        ), (second, [#""Parent":"\#(first)""#, #""Serial":8,"Extra":null,"Running":41,"#]),
      ] {
        let body = try await tester.check(Exchange(.get, "\(read)\(id)?expansionLevel=0"))
        for piece in pieces { #expect(body.contains(piece), "\(body)") }
      }
      let insert = "/EntityService/Thing/insert?expansionLevel=0"
      try await tester.check(
        Exchange(
          .post,
          insert,
          body: #"{"Name":"c","Amount":1}"#,
          .holding(#""Serial":9,"Extra":"standard","Running":42,"#)
        )
      )
      try await tester.check(
        Exchange(
          .post,
          insert,
          body: #"{"Name":"d"}"#,
          status: 400,
          .error(#"Required field "Amount" is not provided"#)
        )
      )
      // A record from before lacks the value that is required now, and may be changed all the same.
      try await tester.check(
        Exchange(.post, "/EntityService/Thing/update/\(second)", body: #"{"Code":"z"}"#)
      )
    }
  }

  /// What a change refuses leaves the entity as it was.
  @Test
  func refusesChanges() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Other", []))
      )
      let before = try await tester.check(Exchange(.get, "/Entity/Thing/metadata"))
      typealias Change = (inout [[String: Any]], inout [String: Any]) -> Void
      let changes: [(status: Int, error: String, change: Change)] = [
        (
          400, "Field type cannot be changed",
          { fields, _ in fields[0]["sqlType"] = ["name": "BIT"] }
        ),
        (
          400, "Field name 'NAME' is used twice.",
          { fields, _ in fields.append(Self.field("NAME", ["name": "BIT"])) }
        ),
        (
          400, "Field name 'CreatedBy' is reserved for a system field.",
          { fields, _ in fields.append(Self.field("CreatedBy", ["name": "BIT"])) }
        ),
        (
          400, "The name of field 'Name' cannot be changed.",
          { fields, _ in fields[0]["name"] = "Name2" }
        ),
        (
          409, "The display name 'other' already exists.",
          { _, body in body["displayName"] = "other" }
        ),
        (
          400, "An entity has at most 200 fields.",
          { fields, _ in
            for index in 0..<200 { fields.append(Self.field("More\(index)", ["name": "BIT"])) }
          }
        ),
      ]
      for (status, error, change) in changes {
        let body = try await Self.body(tester, "Thing", change)
        try await tester.check(
          Exchange(.post, "/Entity", body: body, status: status, .error(error))
        )
        try await tester.check(Exchange(.get, "/Entity/Thing/metadata", .exactly(before)))
      }
    }
  }

  /// A field whose target is gone does not stand in the way of a change.
  @Test
  func keepsDanglingFields() async throws {
    try await ServiceScenario.make().run { tester in
      let target = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Target", []))
      )
      let reference = ThingFixture.field(
        "Link",
        #""name":"UNIQUEIDENTIFIER""#,
        "Relationship",
        #","referenceEntityName":"Target""#
      )
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Source", [reference]))
      )
      let record = try await tester.check(
        Exchange(.post, "/EntityService/Target/insert", body: "{}")
      )
      let id = try #require(ServiceTester.ids(in: record).first)
      try await tester.check(
        Exchange(.post, "/EntityService/Source/insert", body: #"{"Link":"\#(id)"}"#)
      )
      try await tester.check(Exchange(.delete, "/Entity/\(target)"))
      let body = try await Self.body(tester, "Source") { fields, _ in
        fields.append(Self.field("More", ["name": "BIT"]))
      }
      try await tester.check(Exchange(.post, "/Entity", body: body))
      for level in 0...3 {
        try await tester.check(
          Exchange(
            .get,
            "/EntityService/Source/read?expansionLevel=\(level)",
            .holding(level == 0 ? #""Link":"\#(id)","More":null"# : #""Link":{"Id":"\#(id)"},"#)
          )
        )
      }
    }
  }

  /// The metadata of entities and choice sets, and the words of what is missing.
  @Test
  func changesMetadata() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      for (id, body, status, text) in [
        (fixture.thing, #"{"description":"x"}"#, 400, "DisplayName is required."),
        (fixture.thing, #"{"displayName":""}"#, 400, "DisplayName is required."),
        (fixture.thing, #"{"displayName":"Things"}"#, 200, ""),
        (fixture.thing, #"{"displayName":"COLOR"}"#, 409, "already exists."),
        (fixture.color, #"{"description":"x"}"#, 400, "DisplayName is required."),
        (fixture.color, #"{"displayName":"Hue"}"#, 500, "Internal Server Error"),
        (fixture.color, #"{"displayName":"Hue","description":"of light"}"#, 200, ""),
        ("00000000-0000-4000-8000-000000000000", #"{"displayName":"x"}"#, 404, "Entity not found"),
        (SystemFields.systemUserEntity, #"{"displayName":"x"}"#, 404, "Entity not found"),
      ] {
        try await tester.check(
          Exchange(
            .patch,
            "/Entity/\(id)/metadata",
            body: body,
            status: status,
            status == 200 ? .exactly("") : .holding(text)
          )
        )
      }
      try await tester.check(
        Exchange(
          .get,
          "/Entity/choiceset",
          .holding(#""name":"Color","displayName":"Hue","description":"of light""#)
        )
      )
      try await tester.check(
        Exchange(
          .patch,
          "/Entity/\(fixture.thing)/metadata",
          body: #"{"displayName":"x"}"#,
          as: .writer,
          status: 403
        )
      )
    }
  }

  /// Values of a choice set: renamed and deleted, with what records keep.
  @Test
  func changesChoices() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let record = try await ThingFixture.insert(tester, #"{"Name":"a","Shade":1}"#)
      let values = try await tester.check(
        Exchange(.post, "/EntityService/entity/\(fixture.color)/query_expansion", body: "{}")
      )
      let ids = values.components(separatedBy: #"\"Id\":\""#).dropFirst().map { $0.prefix(36) }
      let (red, green) = (ids[0], ids[1])
      let missing = "00000000-0000-4000-8000-000000000000"
      let delete = "/EntityService/entity/\(fixture.color)/choiceset/delete"
      for (path, body, status, text) in [
        (
          "/EntityService/Color/choiceset/\(green)/update", #"{"DisplayName":"Grøn"}"#, 200,
          #""Name":"Green","DisplayName":"Grøn","NumberId":1,"#
        ),
        (
          "/EntityService/Color/choiceset/\(green)/update", #"{"Name":"x"}"#, 400,
          "DisplayName is required."
        ),
        (
          "/EntityService/Color/choiceset/\(missing)/update", #"{"DisplayName":"x"}"#, 404,
          "Record not found"
        ),
        (
          "/EntityService/None/choiceset/\(green)/update", #"{"DisplayName":"x"}"#, 404,
          "Choice set not found"
        ),
        (delete, #"["\#(red)","\#(missing)"]"#, 404, "Record not found"),
        (delete, #"["\#(green.uppercased())"]"#, 200, ""),
      ] {
        try await tester.check(
          Exchange(.post, path, body: body, status: status, .holding(text))
        )
      }
      // A failed deletion deletes nothing, and a record keeps the number of a value that is gone.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/entity/\(fixture.color)/query_expansion",
          body: "{}",
          .holding(#"{"totalRecordCount":2,"#)
        )
      )
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read/\(record)", .holding(#""Shade":1,"#))
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/insert",
          body: #"{"Name":"b","Shade":1}"#,
          status: 400,
          .error("Value '1' is not valid for field 'Shade' of type CHOICE_SET_SINGLE.")
        )
      )
    }
  }
}
