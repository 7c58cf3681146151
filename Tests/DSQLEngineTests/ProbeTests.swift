import DSQLAPI
import DSQLCatalog
import DSQLService
import DSQLTypes
import Foundation
import Testing

@testable import DSQLEngine

@Suite("Probes")
struct ProbeTests {
  /// A service by its switches, and what is to be found out about it.
  struct Case: Sendable, CustomTestStringConvertible {
    var level: APILevel = .cloud
    var without: Set<ServiceFeature> = []
    var traits: [String] = []
    var textMatching = ServiceTraits.TextMatching.asLanguage
    var nullOrder = ServiceTraits.NullOrder.low
    var sums: Bool? = true
    var features: [QueryFeature: Bool] = [.aggregates: true, .having: true, .joins: true]

    var testDescription: String {
      "\(level.rawValue) \(without.map(\.rawValue).sorted()) \(traits)"
    }
  }

  static let none: [QueryFeature: Bool] = [.aggregates: false, .having: false, .joins: false]

  static let cases: [Case] = [
    Case(),
    Case(level: .suite2023, sums: nil, features: none),
    Case(level: .suite2024, sums: nil, features: none),
    Case(without: [.joins], features: [.aggregates: true, .having: true, .joins: false]),
    Case(without: [.having], features: [.aggregates: true, .having: false, .joins: true]),
    Case(
      without: [.aggregates],
      sums: nil,
      features: [.aggregates: false, .having: false, .joins: true]
    ),
    Case(traits: ["sums=binary"], sums: false),
    Case(traits: ["case=sensitive"], textMatching: .binary),
    Case(traits: ["case=sensitive", "blanks=ignored"], textMatching: .narrower),
    Case(traits: ["accents=ignored"], textMatching: .wider),
    Case(traits: ["blanks=ignored"], textMatching: .wider),
    Case(traits: ["case=sensitive", "accents=ignored"], textMatching: .narrower),
    Case(traits: ["nulls=high"], nullOrder: .high),
    Case(traits: ["order=linguistic", "guid=sqlserver", "empty=null"]),
    Case(
      level: .suite2023,
      traits: ["accents=ignored", "blanks=ignored", "nulls=high"],
      textMatching: .wider,
      nullOrder: .high,
      sums: nil,
      features: none
    ),
  ]

  static let everything: Set<ServiceQuestion> = [
    .feature(.aggregates), .feature(.having), .feature(.joins), .textMatching, .nullOrder,
    .decimalSums,
  ]

  @Test("Each trait and feature is found out", arguments: cases)
  func check(_ item: Case) async throws {
    let options = try ProbedTenant.options(
      level: item.level,
      without: item.without,
      traits: item.traits
    )
    try await ProbedTenant.run(options) { tenant in
      let connection = tenant.connection()
      let calls = try await connection.ask(Self.everything, preferring: ["Supplier"])
      let traits = connection.knownTraits()
      #expect(traits.textMatching == item.textMatching)
      #expect(traits.nullOrder == item.nullOrder)
      #expect(traits.sumsDecimalsExactly == item.sums)
      #expect(traits.features == item.features)
      #expect(calls ?? 0 <= 18)
      #expect(connection.catalogIfLoaded()?.traits == traits)
      #expect(try await connection.ask(Self.everything, preferring: []) == nil)
    }
  }

  @Test("What no record can settle stays unknown and is asked again only after a refresh")
  func undecided() async throws {
    var options = EmbeddedServiceOptions(store: .memory)
    options.writesSample = false
    try await ProbedTenant.run(options) { tenant in
      let connection = tenant.connection()
      #expect(try await connection.ask(Self.everything, preferring: []) == 0)
      #expect(connection.knownTraits() == .unknown)
      #expect(try await connection.ask(Self.everything, preferring: []) == nil)
      _ = await connection.transcript("CREATE ENTITY Thing (Name TEXT, Size INTEGER)")
      _ = await connection.transcript(
        "INSERT INTO Thing (Name, Size) VALUES ('Æble', 1), ('pear', NULL)"
      )
      connection.refresh()
      let calls = try #require(try await connection.ask(Self.everything, preferring: []))
      #expect(calls > 0)
      let traits = connection.knownTraits()
      #expect(traits.textMatching == .asLanguage)
      #expect(traits.nullOrder == .low)
      #expect(traits.features == [.aggregates: true, .having: true])
    }
  }

