import HTTPTypes
import Testing

@testable import DSQLService

/// What a write refuses, and in which words.
@Suite
struct WriteErrorTests {
  static let insertions: [(record: String, error: String)] = [
    (#"{}"#, "Required field \"Name\" is not provided"),
    (#"{"Name":null}"#, "Required field \"Name\" is not provided"),
    (#"{"name":"x"}"#, "Required field \"Name\" is not provided"),
    (#"{"Name":1}"#, "Value '1' is not valid for field 'Name' of type STRING."),
    (
      #"{"Name":"123456789012345678901"}"#,
      "Value for field 'Name' exceeds the maximum length of 20."
    ),
    (
      #"{"Name":"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"}"#,
      "Value for field 'Name' exceeds the maximum length of 20."
    ),
    (#"{"Name":"x","Amount":"1"}"#, "Value '1' is not valid for field 'Amount' of type DECIMAL."),
    (
      #"{"Name":"x","Amount":1000000000000.005}"#,
      "Value for field 'Amount' is outside the range -1000000000000 to 1000000000000."
    ),
    (#"{"Name":"x","Small":-1}"#, "Value for field 'Small' is outside the range 0 to 150."),
    (#"{"Name":"x","Small":1.5}"#, "Value '1.5' is not valid for field 'Small' of type INTEGER."),
    (#"{"Name":"x","Flag":1}"#, "Value '1' is not valid for field 'Flag' of type BOOLEAN."),
    (
      #"{"Name":"x","Day":"2026-13-01"}"#,
      "Value '2026-13-01' is not valid for field 'Day' of type DATE."
    ),
    (
      #"{"Name":"x","Moment":"2026-03-04T10:00:00"}"#,
      "Value '2026-03-04T10:00:00' is not valid for field 'Moment' of type DATETIME_WITH_TZ."
    ),
    (#"{"Name":"x","Key":"abc"}"#, "Value 'abc' is not valid for field 'Key' of type UUID."),
    (#"{"Name":"x","Parent":"abc"}"#, "Error converting value 'abc' to type 'System.Guid'"),
    (
      #"{"Name":"x","Parent":"00000000-0000-4000-8000-000000000000"}"#,
      "Invalid reference: no record of Thing has Id 00000000-0000-4000-8000-000000000000"
    ),
    (#"{"Name":"x","Shade":"Red"}"#, "Single choiceset value Red is not integer"),
    (
      #"{"Name":"x","Shade":9}"#,
      "Value '9' is not valid for field 'Shade' of type CHOICE_SET_SINGLE."
    ),
    (
      #"{"Name":"x","Tags":[9]}"#,
      "Value '[9]' is not valid for field 'Tags' of type CHOICE_SET_MULTIPLE."
    ),
    (
      #"{"Name":"x","Code":"TAKEN é"}"#,
      "Insert data failed. Value uniqueness violation."
    ),
  ]

  @Test
  func insertions() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      _ = try await ThingFixture.insert(tester, #"{"Name":"x","Code":"Taken É"}"#)
      for (record, error) in Self.insertions {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/insert",
            body: record,
            status: 400,
            .error(error)
          )
        )
      }
      // An accent makes another value, and so does a trailing blank.
      _ = try await ThingFixture.insert(tester, #"{"Name":"x","Code":"Taken E"}"#)
      _ = try await ThingFixture.insert(tester, #"{"Name":"x","Code":"Taken É "}"#)
      for body in ["", "[]", "{", #"{"Name":"x""#] {
        try await tester.check(
          Exchange(.post, "/EntityService/Thing/insert", body: body, status: 400)
        )
      }
    }
  }

  @Test
  func updatesAndDeletes() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      let id = try await ThingFixture.insert(tester, #"{"Name":"x","Code":"a","Amount":1}"#)
      let update = "/EntityService/Thing/update/"
      let none = "00000000-0000-4000-8000-000000000000"
      for (path, body, status, expected): (String, String, Int, Exchange.Body) in [
        (update + id, #"{"Name":null}"#, 400, .error("Required field \"Name\" is not provided")),
        (update + id, #"{"Amount":null}"#, 200, .holding(#""Amount":null"#)),
        (update + id, #"{"Code":"A"}"#, 200, .holding(#""Code":"A""#)),
        (update + id, "{}", 200, .holding(#""Name":"x","Code":"A","#)),
        (update + none, "{}", 404, .error("Record not found")),
        (update + "nonsense", "{}", 404, .error("Record not found")),
        ("/EntityService/thing/update/\(id)", "{}", 404, .error("Entity not found")),
        ("/EntityService/SystemUser/insert", "{}", 403, .any),
      ] {
        try await tester.check(Exchange(.post, path, body: body, status: status, expected))
      }
      let delete = "/EntityService/Thing/delete/\(id)"
      try await tester.check(Exchange(.delete, delete, .exactly("true")))
      try await tester.check(Exchange(.delete, delete, status: 404, .error("Record not found")))
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read/\(id)", status: 404, .error("Record not found"))
      )
    }
  }
}
