import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// Files in records: put, replaced, read, taken away.
@Suite
struct AttachmentTests {
  private static let type = ["Content-Type": "multipart/form-data; boundary=\"b1; x\""]

  /// A form with one part.
  private static func form(
    _ content: String,
    name: String = "file",
    file: String = #"; filename="grüße.txt""#,
    type: String = "Content-Type: text/plain\r\n"
  ) -> String {
    "--b1; x\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\n\(type)\r\n\(content)"
      + "\r\n--b1; x--\r\n"
  }

  @Test(arguments: ["name", "id"])
  func keepsFiles(_ form: String) async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let record = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
      let entity = form == "name" ? "Thing" : "entity/\(fixture.thing)"
      let path = "/Attachment/\(entity)/\(record.uppercased())/Doc"
      func upload(_ content: String, _ expected: Exchange.Body...) async throws -> String {
        var exchange = Exchange(
          .post,
          path + "?expansionLevel=1",
          body: Self.form(content),
          as: .writer,
          headers: Self.type
        )
        exchange.expected = expected
        return try await tester.check(exchange)
      }
      try await tester.check(Exchange(.get, path, status: 404, .error("File not found")))
      let first = try await upload(
        "one\r\n--b1\r\ntwo",
        .holding(#""Name":"grüße.txt","Size":14,"Type":"text/plain","#),
        .holding(#""Path":"Thing/\#(record)/Doc","RecordId":"\#(record)","#),
        .holding(#""EntityId":"\#(fixture.thing)","FieldId":""#),
        .holding(#""CreatedBy":"\#(LocalUser.writer.id)","#)
      )
      let id = try #require(
        first.components(separatedBy: #""Doc":{"Id":""#).last.map { String($0.prefix(36)) }
      )
      try await tester.check(Exchange(.get, path, as: .reader, .exactly("one\r\n--b1\r\ntwo")))
      try await tester.check(
        Exchange(.get, "/Entity/Thing/metadata", .holding(#""attachmentSizeInByte":14,"#))
      )
      for (level, text) in [(0, #""Doc":"\#(id)","#), (2, #""Doc":{"Id":"\#(id)","Name":"#)] {
        try await tester.check(
          Exchange(
            .get,
            "/EntityService/Thing/read/\(record)?expansionLevel=\(level)",
            .holding(text)
          )
        )
      }
      // Another file in its place keeps the id.
      _ = try await upload("", .holding(#""Doc":{"Id":"\#(id)","Name":"grüße.txt","Size":0,"#))
      try await tester.check(Exchange(.get, path, .exactly("")))
      // A write of the record leaves the file alone.
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/update/\(record)?expansionLevel=0",
          body: #"{"Doc":null,"Note":"x"}"#,
          .holding(#""Doc":"\#(id)","#)
        )
      )
      // Within another record it is shown as well.
      let child = try await ThingFixture.insert(tester, #"{"Name":"b","Parent":"\#(record)"}"#)
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Thing/read/\(child)?expansionLevel=2",
          .holding(#""Doc":{"Id":"\#(id)","Name":"grüße.txt","#)
        )
      )
      for _ in 0..<2 {
        try await tester.check(
          Exchange(.delete, path + "?expansionLevel=0", .holding(#""Doc":null"#))
        )
        try await tester.check(Exchange(.get, path, status: 404, .error("File not found")))
      }
    }
  }

  /// What the forms of different programs have in common, and in which they differ.
  @Test
  func readsForms() throws {
    let type = "multipart/form-data; boundary=b1"
    for (form, name, content): (String, String?, String) in [
      ("--b1\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b1--", "file", "x"),
      (
        "--b1\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\a\\b.pdf\"\r\n\r\n\r\n--b1--",
        "b.pdf", ""
      ),
      (
        "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''%C3%A9.txt\r\n\r\nx\r\n--b1--",
        "é.txt", "x"
      ),
      (
        "prologue\r\n--b1\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\ny\r\n--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f;g\"\r\n\r\n\r\n--b\r\n\r\n--b1--",
        "f;g", "\r\n--b\r\n"
      ),
      ("--b1\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b1--", nil, ""),
      ("--b1\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx", nil, ""),
      ("--b1--", nil, ""), ("", nil, ""),
    ] {
      let file = try? SentFile(form: Array(form.utf8), contentType: type)
      #expect(file?.name == name, Comment(rawValue: form))
      #expect(String(decoding: file?.content ?? [], as: UTF8.self) == content)
    }
  }

  @Test
  func refuses() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let record = try await ThingFixture.insert(tester, #"{"Name":"a"}"#)
      let missing = "00000000-0000-4000-8000-000000000000"
      let most = String(repeating: "x", count: SentFile.mostBytes)
      let noForm = "The request must be multipart/form-data with a part named 'file'."
      let upload = "/Attachment/Thing/\(record)/Doc"
      for (path, body, status, error) in [
        ("/Attachment/Thing/\(missing)/Doc", Self.form("x"), 404, "Record not found"),
        ("/Attachment/Nothing/\(record)/Doc", Self.form("x"), 404, "Entity not found"),
        (
          "/Attachment/Thing/\(record)/doc", Self.form("x"), 400,
          "Field 'doc' does not exist on entity 'Thing'."
        ),
        (
          "/Attachment/Thing/\(record)/Name", Self.form("x"), 400,
          "Field 'Name' is of type STRING and holds no files."
        ),
        (upload, Self.form("x", name: "File"), 400, noForm),
        (upload, "x", 400, noForm),
        (upload, Self.form(most + "x"), 413, "The file is larger than 10 MB."),
        (
          upload, Self.form(most + String(repeating: "x", count: 70_000)), 413,
          "The request is too large."
        ),
      ] {
        var exchange = Exchange(.post, path, headers: Self.type, status: status, .error(error))
        exchange.body = body
        let (code, answer, _) = try await tester.send(exchange)
        #expect(code == status && answer.contains(error), "\(path): \(code) \(answer)")
      }
      try await tester.check(
        Exchange(.post, upload, body: Self.form(most), headers: Self.type)
      )
      for (method, path, user, status): (HTTPRequest.Method, String, LocalUser?, Int) in [
        (.post, upload, .reader, 403), (.delete, upload, .reader, 403),
        (.get, upload, .norole, 403),
        (.get, upload, nil, 401), (.get, "/Attachment/Thing/\(missing)/Doc", .reader, 404),
      ] {
        try await tester.check(
          Exchange(
            method,
            path,
            body: method == .post ? Self.form("x") : nil,
            as: user,
            headers: Self.type,
            status: status
          )
        )
      }
      // The file goes with its record.
      try await tester.check(Exchange(.delete, "/EntityService/Thing/delete/\(record)"))
      try await tester.check(
        Exchange(
          .get,
          "/Attachment/entity/\(fixture.thing)/\(record)/Doc",
          status: 404,
          .error("Record not found")
        )
      )
    }
  }

  /// Some invoices of the sample have files.
  @Test
  func samples() async throws {
    try await ServiceScenario.make(sample: true).run { tester in
      let body = try await tester.check(
        Exchange(
          .post,
          "/EntityService/Invoice/query?expansionLevel=1",
          body:
            #"{"selectedFields":["Scan"],"limit":2,"filterGroup":{"queryFilters":[{"fieldName":"Scan","operator":"!="}]}}"#,
          .holding(#"{"totalRecordCount":300,"#),
          .holding(#""Name":"Faktura №6.txt","Size":"#),
          .holding(#""Name":"scan-14.pdf","Size":"#)
        )
      )
      let ids = ServiceTester.ids(in: body)
      let text = try await tester.check(Exchange(.get, "/Attachment/Invoice/\(ids[0])/Scan"))
      #expect(text.hasPrefix("INVOICE No. 6\nDate 2024-"))
      let pdf = try await tester.check(Exchange(.get, "/Attachment/Invoice/\(ids[2])/Scan"))
      #expect(pdf.hasPrefix("%PDF-1.4\n1 0 obj") && pdf.hasSuffix("%%EOF\n"))
      #expect(body.contains(#""Size":\#(pdf.utf8.count),"Type":"application/pdf""#))
    }
  }
}