  // MARK: What is kept

  /// A folder of its own for each test, removed after it.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dsql-capability-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  @Test("Answers are kept for seven days, for one version of dsql and one tenant")
  func kept() async throws {
    try await withFolder { folder in
      try await ProbedTenant.run { tenant in
        let store = CapabilityStore(
          folder: folder + "/capability",
          version: "1.0",
          keepsLoopback: true
        )
        let first = tenant.connection(keeping: store)
        #expect(try await first.ask(Self.everything, preferring: []) ?? 0 > 0)
        let day = Instant.ticksPerDay
        for (version, days, isKnown) in [
          ("1.0", 0, true), ("1.0", 6, true), ("1.0", 7, false), ("1.0", -1, false),
          ("1.1", 0, false),
        ] as [(String, Int64, Bool)] {
          let second = tenant.connection(
            keeping: CapabilityStore(
              folder: folder + "/capability",
              version: version,
              keepsLoopback: true
            ),
            now: Instant(ticks: ProbedTenant.start.ticks + days * day)
          )
          #expect((second.knownTraits() == first.knownTraits()) == isKnown)
          #expect((second.knownTraits() == .unknown) == !isKnown)
          if isKnown { #expect(try await second.ask(Self.everything, preferring: []) == nil) }
        }
        let manager = FileManager.default
        let names = try manager.contentsOfDirectory(atPath: folder + "/capability")
        let name = try #require(names.first)
        #expect(names.count == 1)
        #expect(name.hasPrefix("http___127.0.0.1_\(tenant.port)_local_sample-"))
        let path = "\(folder)/capability/\(name)"
        let file = try manager.attributesOfItem(atPath: path)
        #expect(file[.posixPermissions] as? Int == 0o600)
        let parent = try manager.attributesOfItem(atPath: folder + "/capability")
        #expect(parent[.posixPermissions] as? Int == 0o700)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(tenant.token))
        // A service of this machine is another one tomorrow.
        let plain = CapabilityStore(folder: folder + "/capability", version: "1.0")
        #expect(tenant.connection(keeping: plain).knownTraits() == .unknown)
        try "{".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(tenant.connection(keeping: store).knownTraits() == .unknown)

        let refreshed = tenant.connection(keeping: store)
        _ = try await refreshed.ask(Self.everything, preferring: [])
        refreshed.refresh()
        #expect(refreshed.knownTraits() == .unknown)
        #expect(tenant.connection(keeping: store).knownTraits() == .unknown)
      }
    }
  }

  @Test("What an earlier answer is kept with does not grow younger by a later one")
  func age() async throws {
    try await withFolder { folder in
      try await ProbedTenant.run { tenant in
        let store = CapabilityStore(folder: folder, version: "1.0", keepsLoopback: true)
        let later = { (days: Int64) in
          Instant(ticks: ProbedTenant.start.ticks + days * Instant.ticksPerDay)
        }
        _ = try await tenant.connection(keeping: store).ask([.nullOrder], preferring: [])
        let second = tenant.connection(keeping: store, now: later(6))
        _ = try await second.ask([.textMatching], preferring: [])
        #expect(second.knownTraits().nullOrder == .low)
        #expect(tenant.connection(keeping: store, now: later(7)).knownTraits() == .unknown)
      }
    }
  }

  @Test("What an answer to a write has shown is kept too")
  func emptyTexts() async throws {
    try await withFolder { folder in
      try await ProbedTenant.run(try ProbedTenant.options(traits: ["empty=null"])) { tenant in
        let store = CapabilityStore(folder: folder, version: "1.0", keepsLoopback: true)
        let connection = tenant.connection(keeping: store)
        _ = await connection.transcript("CREATE ENTITY Part (Name TEXT NOT NULL, Remark TEXT)")
        #expect(connection.knownTraits().storesEmptyAsNull == nil)
        _ = await connection.transcript(EmptyTextTests.optional)
        #expect(tenant.connection(keeping: store).knownTraits().storesEmptyAsNull == true)
      }
    }
  }

  @Test("The embedded service of this process is known, and nothing is asked of it")
  func embedded() async throws {
    try await EngineFixture.run { engine in
      let seen = await engine.transcript("SELECT count(*) FROM Supplier WHERE Country = 'Norway'")
      #expect(seen.outcome.probes == 0)
      #expect(engine.connection.knownTraits() == .embedded)
    }
  }
}
