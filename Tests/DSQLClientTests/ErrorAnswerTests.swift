import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// Answers that are no success, in all their shapes.
@Suite struct ErrorAnswerTests {
  struct Case: Sendable {
    var status: Int
    var body: String
    var code: ServiceError.Code
    var message: String
    var traceID: String?

    init(
      _ status: Int,
      _ body: String,
      _ code: ServiceError.Code,
      _ message: String,
      traceID: String? = nil
    ) {
      self.status = status
      self.body = body
      self.code = code
      self.message = message
      self.traceID = traceID
    }
  }

  static let cases = [
    Case(
      403,
      #"{"error":"You don't have permission.","traceId":"0af7651916cd43dd8448eb211c80319c"}"#,
      .forbidden,
      "You don't have permission.",
      traceID: "0af7651916cd43dd8448eb211c80319c"
    ),
    Case(
      400,
      #"{"error":"near \"FORM\"","code":"SQL_PARSING","traceId":"t1"}"#,
      .refused,
      #"near "FORM""#,
      traceID: "t1"
    ),
    Case(
      401,
      #"{"message":"no token","errorCode":401,"traceId":"t2"}"#,
      .unauthorized,
      "no token",
      traceID: "t2"
    ),
    Case(
      400,
      #"{"type":"https://tools.ietf.org/html/rfc7231","title":"One or more validation errors "#
        + #"occurred.","status":400,"errors":{"start":["The value '' is invalid."],"#
        + #""limit":["a","b"]},"traceId":"00-1-2-00"}"#,
      .refused,
      "One or more validation errors occurred. (limit: a, b; start: The value '' is invalid.)",
      traceID: "00-1-2-00"
    ),
    Case(400, #"{"errors":{"x":["y"]}}"#, .refused, "x: y"),
    Case(400, #"{"error":{"message":"inner","code":7}}"#, .refused, "inner"),
    Case(400, #"{"Error":"Capital"}"#, .refused, "Capital"),
    Case(400, #"{"error":null,"message":"","title":"T"}"#, .refused, "T"),
    Case(400, #"{"error":"Record Not Found"}"#, .notFound, "Record Not Found"),
    Case(404, #"{"error":"Entity not found"}"#, .notFound, "Entity not found"),
    Case(500, #"{"error":"Internal Server Error"}"#, .serverFault, "Internal Server Error"),
    Case(500, "", .serverFault, "Internal Server Error"),
    Case(400, "{}", .refused, "Bad Request"),
    Case(499, "  ", .refused, "HTTP status 499"),
    Case(400, #""a bare text""#, .refused, "a bare text"),
    Case(400, "plain words\n", .refused, "plain words"),
    Case(400, #"{"error":"cut sho"#, .refused, #"{"error":"cut sho"#),
    Case(
      403,
      "<!DOCTYPE html><html><head><TITLE>Access\n denied</TITLE></head></html>",
      .forbidden,
      "a web page answered in place of the service (HTTP status 403: Access denied)"
    ),
    Case(
      500,
      "\u{FEFF}<?xml version=\"1.0\"?><Error/>",
      .serverFault,
      "a web page answered in place of the service (HTTP status 500)"
    ),
  ]

  @Test(arguments: cases) func check(_ item: Case) async throws {
    let fixture = try ServiceFixture([
      .init(
        "DELETE",
        ServiceFixture.root + "/EntityService/Invoice/delete/r1",
        .answer(item.status, item.body)
      )
    ])
    let error = await #expect(throws: ServiceError.self) {
      try await fixture.client.delete("r1", from: EntityAddress(id: "e1", name: "Invoice"))
    }
    #expect(error?.code == item.code)
    #expect(error?.message == item.message)
    #expect(error?.traceID == item.traceID)
    #expect(error?.status == item.status)
    #expect(error?.retries == 0)
    #expect(fixture.observer.reports.map(\.status) == [item.status])
    #expect(fixture.observer.reports.map(\.responseBytes) == [item.body.utf8.count])
  }

  @Test func longBodiesAreCut() async throws {
    let body = String(repeating: "漢", count: 5000)
    let fixture = try ServiceFixture([
      .init("GET", ServiceFixture.root + "/Entity", .answer(400, body))
    ])
    let error = await #expect(throws: ServiceError.self) { try await fixture.client.entities() }
    #expect(error?.message.count == 300)
    #expect(error?.body?.allSatisfy { $0 == "漢" } == true)
    #expect((error?.body?.count ?? 9999) <= 2000)
  }

  @Test func redirectsAreNotFollowed() async throws {
    let fixture = try ServiceFixture([
      .init(
        "GET",
        ServiceFixture.root + "/Entity",
        .answer(302, "", headers: ["Location": "https://elsewhere.example/login"])
      )
    ])
    let error = await #expect(throws: ServiceError.self) { try await fixture.client.entities() }
    #expect(error?.code == .refused)
    #expect(error?.message.hasSuffix("not followed: https://elsewhere.example/login") == true)
  }

  @Test func aPageInPlaceOfADeleteIsNoSuccess() async throws {
    let fixture = try ServiceFixture([
      .init("DELETE", ServiceFixture.root + "/Entity/e1", .answer(200, " <html>hello</html>"))
    ])
    let error = await #expect(throws: ServiceError.self) {
      try await fixture.client.deleteEntity("e1")
    }
    #expect(error?.code == .invalidAnswer)
  }
}
