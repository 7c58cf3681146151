import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// The read of a record with its long texts, on services with and without its second version.
@Suite struct WholeRecordTests {
  /// What a read answers, or how it fails, and how often it was repeated.
  enum Outcome: Hashable, Sendable {
    case text(String, retries: Int)
    case failure(ServiceError.Code, retries: Int)
  }

  /// The answers of a service in their order, and what reads of r1, r2 and so on come to.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var stubs: [ScriptedTransport.Stub]
    var outcomes: [Outcome]

    init(_ name: String, _ stubs: [ScriptedTransport.Stub], _ outcomes: [Outcome]) {
      testDescription = name
      self.stubs = stubs
      self.outcomes = outcomes
    }
  }

  static let entity = EntityAddress(id: "e1", name: "Invoice")
  static let noRecord = #"{"error":"Record not found","traceId":"t"}"#
  static let noRoute = #"{"error":"Not found","traceId":"t"}"#
  static let page = "<html><title>404</title></html>"

  /// The second version's answer to the read of a record.
  static func later(_ id: String, _ status: Int, _ body: String) -> ScriptedTransport.Stub {
    .init(
      "GET",
      ServiceFixture.root + "/v2/EntityService/entity/e1/read/\(id)?expansionLevel=0",
      .answer(status, body)
    )
  }

  /// The first version's.
  static func first(_ id: String, _ status: Int, _ body: String) -> ScriptedTransport.Stub {
    .init(
      "GET",
      ServiceFixture.root + "/EntityService/Invoice/read/\(id)?expansionLevel=0",
      .answer(status, body)
    )
  }

  static func story(_ text: String) -> String { #"{"Story":"\#(text)"}"# }

  static let cases = [
    Case(
      "both versions",
      [later("r1", 200, story("one")), later("r2", 200, story("two"))],
      [.text("one", retries: 0), .text("two", retries: 0)]
    ),
    Case(
      "no route, remembered",
      [
        later("r1", 404, noRoute), first("r1", 200, story("one")), first("r2", 200, story("two")),
        first("r3", 404, noRecord),
      ],
      [
        .text("one", retries: 1), .text("two", retries: 0), .failure(.notFound, retries: 0),
      ]
    ),
    Case(
      "no route, by a web page",
      [later("r1", 404, page), first("r1", 200, story("one")), first("r2", 200, story("two"))],
      [.text("one", retries: 1), .text("two", retries: 0)]
    ),
    Case(
      "no route, by an empty answer",
      [later("r1", 404, ""), first("r1", 200, story("one")), first("r2", 200, story("two"))],
      [.text("one", retries: 1), .text("two", retries: 0)]
    ),
    Case(
      "no route, whose text has the path",
      [
        later("r1", 404, "No resource at /v2/EntityService/entity/e1/read/r1"),
        first("r1", 200, story("one")),
      ],
      [.text("one", retries: 1)]
    ),
    Case(
      "no record, by either version",
      [
        later("r1", 404, noRecord), later("r2", 404, noRoute), first("r2", 404, noRecord),
        first("r3", 200, story("three")),
      ],
      [
        .failure(.notFound, retries: 0), .failure(.notFound, retries: 1),
        .text("three", retries: 0),
      ]
    ),
    Case(
      "no record, in words that say nothing",
      [
        later("r1", 404, ""), first("r1", 404, ""), later("r2", 200, story("two")),
        later("r3", 404, ""),
      ],
      [
        .failure(.notFound, retries: 1), .text("two", retries: 0), .failure(.notFound, retries: 0),
      ]
    ),
    Case(
      "no entity",
      [later("r1", 404, #"{"error":"Entity not found"}"#)],
      [.failure(.notFound, retries: 0)]
    ),
    Case(
      "no service",
      [later("r1", 404, page), first("r1", 404, page)],
      [.failure(.invalidAnswer, retries: 1)]
    ),
    Case(
      "another refusal",
      [later("r1", 403, ""), later("r2", 404, noRoute), first("r2", 403, "")],
      [.failure(.forbidden, retries: 0), .failure(.forbidden, retries: 1)]
    ),
    Case(
      "a marker",
      [
        later("r1", 200, story("HasValue=true Length=20000 — call")), later("r2", 404, noRoute),
        first("r2", 200, story("HasValue=true Length=9")), later("r3", 200, #"{"Story":null}"#),
      ],
      [
        .failure(.invalidAnswer, retries: 0), .failure(.invalidAnswer, retries: 1),
        .text("NULL", retries: 0),
      ]
    ),
  ]

  @Test(arguments: cases)
  func check(_ example: Case) async throws {
    let fixture = try ServiceFixture(example.stubs)
    for (index, outcome) in example.outcomes.enumerated() {
      #expect(await read("r\(index + 1)", by: fixture.client) == outcome)
    }
    #expect(fixture.transport.unused == [])
  }

  @Test func tellsOfTheMarker() async throws {
    let fixture = try ServiceFixture([Self.later("r1", 200, Self.story("HasValue=true Length=9"))])
    let error = try await #require(throws: ServiceError.self) {
      try await fixture.client.wholeRecord(
        "r1",
        of: Self.entity,
        columns: [PageColumn(["Story"], .text)]
      )
    }
    #expect(error.message == #"the service answers the long text "Story" only as a marker"#)
  }

  private func read(_ id: String, by client: ServiceClient) async -> Outcome {
    do {
      let answer = try await client.wholeRecord(
        id,
        of: Self.entity,
        columns: [PageColumn(["Story"], .text)]
      )
      return .text(
        lines(answer.value.rows).joined(separator: "/"),
        retries: answer.report.retries
      )
    } catch {
      return .failure(error.code, retries: error.retries)
    }
  }
}
