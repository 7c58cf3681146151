import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes
import Synchronization
import Testing

/// Rows of a file on their way in.
@Suite(.timeLimit(.minutes(1)))
struct CopyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var collects: Bool
    var script = Script()
    /// Done, failed, unknown, left.
    var counts: [Int]
    /// Numbers and names of the rows collected.
    var rejected: [String] = []
    var stop: DiagnosticCode?

    var testDescription: String { name }
  }

  // Three batches of 1,000; row 1,005 has no name, row 2,002 could not be read.
  private static func batch(_ number: Int) throws -> CopyBatch? {
    if number == 3 { return nil }
    let schema = RowSchema([SchemaColumn("Name", .text)])
    var rows = RowBatch.empty(schema)
    for row in 0..<1000 {
      rows.rowCount += 1
      let isBad = number == 1 && row == 4
      rows.columns[0].append(isBad ? .null : .text("N\(number * 1000 + row)"), type: .text)
    }
    return CopyBatch(rows: rows, rejects: number == 2 ? [1: RowFault(.invalidLiteral, "odd")] : [:])
  }

  @Test(arguments: [
    Case(
      name: "collected",
      collects: true,
      counts: [2998, 2, 0, 0],
      rejected: ["1005 NULL column \"Name\" needs a value", "2002 N2001 odd"]
    ),
    Case(
      name: "collected, also what the service refuses",
      collects: true,
      script: Script(refusal: { $0.fields.first?.value == .text("N7") ? "no" : nil }),
      counts: [2997, 3, 0, 0],
      rejected: [
        "8 N7 no", "1005 NULL column \"Name\" needs a value", "2002 N2001 odd",
      ]
    ),
    Case(
      name: "stopped at the first",
      collects: false,
      counts: [1000, 1, 0, 999],
      stop: .requiredFieldMissing
    ),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService(script: example.script)
    let executor = Executor(service: service, local: PlainComputation())
    let rejected = Mutex<[RejectedRow]>([])
    let policy: RejectPolicy =
      example.collects ? .collect { row in rejected.withLock { $0.append(row) } } : .stop
    let table = try Samples.table("Supplier")
    var number = 0
    let outcome = try await executor.copy(
      into: table,
      targets: [try Samples.index("Name", table)],
      next: {
        defer { number += 1 }
        return try Self.batch(number)
      },
      policy: policy
    )
    #expect([outcome.done, outcome.failed, outcome.unknown, outcome.left] == example.counts)
    let lines = rejected.withLock { $0 }
      .sorted { ($0.failure.rowNumber ?? 0) < ($1.failure.rowNumber ?? 0) }
      .map { rejected in
        let name = rejected.row?.value(row: 0, column: 0).text(type: .text, zone: .utc)
        return "\(rejected.failure.rowNumber ?? 0) \(name ?? "NULL") \(rejected.failure.message)"
      }
    #expect(lines == example.rejected)
    #expect(outcome.failures.isEmpty == example.collects)
    #expect(service.records.count == example.counts[0])
    if case .refused(let diagnostic) = outcome.stop {
      #expect(diagnostic.code == example.stop)
    } else {
      #expect(example.stop == nil)
    }
  }

  /// No more than the window's batches are held: the source is not read ahead of the calls.
  @Test func pull() async throws {
    let gates = Gates()
    let service = ScriptedService(script: Script(before: { await gates.pass($0) }))
    let executor = Executor(service: service, local: PlainComputation())
    let table = try Samples.table("Supplier")
    let target = try Samples.index("Name", table)
    let pulled = Mutex(0)
    let task = Task {
      try await executor.copy(
        into: table,
        targets: [target],
        next: {
          let number = pulled.withLock { pulled in
            pulled += 1
            return pulled
          }
          return number > 50 ? nil : try Self.batch(0)
        },
        policy: .stop
      )
    }
    await gates.arrival("insertBatch 1000")
    #expect(pulled.withLock { $0 } == 1)
    gates.open("insertBatch 1000")
    #expect(try await task.value.done == 50_000)
  }
}
