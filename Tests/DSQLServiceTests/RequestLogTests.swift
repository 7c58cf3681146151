import DSQLTypes
import HTTPTypes
import Testing

@testable import DSQLService

/// What the request log tells, and what it does not.
@Suite
struct RequestLogTests {
  /// Runs requests against a service that has a log, and answers what that tells.
  private func check(
    _ body: @Sendable @escaping (ServiceTester) async throws -> Void
  ) async throws -> [RequestLog.Entry] {
    let log = RequestLog()
    try await ServiceScenario.make(adjusting: { $0.log = log }).run(body)
    return log.entries
  }

  @Test func tellsRequests() async throws {
    let entries = try await check { tester in
      try await tester.check(Exchange(.get, "/Entity?x=1", as: .reader))
      try await tester.check(Exchange(.get, "/EntityService/None/read?limit=5", status: 404))
      try await tester.check(Exchange(.get, "/Entity", as: nil, status: 401))
    }
    #expect(entries.map(\.status) == [200, 404, 401])
    #expect(entries.map(\.user) == ["reader", "administrator", nil])
    #expect(entries.allSatisfy { $0.time == ServiceScenario.moment && $0.bytes ?? 0 > 50 })
    #expect(
      entries.map { $0.path.replacing(ServiceScenario.base, with: "") } == [
        "/Entity?x=***", "/EntityService/None/read?limit=5", "/Entity",
      ]
    )
    #expect(Set(entries.map(\.traceID)).count == 3)
  }

  /// What of a write has no effect is told, once a request.
  @Test func tellsWhatIsDropped() async throws {
    let entries = try await check { tester in
      _ = try await ThingFixture.create(tester)
      try await tester.check(
        Exchange(
          .post,
          "/EntityService/Thing/insert-batch",
          body: #"[{"Name":"a","name":"b","Doc":null},{"Name":"c","name":"d","a b":1}]"#
        )
      )
      try await tester.check(Exchange(.get, "/EntityService/Thing/read?$top=1"))
    }
    #expect(
      entries.suffix(2).map(\.warnings) == [
        [
          #"the value of FILE field "Doc" is dropped"#,
          #"member "name" is no field and is dropped"#,
          #"member "a%20b" is no field and is dropped"#,
        ],
        ["OData options have no effect"],
      ]
    )
    #expect(entries.dropLast(2).allSatisfy { $0.warnings.isEmpty })
  }

  @Test func cutsAreTold() async throws {
    let (log, plan) = (RequestLog(), FaultPlan())
    plan.add(.lost, to: "/Entity")
    let scenario = try ServiceScenario.make(adjusting: { options in
      options.log = log
      options.faults = plan
    })
    try await scenario.run { tester in _ = try? await tester.send(Exchange(.get, "/Entity")) }
    let entry = try #require(log.entries.first)
    #expect(entry.status == nil && entry.user == "administrator")
    #expect(entry.line.contains("GET /local/sample/datafabric_/api/Entity cut "))
  }

  @Test(arguments: [
    ("/api/Entity", "/api/Entity"),
    (
      "/a?limit=5&start=&ExpansionLevel=2&limit",
      "/a?limit=5&start=&ExpansionLevel=2&limit"
    ),
    (
      "/cb?code=abc&state=s&token=t&code_challenge=c&iss=x&code",
      "/cb?code=***&state=***&token=***&code_challenge=***&iss=***&code"
    ),
    ("/a?x=limit=1", "/a?x=***"), ("/a/eyJhbGciOi/rt_12/b", "/a/***/***/b"),
    ("/a?eyJhbGciOi", "/a?***"), ("/a?limit=1\n2&b\u{e9}=1", "/a?limit=1%0A2&b%C3%A9=***"),
    ("/\(String(repeating: "x", count: 101))/b c", "/***/b%20c"),
  ])
  func paths(_ target: String, _ told: String) { #expect(LoggedPath.text(target) == told) }

  /// A line has one blank between its parts, and no line break whatever the request was.
  @Test func lines() {
    var entry = RequestLog.Entry(
      time: ServiceScenario.moment,
      method: "GET",
      path: "/api/Entity",
      status: 200,
      duration: .microseconds(1_260),
      user: "reader",
      bytes: 12,
      traceID: "0f",
      warnings: []
    )
    #expect(entry.line == "2026-03-01T09:15:02.337Z GET /api/Entity 200 1.2ms reader 12 0f")
    entry.status = nil
    entry.user = nil
    entry.bytes = nil
    entry.warnings = ["a", "b"]
    #expect(
      entry.line == "2026-03-01T09:15:02.337Z GET /api/Entity cut 1.2ms - - 0f warning: a; b"
    )
  }
}
