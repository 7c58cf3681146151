import HTTPTypes
import HummingbirdTesting
import Testing

@testable import DSQLService

/// Faults that single requests are to meet.
@Suite(.timeLimit(.minutes(2)))
struct FaultTests {
  private static let insert = "/EntityService/Thing/insert"
  private static let read = "/EntityService/Thing/read"

  /// Runs a body against a service that has a plan.
  private func check(
    over setting: TestingSetup = .router,
    _ body: @Sendable @escaping (ServiceTester, FaultPlan) async throws -> Void
  ) async throws {
    let plan = FaultPlan()
    let scenario = try ServiceScenario.make(adjusting: { $0.faults = plan }, over: setting)
    try await scenario.run { tester in
      _ = try await ThingFixture.create(tester)
      try await body(tester, plan)
    }
    #expect(plan.isSpent)
  }

  @Test(arguments: [
    (FaultPlan.Kind.internalError, 500, "Internal Server Error"),
    (.unavailable, 503, "Service Unavailable"), (.throttled, 429, "Too Many Requests"),
    (.unauthenticated, 401, AccessTests.unauthenticated),
    (.forbidden, 403, RequestFailure.forbidden.message),
  ])
  func statuses(_ kind: FaultPlan.Kind, _ status: Int, _ text: String) async throws {
    try await check { tester, plan in
      plan.add(kind, to: "/insert", times: 2)
      for _ in 1...2 {
        let insert = Exchange(
          .post,
          Self.insert,
          body: #"{"Name":"x"}"#,
          status: status,
          .error(text)
        )
        try await tester.check(insert)
        try await tester.check(Exchange(.get, Self.read, .holding(#""totalRecordCount":0,"#)))
      }
      try await tester.check(Exchange(.post, Self.insert, body: #"{"Name":"x"}"#))
    }
  }

  @Test(arguments: [nil, 7])
  func retryAfter(_ seconds: Int?) async throws {
    try await check { tester, plan in
      plan.add(.throttled, to: "Thing", retryAfter: seconds)
      let (status, _, headers) = try await tester.send(Exchange(.get, Self.read))
      #expect(status == 429)
      #expect(headers[.retryAfter] == seconds.map { String($0) })
    }
  }

  @Test func html() async throws {
    try await check { tester, plan in
      plan.add(.html, to: Self.insert)
      let (status, body, headers) = try await tester.send(
        Exchange(.post, Self.insert, body: #"{"Name":"x"}"#)
      )
      #expect(status == 200 && body.hasPrefix("<!DOCTYPE html>"))
      #expect(headers[.contentType] == "text/html; charset=utf-8")
      try await tester.check(Exchange(.get, Self.read, .holding(#""totalRecordCount":0,"#)))
    }
  }

  /// A cut request has done nothing; one whose answer is lost has done its work.
  @Test(arguments: [(FaultPlan.Kind.cut, 0), (.lost, 1)])
  func connections(_ kind: FaultPlan.Kind, _ records: Int) async throws {
    try await check(over: .ahc(.http)) { tester, plan in
      plan.add(kind, to: Self.insert)
      await #expect(throws: (any Error).self) {
        try await tester.send(Exchange(.post, Self.insert, body: #"{"Name":"x"}"#))
      }
      try await tester.check(
        Exchange(.get, Self.read, .holding(#""totalRecordCount":\#(records),"#))
      )
    }
  }

  /// Faults come in the order of the plan, those that are to pass first being counted.
  @Test func order() async throws {
    try await check { tester, plan in
      plan.add(.unavailable, to: "", passing: 1)
      plan.add(.internalError, to: "Thing")
      plan.add(.forbidden, to: "Nowhere", times: 0)
      for status in [500, 503, 200] {
        try await tester.check(Exchange(.get, Self.read, status: status))
      }
    }
  }

  /// What is no endpoint meets faults too, so those outside `/api` do.
  @Test func everyPath() async throws {
    try await check { tester, plan in
      plan.add(.unavailable, to: "/identity_/connect/token")
      try await tester.check(
        Exchange(.post, "///identity_/connect/token", as: nil, status: 503)
      )
    }
  }

  @Test(arguments: [FaultPlan.Moment.beforeWork, .beforeAnswer])
  func holds(_ moment: FaultPlan.Moment) async throws {
    try await check { tester, plan in
      plan.hold(Self.insert, moment)
      async let inserted = tester.send(Exchange(.post, Self.insert, body: #"{"Name":"x"}"#))
      await plan.held()
      let records = moment == .beforeWork ? 0 : 1
      try await tester.check(
        Exchange(.get, Self.read, .holding(#""totalRecordCount":\#(records),"#))
      )
      plan.release()
      let status = try await inserted.status
      #expect(status == 200)
      try await tester.check(Exchange(.get, Self.read, .holding(#""totalRecordCount":1,"#)))
    }
  }
}
