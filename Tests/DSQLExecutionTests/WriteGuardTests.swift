import DSQLAPI
import DSQLDiagnostics
import DSQLExecution
import DSQLPlan
import DSQLTypes
import Synchronization
import Testing

/// The limits and the question that stand before a write.
struct WriteGuardTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var rows: Int
    var isFromQuery = false
    var maxWriteRows: Int?
    var requestLimit: Int?
    var isDeclined = false
    var code: DiagnosticCode?

    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "as many as allowed", rows: 5, isFromQuery: true, maxWriteRows: 5),
    Case(name: "one too many", rows: 6, isFromQuery: true, maxWriteRows: 5, code: .limitExceeded),
    Case(name: "VALUES do not count", rows: 6, maxWriteRows: 5),
    Case(name: "as many calls as allowed", rows: 2000, requestLimit: 2),
    Case(name: "a call too many", rows: 2001, requestLimit: 2, code: .requestLimitExceeded),
    Case(name: "declined", rows: 2, isDeclined: true, code: .refusedByGuard),
  ])
  func check(_ example: Case) async throws {
    let service = ScriptedService()
    let seen = Mutex<[WritePreview]>([])
    let executor = Executor(
      service: service,
      local: PlainComputation(),
      options: ExecutionOptions(
        maxWriteRows: example.maxWriteRows,
        confirm: { preview in
          seen.withLock { $0.append(preview) }
          return !example.isDeclined
        }
      ),
      monitor: ExecutionMonitor(requestLimit: example.requestLimit)
    )
    let node = try WriteSamples.insert(
      WriteSamples.names(0..<example.rows),
      isFromQuery: example.isFromQuery
    )
    do {
      let outcome = try await executor.insert(node)
      #expect(example.code == nil)
      #expect(outcome.done == example.rows)
    } catch let error as Diagnostic {
      #expect(error.code == example.code)
      #expect(service.calls.isEmpty)
    }
    let previews = seen.withLock { $0 }
    if example.code == nil || example.isDeclined {
      #expect(previews.map(\.rowCount) == [example.rows])
      #expect(previews.map(\.requests) == [(example.rows + 999) / 1000])
      #expect(previews.first?.entity == "Supplier")
    } else {
      #expect(previews.isEmpty)
    }
  }

  /// Nothing to write asks nothing.
  @Test func nothing() async throws {
    let executor = Executor(
      service: ScriptedService(),
      local: PlainComputation(),
      options: ExecutionOptions(confirm: { _ in false })
    )
    #expect(try await executor.delete(WriteSamples.delete([])).isWhole)
  }

  /// A dry run reads, checks and counts, and sends nothing.
  @Test func preview() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    let good = try WriteSamples.insert(WriteSamples.names(0..<1500))
    let preview = try #require(try await executor.preview(of: .insert(good)))
    #expect(preview.rowCount == 1500)
    #expect(preview.requests == 2)
    let bad = try WriteSamples.insert([[.null]])
    let error = await #expect(throws: Diagnostic.self) {
      try await executor.preview(of: .insert(bad))
    }
    #expect(error?.code == .requiredFieldMissing)
    #expect(service.calls.isEmpty)
  }

  @Test func schemaChanges() async throws {
    let service = ScriptedService()
    let executor = Executor(service: service, local: PlainComputation())
    try await executor.change(
      .createChoiceSet(
        name: "Level",
        displayName: "Level",
        choices: [ChoiceDraft(name: "low", label: "Low"), ChoiceDraft(name: "high", label: "High")]
      )
    )
    try await executor.change(
      .createEntity(EntityDraft(name: "Thing", displayName: "Thing", fields: []))
    )
    try await executor.change(.dropEntity(id: "e1", name: "Thing"))
    try await executor.change(.dropChoiceSet(id: "c1", name: "Level"))
    try await executor.change(.none)
    #expect(
      service.calls == [
        "createChoiceSet Level", "insertChoice low=Low into Level",
        "insertChoice high=High into Level", "createEntity Thing", "deleteEntity e1",
        "deleteChoiceSet c1",
      ]
    )
  }
}
