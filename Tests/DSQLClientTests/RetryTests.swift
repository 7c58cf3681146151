import DSQLAPI
import DSQLClient
import DSQLTypes
import Testing

/// What is sent again, after which pauses, and what is told in the end.
@Suite struct RetryTests {
  typealias Reply = ScriptedTransport.Reply

  enum Outcome: Sendable, Equatable {
    case success
    case failure(ServiceError.Code)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var isWrite = false
    var replies: [Reply]
    var pauses: [Double]
    var outcome: Outcome
    var throttled = 0.0

    var testDescription: String { name }
  }

  static let page = Reply.answer(200, #"{"value":[],"totalRecordCount":0}"#)
  static let done = Reply.answer(200, "true")

  static func status(_ status: Int, retryAfter: String? = nil) -> Reply {
    .answer(status, #"{"error":"busy"}"#, headers: retryAfter.map { ["Retry-After": $0] } ?? [:])
  }

  static let repeatable: [Case] = [408, 429, 502, 503, 504, 524].map {
    Case(
      name: "a read after \($0)",
      replies: [status($0), page],
      pauses: [1.5],
      outcome: .success,
      throttled: $0 == 429 ? 1.5 : 0
    )
  }

  static let final: [Case] = [
    (400, .refused), (403, .forbidden), (404, .notFound), (409, .conflict), (413, .tooLarge),
    (422, .refused), (500, .serverFault), (501, .serverFault), (302, .refused),
  ].flatMap { (code: Int, expected: ServiceError.Code) in
    [false, true].map {
      Case(
        name: "a \($0 ? "write" : "read") after \(code)",
        isWrite: $0,
        replies: [status(code)],
        pauses: [],
        outcome: .failure(expected)
      )
    }
  }

  static let unknown: [Case] = [408, 502, 504, 524].map {
    Case(
      name: "a write after \($0)",
      isWrite: true,
      replies: [status($0)],
      pauses: [],
      outcome: .failure(.outcomeUnknown)
    )
  }

  static let others = [
    Case(
      name: "a read gives up after five",
      replies: Array(repeating: status(503), count: 5),
      pauses: [1.5, 2.5, 4.5, 8.5],
      outcome: .failure(.serverFault)
    ),
    Case(
      name: "a throttled read gives up after five",
      replies: Array(repeating: status(429), count: 5),
      pauses: [1.5, 2.5, 4.5, 8.5],
      outcome: .failure(.throttled)
    ),
    Case(
      name: "what kept a read waiting may change",
      replies: [.failure(.notConnected), .failure(.timedOut), .failure(.broken), page],
      pauses: [1.5, 2.5, 4.5],
      outcome: .success
    ),
    Case(
      name: "a read that cannot connect",
      replies: Array(repeating: .failure(.notConnected), count: 5),
      pauses: [1.5, 2.5, 4.5, 8.5],
      outcome: .failure(.connection)
    ),
    Case(
      name: "a read without an answer",
      replies: Array(repeating: .failure(.timedOut), count: 5),
      pauses: [1.5, 2.5, 4.5, 8.5],
      outcome: .failure(.timeout)
    ),
    Case(
      name: "Retry-After is honoured up to two minutes",
      replies: [
        status(429, retryAfter: "7"), status(503, retryAfter: "0.25"),
        status(429, retryAfter: "9999"), status(429, retryAfter: "0"), page,
      ],
      pauses: [7, 0.25, 120, 0],
      outcome: .success,
      throttled: 127
    ),
    Case(
      name: "Retry-After that is no number counts for nothing",
      replies: [
        status(429, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT"), status(429, retryAfter: "-5"),
        status(429, retryAfter: "inf"), page,
      ],
      pauses: [1.5, 2.5, 4.5],
      outcome: .success,
      throttled: 8.5
    ),
    Case(
      name: "a write that was not let in",
      isWrite: true,
      replies: [status(429, retryAfter: "2"), status(503), .failure(.notConnected), done],
      pauses: [2, 2.5, 4.5],
      outcome: .success,
      throttled: 2
    ),
    Case(
      name: "a write that cannot connect",
      isWrite: true,
      replies: Array(repeating: .failure(.notConnected), count: 5),
      pauses: [1.5, 2.5, 4.5, 8.5],
      outcome: .failure(.connection)
    ),
    Case(
      name: "a write without an answer",
      isWrite: true,
      replies: [.failure(.timedOut)],
      pauses: [],
      outcome: .failure(.outcomeUnknown)
    ),
    Case(
      name: "a write whose connection broke, after one that was not let in",
      isWrite: true,
      replies: [status(429), .failure(.broken)],
      pauses: [1.5],
      outcome: .failure(.outcomeUnknown)
    ),
    Case(
      name: "an address that may not be sent to",
      replies: [.failure(.refusedAddress)],
      pauses: [],
      outcome: .failure(.connection)
    ),
    Case(
      name: "a cancelled request",
      isWrite: true,
      replies: [.failure(.cancelled)],
      pauses: [],
      outcome: .failure(.cancelled)
    ),
  ]

  @Test(arguments: repeatable + final + unknown + others) func check(_ item: Case) async throws {
    let method = item.isWrite ? "DELETE" : "POST"
    let path = item.isWrite ? "/delete/r1" : "/query?expansionLevel=0"
    let fixture = try ServiceFixture(
      item.replies.map {
        .init(method, ServiceFixture.root + "/EntityService/Invoice" + path, $0)
      }
    )
    let entity = EntityAddress(id: "e1", name: "Invoice")
    var outcome = Outcome.success
    var report: CallReport?
    do throws(ServiceError) {
      if item.isWrite {
        report = try await fixture.client.delete("r1", from: entity).report
      } else {
        report = try await fixture.client.page(RecordQuery(), of: entity, columns: []).report
      }
    } catch {
      outcome = .failure(error.code)
      #expect(error.retries == item.replies.count - 1)
      #expect(error.method == method)
      #expect(error.path == "/EntityService/Invoice" + path)
    }
    #expect(outcome == item.outcome)
    #expect(fixture.clock.pauses == item.pauses)
    #expect(fixture.transport.unused == [])
    #expect(fixture.observer.sent.count == item.replies.count)
    #expect(fixture.observer.sent.last?.hasPrefix("\(item.replies.count) ") == true)
    #expect(fixture.observer.reports.count == 1)
    if let report {
      #expect(report.retries == item.replies.count - 1)
      #expect(report.throttledSeconds == item.throttled)
      #expect(fixture.observer.reports == [report])
    }
  }

  @Test func pausesAreCutShort() async throws {
    let clock = RecordingClock()
    let transport = ScriptedTransport(
      Array(
        repeating: .init("GET", "/a/b/datafabric_/api/Entity", Self.status(503)),
        count: 5
      )
    )
    let endpoint = try #require(ServiceEndpoint(uipathURL: "https://cloud.uipath.com/a/b"))
    let client = ServiceClient(
      endpoint: endpoint,
      transport: transport,
      tokens: FixedTokenSource(AccessToken("t")),
      clock: clock,
      jitter: { 5 }
    )
    await #expect(throws: ServiceError.self) { try await client.entities() }
    #expect(clock.pauses == [6, 7, 9, 10])
  }

  @Test func cancellingEndsACall() async throws {
    let fixture = try ServiceFixture([
      .init("GET", ServiceFixture.root + "/Entity", .never)
    ])
    let client = fixture.client
    let task = Task { try await client.entities() }
    while fixture.transport.requests.isEmpty { await Task.yield() }
    task.cancel()
    let error = await #expect(throws: ServiceError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test func aCancelledTaskSendsNothing() async throws {
    let fixture = try ServiceFixture([])
    let client = fixture.client
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.entities()
    }
    task.cancel()
    let error = await #expect(throws: ServiceError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(fixture.transport.requests.isEmpty)
  }
}
