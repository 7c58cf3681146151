import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// Writes and their answers.
@Suite struct BatchTests {
  static let entity = EntityAddress(id: "e1", name: "Invoice")
  static let root = ServiceFixture.root + "/EntityService/Invoice"
  static let id = "7d0e3f00-0000-4000-8000-000000000001"
  static let columns = [PageColumn(["Id"], .uuid), PageColumn(["Number"], .text)]

  struct Case: Sendable {
    var status: Int
    var body: String
    var succeeded: [String]
    var failures: [BatchFailure]

    init(_ status: Int, _ body: String, _ succeeded: [String], _ failures: [BatchFailure] = []) {
      self.status = status
      self.body = body
      self.succeeded = succeeded
      self.failures = failures
    }
  }

  static let success = #"{"Id":"7D0E3F00-0000-4000-8000-000000000001","Number":"INV-9"}"#
  static let failure =
    #"{"error":"Insert data failed. Value uniqueness violation.","#
    + #""record":{"Number":"INV-7","Amount":1.50,"Paid":true,"Tags":[1,3],"#
    + #""Supplier":{"Id":"aa"},"Gone":null,"Deep":[[1]]}}"#
  static let failed = BatchFailure(
    message: "Insert data failed. Value uniqueness violation.",
    record: [
      "Number": .text("INV-7"), "Amount": .number("1.5"), "Paid": .boolean(true),
      "Tags": .numbers([1, 3]), "Supplier": .text("aa"), "Gone": .null,
    ]
  )

  static let cases = [
    Case(200, #"{"successRecords":[\#(success)],"failureRecords":[]}"#, ["\(id)|INV-9"]),
    Case(200, #"{"successRecords":[\#(success)]}"#, ["\(id)|INV-9"]),
    Case(200, #"{"successRecords":[\#(success)],"failureRecords":null}"#, ["\(id)|INV-9"]),
    Case(200, #"{"successRecords":[\#(success)],"failureRecords":{}}"#, ["\(id)|INV-9"]),
    Case(
      400,
      #"{"successRecords":[\#(success)],"failureRecords":[\#(failure)]}"#,
      ["\(id)|INV-9"],
      [failed]
    ),
    Case(200, #"{"failureRecords":[\#(failure)],"successRecords":[]}"#, [], [failed]),
    Case(200, #"{"SuccessRecords":[],"FailureRecords":\#(failure)}"#, [], [failed]),
    Case(
      400,
      #"{"successRecords":[],"failureRecords":[{"error":"Record not found","#
        + #""record":{"Id":"7D0E3F00-0000-4000-8000-000000000001"}},{"record":null}]}"#,
      [],
      [
        BatchFailure(
          message: "Record not found",
          id: id,
          record: ["Id": .text("7D0E3F00-0000-4000-8000-000000000001")]
        ), BatchFailure(message: "no reason given"),
      ]
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    let reply = ScriptedTransport.Reply.answer(item.status, item.body)
    let fixture = try ServiceFixture([
      .init("POST", Self.root + "/insert-batch?expansionLevel=0&failOnFirst=false", reply),
      .init("POST", Self.root + "/update-batch?expansionLevel=0&failOnFirst=false", reply),
      .init("POST", Self.root + "/delete-batch?failOnFirst=false", reply),
    ])
    let values = RecordValues([RecordField("Number", .text("INV-9"))])
    let answers = [
      try await fixture.client.insertBatch([values], into: Self.entity, columns: Self.columns),
      try await fixture.client.updateBatch(
        [RecordUpdate(id: Self.id, values: values)],
        in: Self.entity,
        columns: Self.columns
      ),
    ]
    for answer in answers {
      #expect(lines(answer.value.succeeded) == item.succeeded)
      #expect(answer.value.failures == item.failures)
      #expect(answer.report.status == item.status)
    }
    let deleted = try await fixture.client.deleteBatch([Self.id], from: Self.entity).value
    #expect(lines(deleted.succeeded) == item.succeeded.map { String($0.prefix(36)) })
    #expect(
      fixture.transport.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } == [
        #"[{"Number":"INV-9"}]"#, #"[{"Id":"\#(Self.id)","Number":"INV-9"}]"#, #"["\#(Self.id)"]"#,
      ]
    )
  }

  static let refusals: [(Int, String, ServiceError.Code, String)] = [
    (400, #"{"error":"too many","traceId":"t"}"#, .refused, "too many"),
    (400, #"{"successRecords":[]}"#, .refused, "Bad Request"),
    (400, "", .refused, "Bad Request"),
    (400, "<html/>", .refused, "a web page answered in place of the service (HTTP status 400)"),
    (200, "true", .invalidAnswer, "the answer cannot be read (it has another form than records)"),
    (200, "{}", .invalidAnswer, "the answer cannot be read (it has no records)"),
    (
      200, #"{"successRecords":[],"failureRecords":[7]}"#, .invalidAnswer,
      "the answer's list of failures cannot be read"
    ),
  ]

  @Test(arguments: refusals) func refused(
    _ status: Int,
    _ body: String,
    _ code: ServiceError.Code,
    _ message: String
  ) async throws {
    let fixture = try ServiceFixture([
      .init(
        "POST",
        Self.root + "/insert-batch?expansionLevel=0&failOnFirst=false",
        .answer(status, body)
      )
    ])
    let error = await #expect(throws: ServiceError.self) {
      try await fixture.client.insertBatch([], into: Self.entity, columns: Self.columns)
    }
    #expect(error?.code == code)
    #expect(error?.message == message)
  }

  @Test func singleWritesAnswerTheRecord() async throws {
    let fixture = try ServiceFixture([
      .init("POST", Self.root + "/insert?expansionLevel=0", .answer(200, Self.success)),
      .init("POST", Self.root + "/update/r1?expansionLevel=0", .answer(200, Self.success)),
      .init("DELETE", Self.root + "/delete/r1", .answer(200, "true")),
      .init(
        "GET",
        ServiceFixture.root + "/v2/EntityService/entity/e1/read/r1?expansionLevel=2",
        .answer(200, #"{"Story":"long","Supplier":{"Id":"x","Name":"Ac"}}"#)
      ),
    ])
    let client = fixture.client
    let values = RecordValues([RecordField("Number", .null)])
    let inserted = try await client.insert(values, into: Self.entity, columns: Self.columns).value
    #expect(lines(inserted.rows) == ["\(Self.id)|INV-9"])
    #expect(inserted.totalCount == nil)
    let updated = try await client.update("r1", to: values, in: Self.entity, columns: Self.columns)
    #expect(lines(updated.value.rows) == ["\(Self.id)|INV-9"])
    _ = try await client.delete("r1", from: Self.entity)
    let whole = try await client.wholeRecord(
      "r1",
      of: Self.entity,
      columns: [PageColumn(["Story"], .text), PageColumn(["Supplier", "Name"], .text)]
    ).value
    #expect(lines(whole.rows) == ["long|Ac"])
    #expect(fixture.transport.unused == [])
  }
}
