import DSQLDiagnostics
import DSQLLocalQuery
import DSQLPlan
import DSQLTypes
import Testing

@Suite struct FoldTests {
  @Test func sum() {
    let engine = LocalEngine(zone: .utc, now: Instant(ticks: 0))
    let one = BoundExpression(.constant(.integer(1)), .integer)
    let sum = BoundExpression(.arithmetic(.add, one, one), .integer)
    #expect(engine.fold(sum) == .success(.integer(2)))
  }
}
