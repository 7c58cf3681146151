import DSQLDiagnostics
import DSQLEngine
import DSQLService
import Synchronization
import Testing

/// A session whose calls meet every kind of fault, one call after another: what is told is true, and
/// nothing is lost.
@Suite("A session on a faulty service", .timeLimit(.minutes(10)))
struct FaultySessionTests {
  /// What a statement does to the parts that there are: their amounts by their codes.
  struct Step: Sendable {
    var sql: String
    /// Nil where it only reads.
    var effect: (@Sendable (inout [String: String]) -> Void)?

    init(_ sql: String, effect: (@Sendable (inout [String: String]) -> Void)? = nil) {
      self.sql = sql
      self.effect = effect
    }
  }

  private static let everything = "SELECT Code, Amount FROM Part ORDER BY Code"

  private static let steps = [
    Step("INSERT INTO Part (Code, Amount) VALUES ('a', 1)") { $0["a"] = "1.00" },
    Step("INSERT INTO Part (Code, Amount) VALUES ('b', 2), ('c', 3), ('d', 4)") {
      $0.merge(["b": "2.00", "c": "3.00", "d": "4.00"]) { $1 }
    },
    Step(everything),
    Step("UPDATE Part SET Amount = Amount + 10 WHERE Code IN ('b', 'c')") {
      for code in ["b", "c"] { $0[code] = $0[code].map { "1" + $0 } }
    },
    Step("SELECT p.Code, p.Amount FROM Part p JOIN Part q ON q.Code = p.Code ORDER BY p.Code"),
    Step(
      "INSERT INTO Part (Code, Amount) VALUES ('a', 7), ('e', 8)"
        + " ON CONFLICT (Code) DO UPDATE SET Amount = EXCLUDED.Amount"
    ) { $0.merge(["a": "7.00", "e": "8.00"]) { $1 } },
    Step("UPDATE Part SET Amount = 9 WHERE Code = 'e'") { if $0["e"] != nil { $0["e"] = "9.00" } },
    Step(everything),
    Step("DELETE FROM Part WHERE Amount > 12") {
      $0 = $0.filter { (Double($0.value) ?? 0) <= 12 }
    },
    Step("DELETE FROM Part WHERE Code = 'a'") { $0["a"] = nil },
    Step(everything),
  ]

  private static func rows(_ parts: [String: String]) -> String {
    "Code,Amount\n" + parts.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value)\n" }.joined()
  }

  @Test("Without a fault every step does what it says")
  func calm() async throws {
    let requests = try await run(FaultPlan())
    #expect(requests > 15)
  }

  @Test("One fault at each call in turn", arguments: FaultPlan.Kind.allCases)
  func check(_ kind: FaultPlan.Kind) async throws {
    var passing = 0
    while true {
      let plan = FaultPlan()
      _ = try await run(plan, fault: (kind, passing))
      // The session had fewer calls than were to pass: every one has met the fault once.
      if !plan.isSpent { break }
      passing += 1
    }
    #expect(passing > 15)
  }

  /// Runs the session; answers how many requests it sent.
  private func run(
    _ plan: FaultPlan,
    fault: (kind: FaultPlan.Kind, passing: Int)? = nil
  ) async throws -> Int {
    let requests = Mutex(0)
    try await EngineFixture.run(faults: plan, writesSample: false) { engine in
      let made = await engine.transcript(
        "CREATE ENTITY Part (Code TEXT(10) UNIQUE NOT NULL, Amount DECIMAL(10,2))"
      )
      try #require(made.outcome.errors.isEmpty)
      // The session begins with nothing known.
      var engine = engine.another()
      if let fault { plan.add(fault.kind, to: "", passing: fault.passing) }
      var parts: [String: String] = [:]
      for step in Self.steps {
        let seen = await engine.transcript(step.sql)
        requests.withLock { $0 += seen.requests.count }
        let place = "\(String(describing: fault)): \(step.sql): \(seen.outcome.errors)"
        if seen.outcome.errors.isEmpty {
          step.effect?(&parts)
          if step.effect == nil { #expect(seen.rows == Self.rows(parts), "\(place)") }
          continue
        }
        #expect(plan.isSpent, "\(place)")
        #expect(seen.outcome.failure != nil, "\(place)")
        if let kind = fault?.kind {
          #expect(![.throttled, .unavailable].contains(kind), "\(place)")
        }
        // A token that was refused is refused for the rest of a session.
        engine = engine.another()
        let found = await engine.parts()
        guard let effect = step.effect else {
          #expect(found == parts, "\(place)")
          continue
        }
        var whole = parts
        effect(&whole)
        let all = Self.difference(parts, whole)
        let done = Self.difference(parts, found)
        #expect(done.isSubset(of: all), "\(place)")
        let progress = seen.outcome.errors.lazy.compactMap(\.progress).first
        let told = progress.map { $0.done...($0.done + $0.unknown) } ?? 0...0
        #expect(told.contains(done.count), "\(place): \(done) of \(all)")
        if let progress {
          #expect(
            progress.done + progress.failed + progress.unknown + progress.left == all.count,
            "\(place)"
          )
        }
        parts = found
      }
      // Else this read would be the one that meets the fault.
      if plan.isSpent { #expect(await engine.parts() == parts) }
    }
    return requests.withLock { $0 }
  }

  /// The codes whose amounts differ.
  private static func difference(
    _ left: [String: String],
    _ right: [String: String]
  ) -> Set<String> {
    Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
  }
}

extension EngineFixture {
  /// The amounts of all parts by their codes.
  fileprivate func parts() async -> [String: String] {
    let lines = await transcript("SELECT Code, Amount FROM Part").rows.split(separator: "\n")
    return Dictionary(
      lines.dropFirst().map { line in
        let cells = line.split(separator: ",")
        return (String(cells[0]), String(cells[1]))
      }
    ) { $1 }
  }
}
