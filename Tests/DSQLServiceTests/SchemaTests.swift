import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Entities and choice sets: made, changed, deleted, and what is refused.
@Suite
struct SchemaTests {
  static let refusals: [(body: String, status: Int, error: String)] = [
    (
      ThingFixture.entity("Th", []), 400,
      "Entity name 'Th' must be 3 to 30 letters and digits and begin with a letter."
    ),
    (
      ThingFixture.entity("1Thing", []), 400,
      "Entity name '1Thing' must be 3 to 30 letters and digits and begin with a letter."
    ),
    (
      ThingFixture.entity("My_Thing", []), 400,
      "Entity name 'My_Thing' must be 3 to 30 letters and digits and begin with a letter."
    ),
    (
      ThingFixture.entity("Class", []), 400,
      "RESERVED_LANGUAGE_KEYWORDS: entity name 'Class' is a reserved keyword."
    ),
    (ThingFixture.entity("THING", []), 409, "Entity with name 'THING' already exists."),
    (
      ThingFixture.entity("Other", [ThingFixture.field("createdby", #""name":"NVARCHAR""#)]), 400,
      "Field name 'createdby' is reserved for a system field."
    ),
    (
      ThingFixture.entity("Other", [ThingFixture.field("oTHER", #""name":"NVARCHAR""#)]), 400,
      "Field name 'oTHER' is the name of its entity."
    ),
    (
      ThingFixture.entity(
        "Other",
        [
          ThingFixture.field("One", #""name":"NVARCHAR""#),
          ThingFixture.field("ONE", #""name":"NVARCHAR""#),
        ]
      ), 400, "Field name 'ONE' is used twice."
    ),
    (
      ThingFixture.entity("Other", [ThingFixture.field("One", #""name":"TEXT""#)]), 400,
      "Field 'One' has the unknown type 'TEXT' (Basic)."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"NVARCHAR","lengthLimit":4001"#)]
      ), 400, "The length limit of field 'One' must be between 1 and 4000."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"DECIMAL","decimalPrecision":11"#)]
      ), 400, "The decimal precision of field 'One' must be between 0 and 10."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"INT","minValue":5,"maxValue":5"#)]
      ), 400, "The minimum of field 'One' must be less than its maximum."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"BIT""#, "Basic", #","isUnique":true"#)]
      ), 400, "Field 'One' cannot be unique: only text and number fields can."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"BIT""#, "Basic", #","defaultValue":"yes""#)]
      ), 400, "Value 'yes' is not valid for field 'One' of type BOOLEAN."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"UNIQUEIDENTIFIER""#, "Relationship")]
      ), 400, "Field 'One' is a relationship and needs a referenceEntity."
    ),
    (
      ThingFixture.entity(
        "Other",
        [ThingFixture.field("One", #""name":"INT""#, "ChoiceSetSingle")]
      ),
      400, "The choice set of field 'One' does not exist."
    ),
    (
      #"{"entityDefinition":{"id":"00000000-0000-4000-8000-000000000000","name":"Gone"}}"#, 404,
      "Entity not found"
    ),
  ]

  @Test
  func refuses() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for (body, status, error) in Self.refusals {
        try await tester.check(
          Exchange(.post, "/Entity", body: body, status: status, .error(error))
        )
      }
    }
  }

  @Test
  func replacesAndDeletes() async throws {
    try await ServiceScenario.make().run { tester in
      let first = ThingFixture.field("One", #""name":"NVARCHAR""#, "Basic", #","isUnique":true"#)
      let id = try await tester.created(
        Exchange(
          .post,
          "/Entity",
          body: ThingFixture.entity("Part", [first, ThingFixture.field("Two", #""name":"DATE""#)])
        )
      )
      let insert = "/EntityService/Part/insert-batch?expansionLevel=0"
      try await tester.check(
        Exchange(.post, insert, body: #"[{"One":"a","Two":"2026-01-01"},{"One":"b"}]"#)
      )
      // Two is dropped with its values, Three numbers what is there, and One stays unique though
      // the change says otherwise.
      let changed = ThingFixture.entity(
        "Part",
        id: id,
        [
          ThingFixture.field("Three", #""name":"DECIMAL","minValue":10"#, "AutoNumber"),
          ThingFixture.field(
            "One",
            #""name":"NVARCHAR","lengthLimit":5"#,
            "Basic",
            #","isRequired":true"#
          ),
        ]
      )
      try await tester.check(Exchange(.post, "/Entity", body: changed, .exactly("\"\(id)\"")))
      let read = "/EntityService/Part/read?expansionLevel=0"
      try await tester.check(
        Exchange(
          .get,
          read,
          .holding(#""Three":10,"One":"a","#),
          .holding(#""Three":11,"One":"b","#)
        )
      )
      try await tester.check(
        Exchange(
          .post,
          insert,
          body: #"[{"One":"c"},{"One":"A"},{"One":"123456"},{}]"#,
          status: 400,
          .holding(#""Three":12,"One":"c""#),
          .holding("Value uniqueness violation."),
          .holding("Value for field 'One' exceeds the maximum length of 5."),
          .holding(#"Required field \"One\" is not provided"#)
        )
      )
      for (fields, error) in [
        ([ThingFixture.field("One", #""name":"INT""#)], "Field type cannot be changed"),
        ([ThingFixture.field("One", #""name":"MULTILINE""#)], "Field type cannot be changed"),
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/Entity",
            body: ThingFixture.entity("Part", id: id, fields),
            status: 400,
            .error(error)
          )
        )
      }
      try await tester.check(
        Exchange(
          .patch,
          "/Entity/\(id)/metadata",
          body: #"{"description":"x"}"#,
          status: 400,
          .error("DisplayName is required.")
        )
      )
      try await tester.check(
        Exchange(.patch, "/Entity/\(id)/metadata", body: #"{"displayName":"Piece"}"#, .exactly(""))
      )
      for path in ["/Entity/Part/metadata", "/Entity/\(id)", "/v3/entities/\(id.uppercased())"] {
        try await tester.check(
          Exchange(.get, path, .holding(#""displayName":"Piece""#), .holding(#""recordCount":3"#))
        )
      }
      try await tester.check(Exchange(.delete, "/Entity/\(id)"))
      try await tester.check(
        Exchange(.get, "/Entity/\(id)", status: 404, .error("Entity not found"))
      )
      try await tester.check(Exchange(.get, read, status: 404, .error("Entity not found")))
      // The name is free again, and the records are gone.
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Part", [first]))
      )
      try await tester.check(
        Exchange(.get, read, .exactly(#"{"totalRecordCount":0,"value":[]}"#))
      )
    }
  }

  @Test
  func choiceSets() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let values = "/EntityService/entity/\(fixture.color)/query_expansion"
      let all = try await tester.check(
        Exchange(
          .post,
          values,
          body: "{}",
          .holding(#"{"totalRecordCount":3,"jsonValue":"[{\"Id\":\""#),
          .holding(#"\"Name\":\"Red\",\"DisplayName\":\"Red\",\"NumberId\":0,"#)
        )
      )
      let red = try #require(
        all.components(separatedBy: #"[{\"Id\":\""#).last.map { String($0.prefix(36)) }
      )
      for (path, body) in [
        (values + "?start=1&limit=1", "{}"), (values, #"{"start":1,"limit":1}"#),
        (values + "?start=1&limit=1", #"{"start":0,"limit":3}"#),
      ] {
        try await tester.check(
          Exchange(.post, path, body: body, .holding(#"Green"#), .lacking("Red"), .lacking("Blue"))
        )
      }
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Color/choiceset/\(red)/update",
          body: #"{"DisplayName":"Crimson"}"#,
          .holding(#""Name":"Red","DisplayName":"Crimson","NumberId":0,"#)
        )
      )
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/entity/\(fixture.color)/choiceset/delete",
          body: #"["\#(red)"]"#
        )
      )
      // A number is never given twice.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Color/choiceset/insert",
          body: #"{"Name":"Red","DisplayName":"Rouge"}"#,
          .holding(#""NumberId":3"#)
        )
      )
      for (name, status) in [("new", 400), ("New", 200), ("NEW", 409), ("a b", 400), ("", 400)] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Color/choiceset/insert",
            body: #"{"Name":"\#(name)"}"#,
            status: status
          )
        )
      }
      let body = try await tester.check(Exchange(.get, "/Entity/choiceset"))
      #expect(body.contains(#""name":"Color""#) && !body.contains(#""name":"Thing""#))
      try await tester.check(
        Exchange(.post, "/Entity/\(fixture.color)/delete", body: "{}", status: 409)
      )
      try await tester.check(Exchange(.delete, "/Entity/\(fixture.thing)"))
      try await tester.check(Exchange(.post, "/Entity/\(fixture.color)/delete", body: "{}"))
      try await tester.check(Exchange(.post, values, body: "{}", status: 404))
    }
  }

  /// What a folder holds is seen only with the folder's key.
  @Test
  func folders() async throws {
    try await ServiceScenario.make().run { tester in
      let folder = "aaaaaaaa-0000-4000-8000-000000000001"
      let body =
        #"{"displayName":"Inner","entityDefinition":{"name":"Inner","folderId":"\#(folder)","fields":[]}}"#
      let id = try await tester.created(Exchange(.post, "/Entity", body: body))
      let key = ["x-uipath-folderkey": folder.uppercased()]
      let read = "/EntityService/entity/\(id)/read"
      for exchange in [
        Exchange(.get, read, headers: key),
        Exchange(.get, read, status: 404, .error("Entity not found")),
        Exchange(.get, "/EntityService/SystemUser/read", headers: key, status: 404),
        Exchange(.get, "/Entity", .lacking(#""name":"Inner""#)),
        Exchange(
          .get,
          "/Entity",
          headers: key,
          .holding(#""name":"Inner""#),
          .lacking(#""name":"IsActive""#)
        ),
        Exchange(
          .get,
          "/v2/Entity",
          .holding(#""name":"Inner""#),
          .holding(#""name":"SystemUser""#)
        ),
      ] {
        try await tester.check(exchange)
      }
    }
  }
}
