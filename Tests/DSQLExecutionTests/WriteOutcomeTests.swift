import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLTypes
import Testing

/// What a write that is not whole tells, record by record.
@Suite(.timeLimit(.minutes(1)))
struct WriteOutcomeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    enum Write: Sendable {
      case insert(Int)
      case insertUnique(Int)
      case update([Int])
      case delete([Int])
    }

    var name: String
    var write: Write
    var script: Script
    /// Done, failed, unknown, left.
    var counts: [Int]
    var lines: [String] = []
    var code: DiagnosticCode
    var message: String
    var detail: String?

    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "refused records that are echoed",
      write: .insert(5),
      script: Script(refusal: { refuses($0, ["N1", "N3"]) }),
      counts: [3, 2, 0, 0],
      lines: ["row 2: no", "row 4: no"],
      code: .partialWrite,
      message: "insert failed for 2 of 5 rows",
      detail: "3 inserted, 2 failed, 0 unknown, 0 not tried."
    ),
    Case(
      name: "refused records that are not echoed",
      write: .insert(5),
      script: Script(refusal: { refuses($0, ["N1"]) }, echoes: false),
      counts: [4, 1, 0, 0],
      lines: ["a row: no"],
      code: .partialWrite,
      message: "insert failed for 1 of 5 rows"
    ),
    Case(
      name: "all records refused without echo",
      write: .insert(2),
      script: Script(refusal: { _ in "no" }, echoes: false),
      counts: [0, 2, 0, 0],
      lines: ["row 1: no", "row 2: no"],
      code: .serviceRefusal,
      message: "insert failed for 2 of 2 rows"
    ),
    Case(
      name: "a missing record in a batch",
      write: .update([0, 77, 1]),
      script: Script(),
      counts: [2, 1, 0, 0],
      lines: ["row 2 (\(ScriptedService.id(77))): Record not found"],
      code: .partialWrite,
      message: "update failed for 1 of 3 rows",
      detail: "2 changed, 1 failed, 0 unknown, 0 not tried."
    ),
    Case(
      name: "a missing record whose id is not told",
      write: .delete([0, 77, 1]),
      script: Script(tellsIDs: false),
      counts: [2, 1, 0, 0],
      lines: ["row 2 (\(ScriptedService.id(77))): Record not found"],
      code: .partialWrite,
      message: "delete failed for 1 of 3 rows"
    ),
    Case(
      name: "a single record refused",
      write: .insert(1),
      script: Script(failure: { _ in WriteSamples.refused }),
      counts: [0, 1, 0, 0],
      lines: ["row 1: Insert data failed. Value uniqueness violation."],
      code: .uniqueViolation,
      message: "insert failed",
      detail: "Insert data failed. Value uniqueness violation."
    ),
    Case(
      name: "a right that is lost on the way",
      write: .insert(2500),
      script: Script(failure: { $0 == "insertBatch 500" ? WriteSamples.forbidden : nil }),
      counts: [2000, 0, 0, 500],
      code: .partialWrite,
      message: "insert stopped after 2,000 of 2,500 rows",
      detail: "2,000 inserted, 0 failed, 0 unknown, 500 not tried. You don't have permission."
    ),
    Case(
      name: "a batch refused as a whole stops no other",
      write: .insert(2500),
      script: Script(failure: { $0 == "insertBatch 500" ? WriteSamples.refused : nil }),
      counts: [2000, 500, 0, 0],
      code: .partialWrite,
      message: "insert failed for 500 of 2,500 rows"
    ),
    Case(
      name: "a lost insert without a unique field",
      write: .insert(3),
      script: Script(lostAnswer: { _ in WriteSamples.fault }),
      counts: [0, 0, 3, 0],
      code: .outcomeUnknown,
      message: "the outcome of 3 of 3 rows is unknown"
    ),
    Case(
      name: "a lost insert that took effect",
      write: .insertUnique(3),
      script: Script(lostAnswer: { $0 == "insertBatch 3" ? WriteSamples.fault : nil }),
      counts: [3, 0, 0, 0],
      code: .internalError,
      message: ""
    ),
    Case(
      name: "a lost insert that did not",
      write: .insertUnique(3),
      script: Script(failure: { $0 == "insertBatch 3" ? WriteSamples.fault : nil }),
      counts: [0, 3, 0, 0],
      lines: (1...3).map { "row \($0): the record is not there" },
      code: .serviceRefusal,
      message: "insert failed for 3 of 3 rows"
    ),
    Case(
      name: "a lost update that took effect",
      write: .update([0, 1]),
      script: Script(lostAnswer: { $0 == "updateBatch 2" ? WriteSamples.fault : nil }),
      counts: [2, 0, 0, 0],
      code: .internalError,
      message: ""
    ),
    Case(
      name: "a lost update that did not",
      write: .update([0, 1]),
      script: Script(failure: { $0 == "updateBatch 2" ? WriteSamples.fault : nil }),
      counts: [0, 2, 0, 0],
      lines: (0...1).map {
        "row \($0 + 1) (\(ScriptedService.id($0))): the record is unchanged"
      },
      code: .serviceRefusal,
      message: "update failed for 2 of 2 rows"
    ),
    Case(
      name: "a lost delete that took effect",
      write: .delete([0, 1]),
      script: Script(lostAnswer: { $0 == "deleteBatch 2" ? WriteSamples.fault : nil }),
      counts: [2, 0, 0, 0],
      code: .internalError,
      message: ""
    ),
    Case(
      name: "a lost delete that did not",
      write: .delete([0, 1]),
      script: Script(failure: { $0 == "deleteBatch 2" ? WriteSamples.fault : nil }),
      counts: [0, 2, 0, 0],
      lines: (0...1).map {
        "row \($0 + 1) (\(ScriptedService.id($0))): the record is still there"
      },
      code: .serviceRefusal,
      message: "delete failed for 2 of 2 rows"
    ),
    Case(
      name: "a lost delete that cannot be looked up",
      write: .delete([0, 1]),
      script: Script(failure: { _ in WriteSamples.fault }),
      counts: [0, 0, 2, 0],
      code: .outcomeUnknown,
      message: "the outcome of 2 of 2 rows is unknown"
    ),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService(Samples.suppliers(3), script: example.script)
    let executor = Executor(service: service, local: PlainComputation())
    let outcome =
      switch example.write {
      case .insert(let count):
        try await executor.insert(WriteSamples.insert(WriteSamples.names(0..<count)))
      case .insertUnique(let count):
        try await executor.insert(
          WriteSamples.insert(
            WriteSamples.names(0..<count),
            into: "Invoice",
            targets: ["Number"]
          )
        )
      case .update(let ids):
        try await executor.update(
          WriteSamples.update(ids.map { [.uuid(ScriptedService.id($0)), .text("new \($0)")] })
        )
      case .delete(let ids):
        try await executor.delete(WriteSamples.delete(ids))
      }
    #expect([outcome.done, outcome.failed, outcome.unknown, outcome.left] == example.counts)
    if !example.lines.isEmpty { #expect(outcome.failures.map(\.line) == example.lines) }
    let diagnostic = outcome.diagnostic
    #expect((diagnostic == nil) == (example.counts.dropFirst() == [0, 0, 0]))
    guard let diagnostic else { return }
    #expect(diagnostic.code == example.code)
    #expect(diagnostic.message == example.message)
    if let detail = example.detail { #expect(diagnostic.detail == detail) }
    #expect(diagnostic.progress?.left == example.counts[3])
  }

  private static func refuses(_ record: RecordValues, _ names: [String]) -> String? {
    names.contains { record.fields.first?.value == .text($0) } ? "no" : nil
  }

  /// RETURNING tells also the records that had to be looked up.
  @Test func returningAfterLoss() async throws {
    let service = ScriptedService(
      Samples.suppliers(2),
      script: Script(lostAnswer: { $0 == "updateBatch 2" ? WriteSamples.fault : nil })
    )
    let executor = Executor(service: service, local: PlainComputation())
    let rows: [[Value]] = (0..<2).map { [.uuid(ScriptedService.id($0)), .text("new \($0)")] }
    let outcome = try await executor.update(WriteSamples.update(rows, returning: ["Id", "Name"]))
    #expect(outcome.isWhole)
    #expect(try await Samples.texts(outcome.returnedRows, column: 0) == ["new 0", "new 1"])
    #expect(service.calls == ["updateBatch 2", "lookup Id"])
  }

  /// Rows alike that are all refused are each told by a number of their own.
  @Test func refusedTwins() async throws {
    let service = ScriptedService(script: Script(refusal: { Self.refuses($0, ["N1"]) }))
    let executor = Executor(service: service, local: PlainComputation())
    let rows: [[Value]] = ["N0", "N1", "N2", "N1"].map { [.text($0)] }
    let outcome = try await executor.insert(WriteSamples.insert(rows))
    #expect([outcome.done, outcome.failed, outcome.unknown] == [2, 2, 0])
    #expect(outcome.failures.map(\.rowNumber) == [2, 4])
  }

  /// A first call that fails for all ends the statement with its own error.
  @Test func forbiddenAtOnce() async throws {
    let service = ScriptedService(script: Script(failure: { _ in WriteSamples.forbidden }))
    let executor = Executor(service: service, local: PlainComputation())
    let node = try WriteSamples.insert(WriteSamples.names(0..<2500))
    let error = await #expect(throws: ServiceError.self) { try await executor.insert(node) }
    #expect(error?.code == .forbidden)
    #expect(service.calls == ["insertBatch 1000"])
  }

  /// Ctrl-C lets the batch under way finish and sends no other.
  @Test func cancellation() async throws {
    let gates = Gates()
    let service = ScriptedService(script: Script(before: { await gates.pass($0) }))
    let executor = Executor(service: service, local: PlainComputation())
    let node = try WriteSamples.insert(WriteSamples.names(0..<2500))
    let task = Task { try await executor.insert(node) }
    await gates.arrival("insertBatch 1000")
    task.cancel()
    gates.open("insertBatch 1000")
    let outcome = try await task.value
    #expect([outcome.done, outcome.failed, outcome.unknown, outcome.left] == [1000, 0, 0, 1500])
    #expect(outcome.diagnostic?.code == .cancelled)
    #expect(service.calls == ["insertBatch 1000"])
  }

  /// The second Ctrl-C ends the call, whose records are then unknown.
  @Test func abort() async throws {
    let gates = Gates()
    let cancelled = ServiceError(.cancelled, "cancelled", method: "POST", path: "/")
    let service = ScriptedService(
      script: Script(
        before: { await gates.pass($0) },
        failure: { _ in Task.isCancelled ? cancelled : nil }
      )
    )
    let executor = Executor(service: service, local: PlainComputation())
    let node = try WriteSamples.insert(
      WriteSamples.names(0..<2500),
      into: "Invoice",
      targets: ["Number"]
    )
    let task = Task { try await executor.insert(node) }
    await gates.arrival("insertBatch 1000")
    task.cancel()
    executor.interrupt.abort()
    let outcome = try await task.value
    #expect([outcome.done, outcome.failed, outcome.unknown, outcome.left] == [0, 0, 1000, 1500])
    #expect(service.calls == ["insertBatch 1000"])
  }
}
