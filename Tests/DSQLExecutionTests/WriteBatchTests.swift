import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes
import Testing

/// How many records go by which call.
@Suite(.timeLimit(.minutes(1)))
struct WriteBatchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var count: Int
    var mode = ExecutionOptions.BatchMode.auto
    var calls: [String]

    var testDescription: String { "\(count) \(mode)" }
  }

  @Test(arguments: [
    Case(count: 0, calls: []),
    Case(count: 1, calls: ["insert"]),
    Case(count: 1, mode: .always, calls: ["insertBatch 1"]),
    Case(count: 2, calls: ["insertBatch 2"]),
    Case(count: 3, mode: .never, calls: ["insert", "insert", "insert"]),
    Case(count: 1000, calls: ["insertBatch 1000"]),
    Case(count: 1001, calls: ["insertBatch 1000", "insertBatch 1"]),
    Case(count: 2500, calls: ["insertBatch 1000", "insertBatch 1000", "insertBatch 500"]),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService()
    let executor = Executor(
      service: service,
      local: PlainComputation(),
      options: ExecutionOptions(batchMode: example.mode)
    )
    let node = try WriteSamples.insert(WriteSamples.names(0..<example.count))
    let outcome = try await executor.insert(node)
    #expect(outcome.done == example.count)
    #expect(outcome.isWhole)
    #expect(outcome.diagnostic == nil)
    #expect(service.calls.sorted() == example.calls.sorted())
    #expect(service.records.count == example.count)
    #expect(outcome.report.requests == example.calls.count)
  }

  /// Long records are sent in smaller bodies.
  @Test func bytes() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let notes = String(repeating: "n", count: 10_000)
    let rows: [[Value]] = (0..<900).map { [.text("N\($0)"), .text(notes)] }
    let outcome = try await executor.insert(
      WriteSamples.insert(rows, targets: ["Name", "Notes"])
    )
    #expect(outcome.done == 900)
    #expect(service.calls.count == 3)
  }

  /// A body that is too large is sent in halves.
  @Test func tooLarge() async throws {
    let error = ServiceError(.tooLarge, "too large", method: "POST", path: "/", status: 413)
    let service = ScriptedService(
      script: Script(failure: { $0 == "insertBatch 1000" || $0 == "insertBatch 500" ? error : nil })
    )
    let executor = Executor(service: service, local: PlainComputation())
    let outcome = try await executor.insert(
      WriteSamples.insert(WriteSamples.names(0..<1000))
    )
    #expect(outcome.done == 1000)
    #expect(service.calls.count { $0 == "insertBatch 250" } == 4)
  }

  /// RETURNING answers in the order of the rows, whatever the order of the answers.
  @Test func returningOrder() async throws {
    // Of the second and the third batch, which travel together, the third is answered first: that
    // the fourth leaves shows it.
    let gates = Gates()
    let service = ScriptedService(
      script: Script(
        beforeInserts: { records in
          guard case .text(let first) = records[0].fields[0].value else { return }
          await gates.pass(first)
        }
      )
    )
    let executor = Executor(service: service, local: PlainComputation())
    let node = try WriteSamples.insert(
      WriteSamples.names(0..<3500),
      returning: ["Id", "Name"]
    )
    for first in ["N0", "N2000", "N3000"] { gates.open(first) }
    async let running = executor.insert(node)
    await gates.arrival("N3000")
    gates.open("N1000")
    let outcome = try await running
    let names = try await Samples.texts(outcome.returnedRows, column: 0)
    let isOrdered = names == (0..<3500).map { "N\($0)" }
    #expect(isOrdered)
    #expect(outcome.returnedSchema.columns.map(\.name) == ["Name"])
  }

  /// An id that comes twice is written once.
  @Test func repeatedIDs() async throws {
    let service = ScriptedService(Samples.suppliers(3))
    let executor = Executor(service: service, local: PlainComputation())
    let id = ScriptedService.id(1)
    let rows: [[Value]] = [
      [.uuid(id), .text("first")], [.uuid(id), .text("second")],
      [.uuid(ScriptedService.id(2)), .text("third")],
    ]
    let outcome = try await executor.update(WriteSamples.update(rows, returning: ["Id", "Name"]))
    #expect(outcome.done == 2)
    #expect(service.calls == ["updateBatch 2"])
    #expect(try await Samples.texts(outcome.returnedRows, column: 0) == ["first", "third"])
  }

  @Test func singleUpdateAndDelete() async throws {
    let service = ScriptedService(Samples.suppliers(3))
    let executor = Executor(service: service, local: PlainComputation())
    let update = try await executor.update(
      WriteSamples.update([[.uuid(ScriptedService.id(1)), .text("new")]])
    )
    let delete = try await executor.delete(WriteSamples.delete([2], returning: ["Id", "Name"]))
    #expect(update.done == 1)
    #expect(delete.done == 1)
    #expect(service.calls == ["update 0001", "delete 0002"])
    #expect(service.records.map { $0["Name"] } == [.text("S0"), .text("new")])
    #expect(try await Samples.texts(delete.returnedRows, column: 0) == ["S2"])
  }
}
