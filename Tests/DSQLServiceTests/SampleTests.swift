import FoundationEssentials
import HTTPTypes
import Testing

@testable import DSQLService

/// The sample tenant, and the store that holds it.
@Suite
struct SampleTests {
  private static let counts = [
    ("Supplier", 180), ("Employee", 61), ("PurchaseOrder", 1200), ("Invoice", 2400),
    ("InvoiceLine", 4756), ("Payment", 1400),
  ]

  /// Two new stores hold the same, byte for byte.
  @Test
  func isTheSameInEveryStore() async throws {
    var contents: [[String]] = []
    for _ in 0..<2 {
      let scenario = try ServiceScenario.make(sample: true)
      let kept = Kept()
      try await scenario.run { tester in
        await kept.add(try await tester.check(Exchange(.get, "/Entity")))
        for (name, count) in Self.counts {
          await kept.add(
            try await tester.check(
              Exchange(
                .get,
                "/EntityService/\(name)/read?limit=300&start=\(count / 2)&expansionLevel=0",
                .holding(#"{"totalRecordCount":\#(count),"#)
              )
            )
          )
        }
      }
      contents.append(await kept.bodies)
    }
    #expect(contents[0] == contents[1])
  }

  @Test
  func tellsOfAccountsPayable() async throws {
    try await ServiceScenario.make(sample: true).run { tester in
      for (path, body, expected): (String, String, String) in [
        (
          "Supplier/query",
          #"{"selectedFields":["Name"],"filterGroup":{"queryFilters":[{"fieldName":"Name","operator":"contains","value":"ÅLESUND"}]}}"#,
          #""Name":"Fjordkraft Ålesund AS"}]}"#
        ),
        (
          "Payment/query?expansionLevel=3",
          #"{"limit":1,"filterGroup":{"queryFilters":[{"fieldName":"Invoice.Supplier.Name","operator":"!=","value":null}]}}"#,
          #""Number":100001,"Invoice":{"Id":""#
        ),
        (
          "Invoice/query",
          #"{"aggregates":[{"function":"COUNT","field":"Id","alias":"n"}],"filterGroup":{"queryFilters":[{"fieldName":"PurchaseOrder","operator":"="}]}}"#,
          #"{"totalRecordCount":1,"value":[{"n":"#
        ),
      ] {
        try await tester.check(
          Exchange(.post, "/EntityService/\(path)", body: body, .holding(expected))
        )
      }
    }
  }

  /// Records, tokens and the schema outlive a restart, and the sample is not written again.
  @Test
  func survivesARestart() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = EmbeddedServiceOptions.Store.file(folder + "/local/store.sqlite")
    let first = try ServiceScenario.make(store: store, sample: true)
    #expect(first.service.isNewStore)
    let kept = Kept()
    try await first.run { tester in
      _ = try await ThingFixture.create(tester)
      await kept.add(try await ThingFixture.insert(tester, #"{"Name":"kept"}"#))
      let supplier = try await tester.check(Exchange(.get, "/Entity/Supplier/metadata"))
      let id = String(supplier.dropFirst(7).prefix(36))
      try await tester.check(Exchange(.delete, "/Entity/\(id)"))
      await kept.add(tester.tokens[.reader] ?? "")
    }
    let bodies = await kept.bodies
    let second = try ServiceScenario.make(store: store, sample: true)
    #expect(!second.service.isNewStore)
    try await second.run { tester in
      try await tester.check(
        Exchange(
          .get,
          "/EntityService/Thing/read/\(bodies[0])",
          as: nil,
          headers: ["Authorization": "Bearer \(bodies[1])"],
          .holding(#""Name":"kept""#)
        )
      )
      try await tester.check(Exchange(.get, "/Entity/Supplier/metadata", status: 404))
      // The next id is above the last one, though the clock stands.
      let next = try await ThingFixture.insert(tester, #"{"Name":"next"}"#)
      #expect(next > bodies[0])
    }
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder + "/local/store.sqlite"
    )
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let parent = try FileManager.default.attributesOfItem(atPath: folder + "/local")
    #expect(parent[.posixPermissions] as? Int == 0o700)
  }

  /// Two services on one file see each other's changes.
  @Test
  func sharesAFile() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = EmbeddedServiceOptions.Store.file(folder + "/store.sqlite")
    let one = try ServiceScenario.make(store: store)
    let two = try ServiceScenario.make(store: store)
    try await one.run { first in
      try await two.run { second in
        try await second.check(Exchange(.get, "/Entity", .lacking("Thing")))
        _ = try await ThingFixture.create(first)
        for name in ["a", "b"] {
          _ = try await ThingFixture.insert(first, #"{"Name":"\#(name)"}"#)
          _ = try await ThingFixture.insert(second, #"{"Name":"\#(name)2"}"#)
        }
        try await first.check(
          Exchange(
            .post,
            "/EntityService/Thing/query",
            body: #"{"selectedFields":["Name"],"sortOptions":[{"fieldName":"Name"}]}"#,
            .holding(#"{"totalRecordCount":4,"#)
          )
        )
      }
    }
  }

  /// What a scenario keeps for the test around it.
  private actor Kept {
    private(set) var bodies: [String] = []

    func add(_ body: String) { bodies.append(body) }
  }
}
