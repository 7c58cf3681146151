import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Records from a CSV file.
///
/// - Source: `data-service-api.md` §3.11.
@Suite
struct ImportTests {
  private static let type = ["Content-Type": "multipart/form-data; boundary=b1"]

  private static func form(_ file: String, part: String = "file") -> String {
    "--b1\r\nContent-Disposition: form-data; name=\"\(part)\"; filename=\"upload\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n\(file)\r\n--b1--\r\n"
  }

  static func load(
    _ file: String,
    to entity: String = "Thing",
    as user: LocalUser = .writer,
    status: Int = 200,
    _ expected: Exchange.Body
  ) -> Exchange {
    Exchange(
      .post,
      "/EntityService/\(entity)/bulk-upload",
      body: form(file),
      as: user,
      headers: type,
      status: status,
      expected
    )
  }

  /// A file, and the names and one more value of the records that it leaves behind.
  static let files: [(file: String, counts: String, field: String, records: String)] = [
    (
      "Name,Amount\na,1.005\nb,\n", #""totalRecords":2,"insertedRecords":2}"#, "Amount",
      "a=1.01 b=null"
    ),
    // A byte order mark, line ends of Windows, quotes, a line break within them, and a blank line.
    (
      "\u{FEFF}Note,Name\r\n\"x, \"\"y\"\"\nz\",a\r\n\r\n'q',\"b\"\r\n",
      #""totalRecords":2,"insertedRecords":2}"#, "Note", #"a="x, \"y\"\nz" b="'q'""#
    ),
    // What is absent or empty gets its default, and no line break is needed at the end.
    ("Name,Flag\na,\nb,FALSE\nc", #""insertedRecords":3}"#, "Flag", "a=true b=false c=true"),
    // Columns of these kinds are accepted, and what stands in them ignored.
    (
      "Name,Parent,Shade,Tags,Doc,Serial\na,x,Red,\"[9]\",f,100\n", #""insertedRecords":1}"#,
      "Serial", "a=7"
    ),
    ("Name,Shade\na,1\n", #""insertedRecords":1}"#, "Shade", "a=null"),
    (
      "Name,Day,Moment\na,2026-03-04,2026-03-04T01:30:00+02:00\n", #""insertedRecords":1}"#,
      "Moment", #"a="2026-03-03T23:30:00.000Z""#
    ),
    ("Name\n", #"{"totalRecords":0,"insertedRecords":0}"#, "Name", ""),
    ("Note,Name\n,a\n", #""insertedRecords":1}"#, "Note", "a=null"),
    ("Name,Note\na,\n\"\",x\n", #"{"totalRecords":2,"insertedRecords":1,"#, "Note", "a=null"),
  ]

  @Test(arguments: ["Thing", "id"])
  func imports(_ form: String) async throws {
    for (file, counts, field, records) in Self.files {
      try await ServiceScenario.make().run { tester in
        let fixture = try await ThingFixture.create(tester)
        let entity = form == "id" ? "entity/\(fixture.thing)" : form
        try await tester.check(Self.load(file, to: entity, .holding(counts)))
        let body = try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/query?expansionLevel=0",
            body: #"{"selectedFields":["Name","\#(field)"]}"#
          )
        )
        let shown = body.components(separatedBy: #"","Name":""#).dropFirst().map { piece in
          let parts = piece.components(separatedBy: #"","\#(field)":"#)
          guard parts.count == 2 else { return piece.components(separatedBy: "\"")[0] }
          return "\(parts[0])=\(parts[1].components(separatedBy: "}")[0])"
        }
        #expect(shown.joined(separator: " ") == records, "\(file)\n\(body)")
      }
    }
  }

  static let refusals: [(file: String, error: String)] = [
    ("Name,Nope\na,b\n", "Bulk upload failed. Invalid column header “Nope” found."),
    ("name\na\n", "Bulk upload failed. Invalid column header “name” found."),
    ("Name,CreateTime\na,b\n", "Bulk upload failed. Invalid column header “CreateTime” found."),
    ("Name,Name\na,b\n", "Bulk upload failed. Invalid column header “Name” found."),
    ("Name,\na,\n", "Bulk upload failed. Invalid column header “” found."),
    ("", "Bulk upload failed. The file has no header."),
    ("Name\n\"a\n", "Bulk upload failed. A quoted value does not end."),
    (
      "Name\n" + String(repeating: "\"\"\n", count: 80) + "a\n",
      "Bulk upload failed. 80 of the first 100 rows are not valid."
    ),
    (
      "Name\n" + String(repeating: "a\n", count: 30_001),
      "Bulk upload failed. The file has more than 30000 rows."
    ),
  ]

  @Test
  func refuses() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      for (file, error) in Self.refusals {
        try await tester.check(Self.load(file, status: 400, .error(error)))
      }
      try await tester.check(
        Self.load("Name\na\n", to: "Gone", status: 404, .error("Entity not found"))
      )
      try await tester.check(Self.load("Name\na\n", as: .reader, status: 403, .any))
      let most = "Name\n\"" + String(repeating: "x", count: 10 << 20) + "\""
      try await tester.check(Self.load(most, status: 413, .any))
      for (body, type) in [
        (Self.form("Name\na\n", part: "other"), Self.type),
        ("Name\na\n", ["Content-Type": "text/csv"]),
      ] {
        try await tester.check(
          Exchange(
            .post,
            "/EntityService/Thing/bulk-upload",
            body: body,
            headers: type,
            status: 400,
            .holding("The request must be multipart/form-data with a part named 'file'.")
          )
        )
      }
      // Nothing of a refused file stays.
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read", .exactly(#"{"totalRecordCount":0,"value":[]}"#))
      )
    }
  }

