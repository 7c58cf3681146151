import DSQLTypes
import FoundationEssentials
import HTTPTypes
import Logging
import Testing

@testable import DSQLService

/// Tokens, roles, addresses and API levels.
@Suite
struct AccessTests {
  static let unauthenticated =
    "You are not authenticated to access Data Service. Make sure your Assistant or Robot is "
    + "connected to a modern folder in your account."

  @Test
  func tokens() async throws {
    let scenario = try ServiceScenario.make()
    let foreign = try await ServiceScenario.make().service.accessToken(for: .administrator)
    let good = try await scenario.service.accessToken(for: .reader)
    try await scenario.run { tester in
      for header in [
        nil, "Bearer", "Bearer x", "Bearer \(foreign)", "Basic \(good)", "Bearer \(good)x",
        "Bearer \(good.split(separator: ".").prefix(2).joined(separator: ".")).",
        "Bearer \(tester.tokens[.disabled] ?? "")",
      ] {
        let (status, body, headers) = try await tester.send(
          Exchange(.get, "/Entity", as: nil, headers: header.map { ["Authorization": $0] } ?? [:])
        )
        #expect(status == 401 && headers[.wwwAuthenticate] == #"Bearer error="invalid_token""#)
        #expect(body.hasPrefix(#"{"error":"\#(Self.unauthenticated)","traceId":""#))
        #expect(body.utf8.count == Self.unauthenticated.utf8.count + 57)
      }
      for scheme in ["Bearer", "bearer"] {
        try await tester.check(
          Exchange(.get, "/Entity", as: nil, headers: ["Authorization": "\(scheme) \(good)"])
        )
      }
    }
  }

  /// A token is good for an hour and no longer.
  @Test(arguments: [(3599, 200), (3600, 401)])
  func expiry(_ seconds: Int64, _ status: Int) async throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = EmbeddedServiceOptions.Store.file(path + "/store.sqlite")
    let token = try await ServiceScenario.make(store: store).service
      .accessToken(for: .administrator)
    let later = EmbeddedServiceOptions(
      store: store,
      now: { Instant(ticks: ServiceScenario.moment.ticks + seconds * Instant.ticksPerSecond) }
    )
    let service = try EmbeddedService(
      later,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    #expect(!service.isNewStore)
    try await ServiceScenario(service: service).run { tester in
      try await tester.check(
        Exchange(
          .get,
          "/Entity",
          as: nil,
          headers: ["Authorization": "Bearer \(token)"],
          status: status
        )
      )
    }
  }

  @Test
  func roles() async throws {
    try await ServiceScenario.make().run { tester in
      let fixture = try await ThingFixture.create(tester)
      let record = #"{"Name":"x"}"#
      let insert = "/EntityService/Thing/insert"
      let choice = "/EntityService/Color/choiceset/insert"
      let entity = ThingFixture.entity("Other", [])
      for exchange in [
        Exchange(.post, insert, body: record, as: .administrator),
        Exchange(.post, insert, body: record, as: .writer),
        Exchange(.post, insert, body: record, as: .reader, status: 403, .holding("permission")),
        Exchange(.get, "/EntityService/Thing/read", as: .reader),
        Exchange(.get, "/Entity", as: .reader),
        Exchange(.get, "/Entity", as: .norole, status: 403, .holding("permission")),
        Exchange(.get, "/EntityService/Thing/read", as: .norole, status: 403),
        Exchange(.post, "/EntityService/Thing/delete-batch", body: "[]", as: .reader, status: 403),
        Exchange(
          .post,
          "/Entity",
          body: entity,
          as: .writer,
          status: 403,
          .holding("insufficient_scope")
        ),
        Exchange(.delete, "/Entity/\(fixture.thing)", as: .writer, status: 403),
        Exchange(.post, choice, body: #"{"Name":"Pink"}"#, as: .writer, status: 403),
        Exchange(.post, choice, body: #"{"Name":"Pink"}"#),
      ] {
        try await tester.check(exchange)
      }
    }
  }

  @Test
  func addresses() async throws {
    try await ServiceScenario.make().run { tester in
      for (path, status) in [
        ("/local/sample/datafabric_/api/Entity", 200),
        ("/local/sample/dataservice_/api/Entity", 200), ("/api/Entity", 200),
        ("/other/sample/datafabric_/api/Entity", 403),
        ("/local/other/dataservice_/api/Entity", 403), ("/api/Nothing", 404), ("/", 404),
        ("/local/sample/orchestrator_/api/Entity", 404),
      ] {
        try await tester.check(Exchange(.get, "/" + path, status: status))
      }
    }
  }

  /// A Suite ignores the keys it does not know, and has none of the later paths.
  @Test(arguments: [APILevel.suite2023, .suite2024])
  func suites(_ level: APILevel) async throws {
    try await ServiceScenario.make(apiLevel: level).run { tester in
      let fixture = try await ThingFixture.create(tester)
      let id = try await ThingFixture.insert(tester, #"{"Name":"x","Story":"whole"}"#)
      let plain = #"{"totalRecordCount":1,"value":[{"Id":"\#(id)","Name":"x"}]}"#
      for body in [
        #"{"selectedFields":["Name"],"aggregates":[{"function":"COUNT","field":"Id","alias":"n"}]}"#,
        #"{"selectedFields":["Name"],"groupBy":["Name"],"havingFilter":{"aggregateFilters":[]}}"#,
        #"{"selectedFields":["Name"],"joins":[{"type":"LEFT","entity":"None"}]}"#,
        #"{"selectedFields":["Name"],"binnings":[{"fieldName":"Amount"}]}"#,
      ] {
        try await tester.check(
          Exchange(.post, "/EntityService/Thing/query", body: body, .exactly(plain))
        )
      }
      try await tester.check(Exchange(.get, "/v2/Entity", status: 404))
      try await tester.check(
        Exchange(.get, "/v2/EntityService/entity/\(fixture.thing)/read/\(id)", status: 404)
      )
      try await tester.check(
        Exchange(.get, "/EntityService/Thing/read/\(id)", .holding(#""Story":"whole""#))
      )
    }
  }

  /// What is asked of the query string.
  @Test(arguments: [
    ("limit=1000", 200, ""), ("limit=1001", 400, "The limit must be between 1 and 1000."),
    ("limit=0", 400, "The limit must be between 1 and 1000."),
    ("limit=-1", 400, "The limit must be between 1 and 1000."),
    ("start=", 400, "The value '' is invalid."),
    ("start=-1", 400, "The start must not be negative."),
    ("start=x", 400, "The value 'x' is not valid for start."), ("$filter=Name%20eq%20'x'", 200, ""),
  ])
  func parameters(_ query: String, _ status: Int, _ error: String) async throws {
    try await ServiceScenario.make().run { tester in
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/SystemUser/read?\(query)",
          status: status,
          error.isEmpty ? .holding(#"{"totalRecordCount":6,"#) : .error(error)
        )
      )
    }
  }
}
