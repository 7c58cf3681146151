import Foundation
import HTTPTypes
import Testing

@testable import DSQLService

/// Two services on one file, as two processes have them: each has its own connection, and they share
/// nothing else.
@Suite(.timeLimit(.minutes(5)))
struct SharedStoreTests {
  private func run(
    _ body: @Sendable (ServiceTester, ServiceTester) async throws -> Void
  ) async throws {
    let folder = URL.temporaryDirectory.appending(path: "dsql-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "store.sqlite").path
    let first = try ServiceScenario.make(store: .file(file))
    let second = try ServiceScenario.make(store: .file(file))
    #expect(first.service.isNewStore && !second.service.isNewStore)
    try await first.run { one in
      try await second.run { two in try await body(one, two) }
    }
  }

  /// Writers at both ends at the same time: every write succeeds, and both ends see all of them.
  @Test
  func writersInterleave() async throws {
    try await run { one, two in
      _ = try await ThingFixture.create(one)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, tester) in [one, two, one, two].enumerated() {
          group.addTask {
            for number in 0..<15 {
              let code = "\(index)-\(number)"
              let body = try await tester.check(
                Exchange(
                  .post,
                  "/EntityService/Thing/insert?expansionLevel=0",
                  body: #"{"Name":"a","Code":"\#(code)"}"#
                )
              )
              let id = try #require(ServiceTester.ids(in: body).first)
              try await tester.check(
                Exchange(
                  .post,
                  "/EntityService/Thing/update-batch?expansionLevel=0",
                  body: #"[{"Id":"\#(id)","Note":"b"}]"#
                )
              )
              try await tester.check(
                Exchange(
                  .post,
                  "/EntityService/Thing/query",
                  body:
                    #"{"filterGroup":{"queryFilters":[{"fieldName":"Code","operator":"=","value":"\#(code)"}]}}"#,
                  .holding(#"{"totalRecordCount":1,"#)
                )
              )
            }
          }
        }
        try await group.waitForAll()
      }
      var bodies: Set<String> = []
      for tester in [one, two] {
        let body = try await tester.check(
          Exchange(
            .get,
            "/EntityService/Thing/read?expansionLevel=0&limit=1000",
            .holding(#"{"totalRecordCount":60,"#)
          )
        )
        #expect(Set(ServiceTester.ids(in: body)).count == 60)
        bodies.insert(body)
      }
      #expect(bodies.count == 1)
      // Numbers are given once, whoever gives them.
      let serials = bodies.first?.components(separatedBy: #""Serial":"#).dropFirst().map {
        $0.prefix { $0.isNumber }
      }
      #expect(serials.map { Set($0).count } == 60)
    }
  }

  /// What one end does to the schema, the other one knows at once.
  @Test
  func schemaIsShared() async throws {
    try await run { one, two in
      let fields = [ThingFixture.field("One", #""name":"NVARCHAR""#)]
      let id = try await one.created(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Part", fields))
      )
      let insert = "/EntityService/Part/insert?expansionLevel=0"
      try await two.check(Exchange(.post, insert, body: #"{"One":"a"}"#, .holding(#""One":"a""#)))
      let read = "/EntityService/Part/read?expansionLevel=0"
      try await one.check(Exchange(.get, read, .holding(#""One":"a""#)))
      let more = fields + [ThingFixture.field("Two", #""name":"DATE""#)]
      try await two.check(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Part", id: id, more))
      )
      try await one.check(Exchange(.get, read, .holding(#""One":"a","Two":null"#)))
      try await one.check(
        Exchange(.post, insert, body: #"{"Two":"2026-01-02"}"#, .holding(#""Two":"2026-01-02""#))
      )
      try await one.check(
        Exchange(.post, "/Entity", body: ThingFixture.entity("Part", id: id, [more[1]]))
      )
      try await two.check(
        Exchange(.get, read, .lacking(#""One""#), .holding(#""Two":"2026-01-02""#))
      )
      try await two.check(Exchange(.delete, "/Entity/\(id)"))
      try await one.check(Exchange(.get, read, status: 404, .error("Entity not found")))
      try await one.check(Exchange(.get, "/Entity", .lacking(#""name":"Part""#)))
    }
  }

  /// A token is good at both ends: the key lies in the store.
  @Test
  func tokensAreShared() async throws {
    try await run { one, two in
      let swapped = ServiceTester(client: one.client, tokens: two.tokens)
      try await swapped.check(Exchange(.get, "/Entity"))
    }
  }

  /// Many that open a new file at the same time: one makes it, and all can use it.
  @Test
  func opensTogether() async throws {
    let folder = URL.temporaryDirectory.appending(path: "dsql-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "store.sqlite").path
    let makers = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try ServiceScenario.make(store: .file(file), sample: true).service.isNewStore
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(makers == 1)
    try await ServiceScenario.make(store: .file(file), sample: true).run { tester in
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Supplier/read?limit=1",
          .holding(#"{"totalRecordCount":180,"#)
        )
      )
    }
  }
}