  /// The rows that failed come back as a file, each with its reason; the others stay.
  @Test
  func answersFailedRows() async throws {
    try await ServiceScenario.make().run { tester in
      _ = try await ThingFixture.create(tester)
      let body = try await tester.check(
        Self.load(
          "Name,Code,Small\na,X,1\nb,x,2\n\"c,\"\"d\"\"\",Y,151\ne,Z,3,4\n,W\nf,V\n",
          .holding(#"{"totalRecords":6,"insertedRecords":2,"errorFileLink":"http://"#)
        )
      )
      let link = try #require(body.components(separatedBy: #"errorFileLink":""#).last)
      let path = try #require(
        link.components(separatedBy: ServiceScenario.base).last.map { $0.dropLast(2) }
      )
      let (status, file, headers) = try await tester.send(Exchange(.get, String(path), as: .reader))
      #expect(status == 200)
      #expect(headers[.contentType] == "text/csv; charset=utf-8")
      #expect(
        file == "Name,Code,Small,Error\r\n"
          + "b,x,2,Insert data failed. Value uniqueness violation.\r\n"
          + "\"c,\"\"d\"\"\",Y,151,Value for field 'Small' is outside the range 0 to 150.\r\n"
          + "e,Z,3,4,\"The row has 4 values, and the header 3.\"\r\n"
          + ",W,,\"Required field \"\"Name\"\" is not provided\"\r\n"
      )
      for (path, user, status) in [
        (String(path), LocalUser.norole, 403), (String(path) + "0", LocalUser.reader, 404),
      ] {
        try await tester.check(Exchange(.get, path, as: user, status: status))
      }
    }
  }

  /// A display name that differs from the name is the one that counts.
  @Test
  func readsDisplayNames() async throws {
    try await ServiceScenario.make().run { tester in
      let field =
        #"{"name":"Total","displayName":"Total sum","fieldDisplayType":"Basic","sqlType":{"name":"DECIMAL"}}"#
      _ = try await tester.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Bill", [field]))
      )
      try await tester.check(
        Self.load("Total sum\n12.5\n", to: "Bill", .holding(#""insertedRecords":1}"#))
      )
      try await tester.check(
        Self.load("Total\n1\n", to: "Bill", status: 400, .holding("“Total” found."))
      )
    }
  }

  static let services: [(level: APILevel, without: Set<ServiceFeature>, status: Int)] = [
    (.cloud, [], 200), (.suite2024, [], 200), (.suite2023, [], 404), (.cloud, [.bulkUpload], 404),
  ]

  @Test
  func isAFeature() async throws {
    for (level, without, status) in Self.services {
      try await ServiceScenario.make(apiLevel: level, without: without).run { tester in
        let fixture = try await ThingFixture.create(tester)
        for entity in ["Thing", "entity/\(fixture.thing)"] {
          try await tester.check(Self.load("Name\na\n", to: entity, status: status, .any))
        }
      }
    }
  }
}
