import Testing

@testable import DSQLService

@Suite("How many imports run at once")
struct ImportGateTests {
  @Test("Ten pass, the next does not, and one that ended makes room")
  func check() async {
    let gate = ImportGate()
    #expect(await nested(ImportGate.most, in: gate) == "full")
    #expect(await nested(ImportGate.most - 1, in: gate) == "room")
    #expect(await gate.pass { 1 } == 1)
  }

  /// What one more import finds while so many run.
  private func nested(_ count: Int, in gate: ImportGate) async -> String {
    if count == 0 { return await gate.pass { "room" } ?? "full" }
    return await gate.pass { await nested(count - 1, in: gate) } ?? "too early"
  }
}
