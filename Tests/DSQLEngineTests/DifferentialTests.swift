import DSQLDiagnostics
import DSQLEngine
import FoundationEssentials
import Testing

/// Generated statements over generated tenants: the same rows with push-down on, strict and off, at
/// each level of the service and however it behaves where no document says it.
///
/// `DSQL_DIFFERENTIAL_CASES` says how many statements, `DSQL_DIFFERENTIAL_SEED` where the seeds
/// begin. A failure prints its seed; `DSQL_DIFFERENTIAL_CASES=1` with that seed runs it again.
@Suite("The same rows wherever a statement runs")
struct DifferentialTests {
  static let statementsPerTenant = 40
  static let lanes = 2

  static var firstSeed: Int { setting("DSQL_DIFFERENTIAL_SEED") ?? 1 }
  static var tenants: Int {
    max(1, (setting("DSQL_DIFFERENTIAL_CASES") ?? 800) / statementsPerTenant)
  }

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test("Generated statements", arguments: 0..<lanes)
  func check(lane: Int) async throws {
    var tally = DifferentialTally()
    for number in 0..<Self.tenants where number % Self.lanes == lane {
      let seed = Self.firstSeed + number
      let run = DifferentialRun(seed: UInt64(seed), statements: Self.statementsPerTenant)
      let found = try await run.tally()
      for failure in found.failures { Issue.record(Comment(rawValue: failure)) }
      tally.add(found)
    }
    print("lane \(lane): \(tally.summary)")
    // A generator whose statements mostly fail or find nothing would prove nothing.
    #expect(tally.faults * 5 <= tally.statements)
    #expect(tally.empty * 2 <= tally.statements)
  }

  @Test("Answers that a service may write otherwise", arguments: AnswerMutation.allCases)
  func mutations(_ mutation: AnswerMutation) async throws {
    let run = DifferentialRun(
      seed: 7,
      statements: 30,
      others: [DifferentialService.Kind(mutation: mutation)]
    )
    let tally = try await run.tally()
    for failure in tally.failures { Issue.record(Comment(rawValue: failure)) }
    #expect(tally.statements > 0)
  }
}

/// What became of many statements.
struct DifferentialTally: Sendable {
  var statements = 0
  var comparisons = 0
  /// Statements that are errors everywhere.
  var faults = 0
  /// Statements that found no row.
  var empty = 0
  var failures: [String] = []
  /// How often the standard service was asked for each part of a query.
  var parts: [String: Int] = [:]
  /// How often each kind of service was compared.
  var kinds: [String: Int] = [:]

  mutating func add(_ other: DifferentialTally) {
    statements += other.statements
    comparisons += other.comparisons
    faults += other.faults
    empty += other.empty
    failures += other.failures
    parts.merge(other.parts, uniquingKeysWith: +)
    kinds.merge(other.kinds, uniquingKeysWith: +)
  }

  /// Counts the parts of queries that were sent.
  mutating func note(_ requests: [String]) {
    for part in Self.watched where requests.contains(where: { $0.contains(part) }) {
      parts[part, default: 0] += 1
    }
  }

  /// What the service is to be asked for, or the comparison would prove nothing.
  static let watched = [
    "\"filterGroup\"", "\"sortOptions\"", "\"aggregates\"", "\"groupBy\"", "\"havingFilter\"",
    "\"joins\"", "expansionLevel=3", "\"in\"", "\"startswith\"", "\"contains\"",
  ]

  var summary: String {
    let asked = parts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let settings = kinds.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "\(statements) statements, \(comparisons) comparisons, \(faults) faults, "
      + "\(empty) without rows; \(settings.joined(separator: "; ")); \(asked.joined(separator: ", "))"
  }
}
